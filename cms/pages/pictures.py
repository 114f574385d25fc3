"""Pictures of a page must say what they show, or that they are there for the eye alone (U-1)."""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import ForeignKey
from django.utils.translation import gettext as _

from cms.media.models import CreditedImage


def picture_problems(page: Any) -> list[str]:
    """Why a page may not be published: each picture in it without words."""
    keys = set(_pictures(page))
    if not keys:
        return []
    said = _("The picture “%(title)s” does not say what it shows. Write it under Images, or mark it as decoration.")
    silent = CreditedImage.objects.filter(pk__in=keys).silent().order_by("pk")
    return [said % {"title": title} for title in silent.values_list("title", flat=True)]


def _pictures(page: Any) -> Iterator[int]:
    """The pictures a page shows, in its fields and in its blocks, as it stands in memory."""
    kind = ContentType.objects.get_for_model(CreditedImage).pk
    for field in page._meta.get_fields():
        if isinstance(field, ForeignKey) and field.related_model is CreditedImage:
            yield from filter(None, [getattr(page, field.attname)])
        elif hasattr(field, "extract_references") and getattr(page, field.name):
            for model, key, *_path in field.extract_references(getattr(page, field.name)):
                if ContentType.objects.get_for_model(model, for_concrete_model=False).pk == kind:
                    yield int(key)
