"""Activities in the order of the calendar: the newest year first, its quarters and their activities as in the plan."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, F, Q, Value, Window
from django.db.models.functions import Coalesce, RowNumber

from .models import Activity, ActivityQuerySet

PAGE = 25
# Of one quarter on the page of a year; the rest stands in the list.
MOST_IN_QUARTER = 60
# Of a file; more is asked for year by year.
MOST_IN_FILE = 2000
# What has no day comes after what has one.
NO_DAY = datetime(9000, 1, 1, tzinfo=UTC)
ORDER = ("-year", "quarter", "place_in_quarter", "day", "pk")
TAGS = ("purposes", "areas", "programmes", "partners")


@dataclass(frozen=True)
class Page:
    """Some rows, and what the next page begins after."""

    rows: list[Activity]
    next_key: str


def in_order(activities: ActivityQuerySet) -> ActivityQuerySet:
    day = Coalesce(F("starts_at"), Value(NO_DAY), output_field=DateTimeField())
    return activities.annotate(day=day).order_by(*ORDER)


def by_quarter(activities: ActivityQuerySet) -> dict[int, list[Activity]]:
    """Of one year, the first ones of each quarter. One query, whatever the number of quarters."""
    order = [F("place_in_quarter").asc(), F("day").asc(), F("pk").asc()]
    numbered = in_order(activities).annotate(nth=Window(RowNumber(), partition_by=F("quarter"), order_by=order))
    found: dict[int, list[Activity]] = {}
    for row in with_tags(numbered.filter(nth__lte=MOST_IN_QUARTER)):
        found.setdefault(row.quarter or 0, []).append(row)
    return found


def with_tags(activities: ActivityQuerySet) -> ActivityQuerySet:
    return activities.prefetch_related(*TAGS)


def with_all(activities: ActivityQuerySet) -> ActivityQuerySet:
    """Everything a file says of it."""
    return activities.select_related("strategy_period", "repeats").prefetch_related(*TAGS, "involvements__member")


def page_of(activities: ActivityQuerySet, after: str) -> Page:
    """One page, from the activity after this one on. It is looked for among the same rows, so a guessed one tells nothing."""
    rows = in_order(activities)
    if last := _last(rows, after):
        rows = rows.filter(_after(last))
    found = list(with_tags(rows)[: PAGE + 1])
    return Page(found[:PAGE], str(found[PAGE - 1].public_id) if len(found) > PAGE else "")


def _last(rows: ActivityQuerySet, after: str) -> Any:
    try:
        return rows.filter(public_id=UUID(after)).first() if after else None
    except ValueError:
        return None


def _after(last: Any) -> Q:
    """Rows that follow, column by column, each in its direction."""
    steps, same = [], Q()
    for name in ORDER:
        plain = name.lstrip("-")
        value = getattr(last, plain)
        steps.append(same & Q(**{f"{plain}__{'lt' if name.startswith('-') else 'gt'}": value}))
        same &= Q(**{plain: value})
    return reduce(or_, steps)
