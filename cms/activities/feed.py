"""The calendar as calendar programs read it: public activities alone, since a feed has no reader that signs in.

An activity that has a quarter and no day gets no day here either: it is left out, or, where somebody asks for it, stands as
a span of the whole quarter that says so and blocks nobody's time.
"""

from datetime import datetime, time
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from . import ical, wording
from .models import Activity, ActivityQuerySet


def dated(activities: ActivityQuerySet) -> ActivityQuerySet:
    """Those whose days are known: set, or told afterwards to the day."""
    return activities.filter(~Q(starts_local=None) | Q(actual_precision=Activity.Precision.DAY))


def entry(activity: Activity) -> ical.Entry | None:
    """Its entry; none where there is a quarter alone."""
    if activity.starts_local:
        ends = activity.ends_local or activity.starts_local
        return _entry(activity, activity.starts_local, ends, all_day=activity.all_day)
    if activity.actual_from and activity.actual_to and activity.actual_precision == Activity.Precision.DAY:
        first, last = (datetime.combine(day, time()) for day in (activity.actual_from, activity.actual_to))
        return _entry(activity, first, last, all_day=True)
    return None


def span(activity: Activity) -> ical.Entry | None:
    """The whole planned quarter, said to be that."""
    if not (activity.year and activity.quarter):
        return None
    days = wording.span_of_quarter(activity.year, activity.quarter)
    first, last = (datetime.combine(day, time()) for day in days)
    words = {"number": activity.quarter, "year": activity.year, "title": activity.title}
    return _entry(
        activity,
        first,
        last,
        all_day=True,
        summary=_("Planned for quarter %(number)s of %(year)s: %(title)s") % words,
        is_free=True,
    )


def _entry(
    activity: Activity, starts: datetime, ends: datetime, *, all_day: bool, summary: str = "", is_free: bool = False
) -> ical.Entry:
    url = settings.PUBLIC_URL + activity.get_absolute_url()
    said = [wording.planned(activity), activity.summary, url]
    return ical.Entry(
        uid=f"activity-{activity.public_id}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}",
        sequence=0,
        # Of one version always the same, so that a feed that did not change is the same to the byte.
        stamp=activity.changed_at,
        summary=summary or activity.title,
        starts=starts,
        ends=ends,
        zone=activity.zone,
        all_day=all_day,
        location=activity.place,
        description="\n".join(part for part in said if part),
        url=url,
        is_cancelled=activity.is_cancelled(),
        is_free=is_free,
    )
