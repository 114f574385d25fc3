"""Activities as the tests need them."""

import itertools
from datetime import datetime, timedelta

from django.utils import timezone

from cms.activities import actions

_numbers = itertools.count(1)


def soon(days=30, hour=9):
    """A time on the wall, so many days from now."""
    day = timezone.now().date() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour)


def make_activity(*, by=None, days=30, **facts):
    starts = facts.pop("starts_local", None) or soon(days)
    ends = facts.pop("ends_local", starts + timedelta(hours=2))
    given = {"title": f"Activity {next(_numbers)}", "place": "Bangkok", "audience": "members", "zone": "Asia/Bangkok"}
    return actions.plan(by=by, starts_local=starts, ends_local=ends, **{**given, **facts})


def when_and_where(activity, **changes):
    """What `move` asks for, with some of it changed."""
    return {name: getattr(activity, name) for name in activity.WHEN_AND_WHERE} | changes
