"""Figures beside the filters. Small ones could point at a person: below k they are not told (decision 24, case 39)."""

from typing import Any

from django.db.models import Count, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .audiences import Field
from .directory import Query, find
from .models import Profile
from .seeing import Viewer, readable

ACROSS = 10
WITHIN = 5
MOST_FACETS = 2
# More are not counted: a number like that helps nobody to choose, and each visit would count everybody anew.
MOST_COUNTED = 2_000

VALUES = {
    Field.COUNTRY: "person__affiliations__member__code",
    Field.AGENCY_TYPE: "person__affiliations__agency_type__code",
    Field.THEMES: "themes__code",
    Field.LANGUAGES: "languages__code",
}
PRESENT = {Field.COUNTRY, Field.AGENCY_TYPE}


def least(query: Query) -> int:
    """The smallest figure that may be told: fewer within one member than across them."""
    return WITHIN if query.member else ACROSS


def total(viewer: Viewer, query: Query) -> str:
    """How many fit, in words."""
    count, k = counted(viewer, query), least(query)
    if count < k:
        return _("Fewer than %(k)s people") % {"k": k}
    if count > MOST_COUNTED:
        return _("More than %(count)s people") % {"count": number_format(MOST_COUNTED, force_grouping=True)}
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}


def counted(viewer: Viewer, query: Query) -> int:
    """How many fit, counted no further than one above the most."""
    return find(viewer, query).order_by()[: MOST_COUNTED + 1].count()


def figures(viewer: Viewer, query: Query) -> dict[Field, dict[str, int]]:
    """For each filter the figures that may be told beside its choices.

    None beside a name, and none that would combine three filters: what is told could be taken apart again. None either
    where so many fit that they are not counted.
    """
    used = query.facets()
    if query.words or len(used) >= MOST_FACETS or counted(viewer, query) > MOST_COUNTED:
        return {}
    found = find(viewer, query)
    return {field: _figures(found, viewer, field, least(query)) for field in VALUES if field not in used}


def _figures(found: QuerySet[Profile], viewer: Viewer, field: Field, k: int) -> dict[str, int]:
    rows = Profile.objects.filter(pk__in=found.filter(readable(field, viewer)).values("pk"))
    if field in PRESENT:
        rows = rows.filter(person__affiliations__valid_to=None)
    counted: Any = rows.order_by().values_list(VALUES[field]).annotate(people=Count("pk", distinct=True))
    return {value: count for value, count in counted if value and count >= k}
