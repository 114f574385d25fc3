"""Dated pages as a list: the newest first, page by page, narrowed by what stands in the address."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.pages.privacy import open_to_all

PAGE = 12
LONGEST = 120
Options = list[tuple[str, str]]


@dataclass(frozen=True)
class Facet:
    """One way to narrow: its name in the address, its label, its condition, and what there is to choose."""

    name: str
    label: str | Promise
    condition: Callable[[str], Q]
    options: Callable[[QuerySet[Any]], Options]
    # Fewer choices than that narrow nothing.
    least: int = 1


def _of_year(value: str) -> Q:
    is_year = value.isascii() and value.isdigit() and len(value) == 4 and value != "0000"
    return Q(date__year=int(value)) if is_year else Q(pk__in=[])


def _years(seen: QuerySet[Any]) -> Options:
    years = seen.order_by().annotate(year=ExtractYear("date")).values_list("year", flat=True).distinct()
    return [(str(year), str(year)) for year in sorted(years, reverse=True)]


# Of one year alone is the whole list.
YEAR = Facet("year", _("Year"), _of_year, _years, least=2)


@dataclass(frozen=True)
class Asked:
    """What somebody chose, as it stands in the address."""

    facets: tuple[Facet, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    after: str = ""

    @classmethod
    def read(cls, facets: tuple[Facet, ...], given: Mapping[str, str]) -> "Asked":
        # No database takes a null byte, and nobody means one.
        read = {one.name: given.get(one.name, "").replace("\0", "")[:LONGEST] for one in facets}
        return cls(facets, {name: value for name, value in read.items() if value}, given.get("after", ""))

    def apply(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        for facet in self.facets:
            if facet.name in self.values:
                rows = rows.filter(facet.condition(self.values[facet.name]))
        return rows

    def address(self, **changes: str) -> str:
        changed = {**self.values, **changes}
        names = [facet.name for facet in self.facets] + ["after"]
        kept = {name: changed[name] for name in names if changed.get(name)}
        return f"?{urlencode(kept)}" if kept else "?"

    def filters(self, seen: QuerySet[Any]) -> list[dict[str, Any]]:
        """By what the whole list can be narrowed; and what was chosen, whatever it finds."""
        found = []
        for facet in self.facets:
            own = self.values.get(facet.name, "")
            options = [
                {"label": label, "url": self.address(**{facet.name: value}), "current": value == own}
                for value, label in facet.options(seen)
            ]
            if len(options) >= facet.least or own:
                found.append({"name": facet.name, "label": facet.label, "options": options})
        return found

    def chips(self, filters: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
        """What was chosen, each with the way to take it off."""
        words = {one["name"]: option["label"] for one in filters for option in one["options"] if option["current"]}
        return [
            {
                "label": str(facet.label),
                "value": words.get(facet.name, self.values[facet.name]),
                "url": self.address(**{facet.name: ""}),
            }
            for facet in self.facets
            if facet.name in self.values
        ]


def shown(model: Any, locale_id: int | None) -> QuerySet[Any]:
    """What anybody may open, each once: in this language, and what has no words in it as it was first written."""
    seen = open_to_all(model.objects.all())
    own = Q(locale=locale_id)
    translated = model.objects.filter(own, live=True).values("translation_key")
    first = Q(locale__language_code=settings.LANGUAGE_CODE) & ~Q(translation_key__in=translated)
    found: QuerySet[Any] = seen.filter(own | first).select_related("locale").order_by("-date", "-pk")
    return found


def page_of(rows: QuerySet[Any], after: str) -> tuple[list[Any], str]:
    """Some rows, and what the next page begins after."""
    found = list(_after(rows, after)[: PAGE + 1])
    return found[:PAGE], f"{found[PAGE - 1].date:%Y%m%d}-{found[PAGE - 1].pk}" if len(found) > PAGE else ""


def _after(rows: QuerySet[Any], key: str) -> QuerySet[Any]:
    """What follows that key; a key that is none begins at the top."""
    day, _dash, pk = key.partition("-")
    if not (day.isascii() and day.isdigit() and len(day) == 8 and pk.isascii() and pk.isdigit() and len(pk) <= 15):
        return rows
    try:
        on = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return rows
    return rows.filter(Q(date__lt=on) | Q(date=on, pk__lt=int(pk)))


def listed(
    request: Any, model: Any, facets: tuple[Facet, ...], locale_id: int | None, row: Callable[[Any], dict[str, Any]]
) -> dict[str, Any]:
    """What the page of a list shows."""
    asked = Asked.read(facets, request.GET.dict())
    seen = shown(model, locale_id)
    rows, next_key = page_of(asked.apply(seen), asked.after)
    filters = asked.filters(seen)
    return {
        "rows": [row(one) for one in rows],
        "facets": filters,
        "chips": asked.chips(filters),
        "is_narrowed": bool(asked.values),
        "first_url": asked.address() if asked.after else "",
        "older_url": asked.address(after=next_key) if next_key else "",
    }
