"""When a digest comes: nine in the morning by the person's own clock, once a week on Tuesday. No database, no clock."""

from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

NINE = time(9)
TUESDAY = 1
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def zone_of(name: str) -> tzinfo:
    """The zone of that name; the site's own where the world no longer knows it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)


def morning(day: date, zone: tzinfo) -> datetime:
    """Nine o'clock of that day there. Local time rules: a change of the clocks moves the instant, not the hour."""
    return datetime.combine(day, NINE, tzinfo=zone)


def day_of(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()


def is_weekly(day: date) -> bool:
    return day.weekday() == TUESDAY


def next_morning(after: datetime, zone: tzinfo, *, daily: bool) -> datetime:
    """The first morning after that moment on which this person may get a digest."""
    day = day_of(after, zone)
    while morning(day, zone) <= after or not (daily or is_weekly(day)):
        day += DAY
    return morning(day, zone)
