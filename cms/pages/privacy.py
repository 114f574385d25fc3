"""Which pages anybody may see, for lists that name pages: the search, the map of the site, menus."""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import PageViewRestriction


def open_to_all(pages: QuerySet[Any]) -> QuerySet[Any]:
    """Live, and neither private nor below or beside what is: an alias is as private as its source. Two questions in all."""
    closed = Q(pk__in=[])
    for path in PageViewRestriction.objects.values_list("page__path", flat=True):
        closed |= Q(path__startswith=path) | Q(alias_of__path__startswith=path)
    return pages.filter(live=True).exclude(closed)
