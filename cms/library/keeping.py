"""Why a resource may not be deleted: lessons rest on it, or it is what an older version leads to."""

import itertools
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import ReferenceIndex

from cms.pages.deletion import MOST, Use

from .models import Resource


def uses_of(resources: Iterable[Resource], user: Any) -> list[Use]:
    found: list[Use] = []
    for resource in resources:
        found += [Use(_("It replaces “%(title)s”") % {"title": old.title}) for old in resource.replaces.all()]
        published = [version.number for version in resource.versions.all() if version.is_published()]
        found += [
            Use(_("Version %(new)s replaces version %(old)s") % {"new": new, "old": old})
            for old, new in _pairs(published)
        ]
        found += [use for source in resource.sources.all() for use in _citing(source, user)]
    return list(dict.fromkeys(found))[:MOST]


def _pairs(numbers: list[str]) -> list[tuple[str, str]]:
    return list(itertools.pairwise(numbers))


def _citing(source: Any, user: Any) -> list[Use]:
    own = ContentType.objects.get_for_model(Resource)
    finder = AdminURLFinder(user)
    groups = ReferenceIndex.get_references_to(source).exclude(content_type=own).group_by_source_object()
    return [Use(str(citing), finder.get_edit_url(citing) or "") for citing, _references in groups if citing]
