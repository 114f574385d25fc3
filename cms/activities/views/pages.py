"""The calendar as everybody reads it: a year by quarters, a plain list, one activity, a chart with its table."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import chart as charts
from .. import history, listing, pages
from ..cards import card
from ..facets import YEAR
from ..models import Activity, ActivityQuerySet
from ..narrowing import Narrowing, asked, newest_year
from ..running import MOST as MOST_RUNNING
from ..running import running
from ..wording import QUARTERS, quarter_name

BESIDE_THE_YEAR = ("quarter", "purpose", "area", "programme", "format", "member")


@require_safe
def by_quarter(request: HttpRequest) -> HttpResponse:
    """One year, its four quarters. Without a year the newest in which there is something to see."""
    seen = Activity.objects.visible_to(request.user).in_calendar()
    narrowing = asked(request.GET)
    if "year" not in narrowing.values:
        year = newest_year(narrowing.apply(seen)) or newest_year(seen)
        narrowing = narrowing.with_value("year", str(year or ""))
    path = reverse("activities:by-quarter")
    counts = narrowing.counts("quarter", seen)
    (years,) = narrowing.groups(["year"], seen, path)
    context = {
        **_shared(narrowing, seen, path, fixed="year"),
        "year": narrowing.values.get("year", ""),
        "years": years,
        "groups": [narrowing.group("quarter", counts, path), *narrowing.groups(BESIDE_THE_YEAR[1:], seen, path)],
        "quarters": _quarters(narrowing, seen, counts),
        "running": _running(narrowing, seen),
    }
    return render(request, "cms/activities/by_quarter.html", context)


@require_safe
def as_list(request: HttpRequest) -> HttpResponse:
    """Everything one after the other, page by page."""
    seen = Activity.objects.visible_to(request.user).in_calendar()
    narrowing, path = asked(request.GET), reverse("activities:list")
    after = request.GET.get("after", "")
    page = listing.page_of(narrowing.apply(seen), after)
    context = {
        **_shared(narrowing, seen, path),
        "groups": narrowing.groups(("year", *BESIDE_THE_YEAR), seen, path),
        "cards": [card(activity) for activity in page.rows],
        "first_url": narrowing.url(path) if after else "",
        "older_url": narrowing.url(path, after=page.next_key) if page.next_key else "",
    }
    return render(request, "cms/activities/list.html", context)


@require_safe
def activity(request: HttpRequest, ref: str) -> HttpResponse:
    """One activity with its source. What somebody may not see is not there."""
    found = pages.find(request.user, ref)
    context = {
        "activity": found,
        **pages.facts_of(found, request.user),
        "changes": history.told(found),
        "own_pages": pages.own_pages(request.user, found),
        "trail": [{"title": _("Calendar"), "url": reverse("activities:by-quarter")}],
    }
    return render(request, "cms/activities/activity.html", context)


@require_safe
def chart(request: HttpRequest) -> HttpResponse:
    """Bars and table of one year, by area where its plan has areas, else by purpose."""
    seen = Activity.objects.visible_to(request.user).in_calendar()
    given, by = request.GET.get("year", ""), request.GET.get("by", "")
    newest = newest_year(seen)
    year = int(given) if YEAR.fullmatch(given) else newest or 0
    has_areas = charts.has_areas(seen, year)
    if by not in {charts.AREA, charts.PURPOSE}:
        by = charts.AREA if has_areas else charts.PURPOSE
    table = charts.count(seen, year, by)
    path = reverse("activities:chart")
    planned = seen.order_by().values_list("year", flat=True).distinct()
    years = sorted({*map(int, filter(None, planned)), year}, reverse=True)
    context = {
        "year": year,
        "by": by,
        "table": table,
        "cells": _cells(table, year, by),
        "drawing": charts.drawn(table),
        "quarters": [f"Q{quarter}" for quarter in QUARTERS],
        "years": [{"title": str(one), "url": f"{path}?year={one}", "current": one == year} for one in years],
        "ways": [
            {"title": title, "url": f"{path}?year={year}&by={way}", "current": way == by}
            for way, title in ((charts.AREA, _("By area of cooperation")), (charts.PURPOSE, _("By strategic purpose")))
        ],
        "calendar_url": f"{reverse('activities:by-quarter')}?year={year}",
        "is_unknown": bool(given) and not YEAR.fullmatch(given),
        "trail": [{"title": _("Calendar"), "url": reverse("activities:by-quarter")}],
    }
    return render(request, "cms/activities/chart.html", context)


def _shared(narrowing: Narrowing, seen: ActivityQuerySet, path: str, *, fixed: str = "") -> dict[str, Any]:
    """What both lists say: how many, what narrows them, and the ways to take them along."""
    found = narrowing.apply(seen)
    twice = Q(repeats__in=found.order_by().values("pk"))
    counts = found.order_by().aggregate(total=Count("pk"), repeated=Count("pk", filter=twice))
    total, repeated = counts["total"], counts["repeated"]
    year = narrowing.values.get("year", "")
    return {
        "narrowing": narrowing,
        "total": total,
        "repeated": repeated,
        "different": total - repeated,
        "chips": narrowing.chips(path, fixed=fixed),
        "clear_url": f"{path}?year={year}" if fixed and year else path,
        "problem": narrowing.problem(),
        "year_url": narrowing.url(reverse("activities:by-quarter")),
        "list_url": narrowing.url(reverse("activities:list")),
        "chart_url": reverse("activities:chart") + (f"?year={year}" if year else ""),
        "csv_url": narrowing.url(reverse("activities:csv")),
        "json_url": narrowing.url(reverse("activities:json")),
        "feed_url": narrowing.url(reverse("activities:feed")),
        "spans_url": narrowing.url(reverse("activities:feed"), quarters="1"),
    }


def _quarters(narrowing: Narrowing, seen: ActivityQuerySet, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Each quarter with its cards. A quarter of more than a page holds leads to the list."""
    chosen = narrowing.values.get("quarter")
    path, rows = reverse("activities:list"), listing.by_quarter(narrowing.apply(seen))
    shown = []
    for number in [int(chosen)] if chosen else QUARTERS:
        count = counts.get(str(number), 0)
        has_more = count > listing.MOST_IN_QUARTER
        shown.append(
            {
                "number": number,
                "name": quarter_name(number),
                "count": count,
                "cards": [card(activity) for activity in rows.get(number, [])],
                "more_url": narrowing.with_value("quarter", str(number)).url(path) if has_more else "",
            }
        )
    return shown


def _running(narrowing: Narrowing, seen: ActivityQuerySet) -> list[dict[str, Any]]:
    """What is under way today stands on top, whatever year and quarter are shown; the other filters hold for it too."""
    found = narrowing.with_value("year", "").with_value("quarter", "").apply(seen)
    return [card(activity) for activity in listing.with_tags(running(found, timezone.now()))[:MOST_RUNNING]]


def _cells(table: charts.Table, year: int, by: str) -> list[dict[str, Any]]:
    """Each number of the table with the way to its activities."""
    narrowing = Narrowing({"year": str(year)}, {})
    path = reverse("activities:by-quarter")
    lines = []
    for line in table.lines:
        of_line = narrowing.with_value(by, line.code)
        cells = [
            {"quarter": f"Q{quarter}", "count": number, "url": of_line.with_value("quarter", str(quarter)).url(path)}
            for quarter, number in zip(QUARTERS, line.counts, strict=True)
        ]
        lines.append({"line": line, "cells": cells, "url": of_line.url(path)})
    return lines
