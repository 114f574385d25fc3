"""When an event is, in words: on the clock over there and on the reader's own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.activities.local_time import city, zone_of
from cms.activities.models import Activity

DAY, CLOCK = "l j F Y", "H:i"


@dataclass(frozen=True)
class When:
    """`there` always; `here` only where the reader's clock shows something else."""

    there: str
    zone: str
    here: str = ""
    own_zone: str = ""

    def lines(self) -> list[str]:
        first = f"{self.there} ({self.zone})" if self.zone else self.there
        return [first, f"{self.here} ({self.own_zone})"] if self.here else [first]


def when(activity: Activity, own_zone: str = "") -> When:
    """Whole days are dates everywhere: nobody's zone moves them (case 59)."""
    if activity.starts_local is None or activity.starts_at is None or activity.ends_at is None:
        return When(_("The date is still open."), "")
    ends = activity.ends_local or activity.starts_local
    if activity.all_day:
        return When(_days(activity.starts_local, ends), "")
    there = _span(activity.starts_local, ends)
    if not own_zone:
        return When(there, city(activity.zone))
    own = zone_of(own_zone)
    here = _span(activity.starts_at.astimezone(own), activity.ends_at.astimezone(own))
    return When(there, city(activity.zone), "" if here == there else here, city(own_zone))


def left_open(activity: Activity) -> list[str]:
    """What whoever is invited will look for and not find: the way into the online room, the place. In words."""
    found = []
    if activity.mode != Activity.Mode.IN_PERSON and not activity.join_url:
        found.append(_("No link to the online room is given: people will be told where later."))
    if activity.mode != Activity.Mode.ONLINE and not activity.place:
        found.append(_("No place is given: people will be told where later."))
    return found


def own_zone(viewer: Any) -> str:
    return getattr(viewer, "time_zone", "") or ""


def _days(first: datetime, last: datetime) -> str:
    if first.date() == last.date():
        return date_format(first, DAY)
    return _("%(first)s to %(last)s") % {"first": date_format(first, DAY), "last": date_format(last, DAY)}


def _span(first: datetime, last: datetime) -> str:
    begin = f"{date_format(first, DAY)}, {date_format(first, CLOCK)}"
    if first == last:
        return begin
    end = date_format(last, CLOCK)
    if first.date() != last.date():
        end = f"{date_format(last, DAY)}, {end}"
    return _("%(first)s to %(last)s") % {"first": begin, "last": end}
