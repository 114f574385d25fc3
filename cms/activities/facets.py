"""By what the calendar is narrowed: each facet with its words, its condition, and how many activities each value has.

Counts are always taken of activities the viewer may see, and of those alone.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.taxonomy.models import CooperationArea, Programme, Purpose
from lms.accounts.models import Member

from .models import Activity, ActivityQuerySet, Involvement
from .wording import QUARTERS

YEAR = re.compile(r"[1-9][0-9]{3}")
Counts = dict[str, int]
Words = dict[str, str]


@dataclass(frozen=True)
class Facet:
    """One way to narrow: by year, by purpose, by member."""

    label: str | Promise
    condition: Callable[[str], Q]
    counted: Callable[[ActivityQuerySet], Iterable[tuple[Any, int]]]
    # Every value there is, with its name and in its order; None where any year may be asked for.
    words: Callable[[], Words] | None

    def counts(self, activities: ActivityQuerySet) -> Counts:
        return {str(value): number for value, number in self.counted(activities) if value is not None}


def _field(name: str) -> Callable[[ActivityQuerySet], Any]:
    return lambda found: found.order_by().values_list(name).annotate(n=Count("pk"))


def _through(model: Any, name: str) -> Callable[[ActivityQuerySet], Any]:
    """An activity counts once under each value it has."""

    def counted(found: ActivityQuerySet) -> Any:
        rows = model.objects.filter(activity__in=found.order_by().values("pk")).order_by()
        return rows.values_list(name).annotate(n=Count("activity", distinct=True))

    return counted


def _having(model: Any, name: str) -> Callable[[str], Q]:
    return lambda value: Q(pk__in=model.objects.filter(**{name: value}).values("activity"))


def _purposes() -> Words:
    """By number: a period may word one otherwise, and then both stand there."""
    words: Words = {}
    for number, title in Purpose.objects.values_list("number", "title").order_by("number", "-period__first_year"):
        said = words.setdefault(str(number), f"{number}. {title}")
        if title not in said:
            words[str(number)] = f"{said} / {title}"
    return words


def _areas() -> Words:
    rows = CooperationArea.objects.order_by("position", "-period__first_year").values_list("code", "name")
    words: Words = {}
    for code, name in rows:
        words.setdefault(code, f"{name} ({code})")
    return words


def _programmes() -> Words:
    return dict(Programme.objects.order_by("name").values_list("code", "name"))


def _kinds() -> Words:
    return dict(sorted(((str(kind), str(kind.label)) for kind in Activity.Kind), key=lambda pair: pair[1]))


def _members() -> Words:
    return dict(Member.objects.order_by("name").values_list("code", "name"))


_PURPOSES, _AREAS = Activity.purposes.through, Activity.areas.through
_PROGRAMMES = Activity.programmes.through

FACETS: dict[str, Facet] = {
    "year": Facet(_("Year"), lambda value: Q(year=int(value)), _field("year"), None),
    "quarter": Facet(
        _("Quarter"),
        lambda value: Q(quarter=int(value)),
        _field("quarter"),
        lambda: {str(number): str(months) for number, months in QUARTERS.items()},
    ),
    "purpose": Facet(
        _("Strategic purpose"),
        _having(_PURPOSES, "purpose__number"),
        _through(_PURPOSES, "purpose__number"),
        _purposes,
    ),
    "area": Facet(
        _("Area of cooperation"),
        _having(_AREAS, "cooperationarea__code"),
        _through(_AREAS, "cooperationarea__code"),
        _areas,
    ),
    "programme": Facet(
        _("Programme"), _having(_PROGRAMMES, "programme__code"), _through(_PROGRAMMES, "programme__code"), _programmes
    ),
    "format": Facet(_("Format"), lambda value: Q(kind=value), _field("kind"), _kinds),
    "member": Facet(_("Member"), _having(Involvement, "member__code"), _through(Involvement, "member__code"), _members),
}
