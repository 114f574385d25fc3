"""The calendar to take along: as a feed, as CSV, as JSON; under the same filters, with the rows of the screen."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.spreadsheets import write_csv

from .. import facts, feed, ical, listing
from ..models import Activity, ActivityQuerySet
from ..narrowing import Narrowing, asked

NOTE = "An activity counts once under each purpose it serves, and once under each area."


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    narrowing = asked(request.GET)
    rows = _rows(request.user, narrowing)
    if refusal := _refusal(narrowing, rows):
        return refusal
    content = write_csv([list(facts.COLUMNS), *(facts.cells(activity) for activity in rows)])
    return _attached(HttpResponse(content, content_type="text/csv; charset=utf-8"), "csv")


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    narrowing = asked(request.GET)
    rows = _rows(request.user, narrowing)
    if refusal := _refusal(narrowing, rows):
        return refusal
    content = {
        "count": len(rows),
        "filters": narrowing.values,
        "note": NOTE,
        "activities": [facts.row(activity) for activity in rows],
    }
    return _attached(JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1}), "json")


@require_safe
def as_feed(request: HttpRequest) -> HttpResponse:
    """Days that are set. `quarters=1` adds the others as spans of their quarter, said to be that."""
    narrowing = asked(request.GET)
    with_spans = request.GET.get("quarters") == "1"
    public = Activity.objects.visible_to(AnonymousUser()).in_calendar()
    found = narrowing.apply(public)
    rows = list(listing.in_order(found if with_spans else feed.dated(found))[: listing.MOST_IN_FILE + 1])
    if refusal := _refusal(narrowing, rows):
        return refusal
    entries = [entry for row in rows if (entry := feed.entry(row) or (feed.span(row) if with_spans else None))]
    return _attached(HttpResponse(ical.publish(entries), content_type="text/calendar; charset=utf-8"), "ics")


def _rows(viewer: Any, narrowing: Narrowing) -> list[Activity]:
    seen: ActivityQuerySet = Activity.objects.visible_to(viewer).in_calendar()
    ordered = listing.in_order(narrowing.apply(seen))
    return list(listing.with_all(ordered)[: listing.MOST_IN_FILE + 1])


def _refusal(narrowing: Narrowing, rows: list[Activity]) -> HttpResponse | None:
    """A program does not read a notice: what it asked for and did not get is an error, in one sentence."""
    text = narrowing.problem()
    if not text and len(rows) > listing.MOST_IN_FILE:
        text = _("These are more than %(most)d activities. Choose a year or another filter.") % {
            "most": listing.MOST_IN_FILE
        }
    return HttpResponse(f"{text}\n", status=400, content_type="text/plain; charset=utf-8") if text else None


def _attached(response: HttpResponse, ending: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="calendar.{ending}"'
    return response
