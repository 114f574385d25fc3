"""Activities by area, or by purpose, and quarter: one computation, drawn as bars and written as a table.

An activity counts once under each area or purpose it serves, so the lines add up to more than there are activities; the
last line counts each of them once.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from cms.taxonomy.models import CooperationArea, Purpose

from .models import Activity, ActivityQuerySet

AREA, PURPOSE = "area", "purpose"
QUARTERS = (1, 2, 3, 4)
# The drawing, in its own units; on a phone one of them is about one pixel.
WIDTH, BARS_FROM, BARS_TO = 340, 30, 312
LABEL, BAR, STEP, GAP = 16, 10, 14, 12


@dataclass(frozen=True)
class Line:
    """One area or purpose: how many of its activities fall into each quarter."""

    code: str
    name: str
    counts: tuple[int, int, int, int]
    total: int


@dataclass(frozen=True)
class Table:
    """The lines, and below them all activities, each counted once."""

    lines: list[Line]
    everything: Line


def count(activities: ActivityQuerySet, year: int, by: str) -> Table:
    """Of one year. Three queries."""
    of_year = activities.filter(year=year).in_calendar().order_by()
    through: Any = Activity.areas.through if by == AREA else Activity.purposes.through
    tag = "cooperationarea" if by == AREA else "purpose"
    rows = through.objects.filter(activity__in=of_year.values("pk")).values_list(tag, "activity__quarter")
    found: dict[tuple[int, int], int] = {
        (key, quarter): number for key, quarter, number in rows.annotate(n=Count("pk")).order_by()
    }
    keys = {key for key, _quarter in found}
    lines = [_line(code, name, {q: found.get((key, q), 0) for q in QUARTERS}) for key, code, name in _names(by, keys)]
    once = dict(of_year.values_list("quarter").annotate(n=Count("pk")))
    return Table(lines, _line("", "", once))


def has_areas(activities: ActivityQuerySet, year: int) -> bool:
    """The plan of 2021 names purposes and no areas."""
    return activities.filter(year=year, areas__isnull=False).exists()


def drawn(table: Table) -> dict[str, Any]:
    """Where each bar and word stands. Numbers alone: the template draws."""
    most = max((number for line in table.lines for number in line.counts), default=0) or 1
    top, groups = 0, []
    for line in table.lines:
        bars = [
            {
                "quarter": f"Q{quarter}",
                "count": number,
                "top": top + LABEL + 4 + at * STEP,
                "text": top + LABEL + 4 + at * STEP + BAR - 1,
                "width": round(number / most * (BARS_TO - BARS_FROM), 1),
                "end": round(BARS_FROM + number / most * (BARS_TO - BARS_FROM) + 5, 1),
            }
            for at, (quarter, number) in enumerate(zip(QUARTERS, line.counts, strict=True))
        ]
        groups.append({"label": f"{line.code}  {line.name}", "baseline": top + LABEL - 3, "bars": bars})
        top += LABEL + 4 + len(QUARTERS) * STEP + GAP
    return {"width": WIDTH, "height": top, "from": BARS_FROM, "bar": BAR, "groups": groups}


def _names(by: str, keys: set[int]) -> list[tuple[int, str, str]]:
    """All lines of the periods that have any, in their order: an area without an activity is told as well."""
    model: Any = CooperationArea if by == AREA else Purpose
    periods = model.objects.filter(pk__in=keys).values("period")
    code, name = ("code", "name") if by == AREA else ("number", "title")
    found = model.objects.filter(period__in=periods).values_list("pk", code, name)
    return [(key, str(short), words) for key, short, words in found]


def _line(code: str, name: str, counts: dict[int, int]) -> Line:
    first, second, third, fourth = (counts.get(quarter, 0) for quarter in QUARTERS)
    return Line(code, name, (first, second, third, fourth), first + second + third + fourth)
