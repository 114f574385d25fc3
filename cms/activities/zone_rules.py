"""The rules of one time zone around a date, written out as a VTIMEZONE.

Written here because icalendar 7.3 dates a change to summer time by the new clock, where RFC 5545 wants the old one.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vText
from icalendar.prop import vDatetime, vUTCOffset

DAY = timedelta(days=1)


def vtimezone(name: str, first: date, last: date) -> Timezone:
    """How clocks go in this zone from the first day to the last."""
    zone = ZoneInfo(name)
    start = datetime.combine(first, time(), UTC)
    timezone = Timezone()
    timezone["tzid"] = vText(name)
    timezone.add_component(_observance(zone, start, start))
    for moment in changes(zone, start, datetime.combine(last, time(), UTC)):
        timezone.add_component(_observance(zone, moment - timedelta(seconds=1), moment))
    return timezone


def changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The moments, in UTC, at which its clocks are put forward or back."""
    day = start
    while day < end:
        if _offset(zone, day) != _offset(zone, day + DAY):
            yield _moment(zone, day, day + DAY)
        day += DAY


def _moment(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    before = _offset(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return high


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _observance(zone: ZoneInfo, before: datetime, moment: datetime) -> TimezoneStandard | TimezoneDaylight:
    now = moment.astimezone(zone)
    part = TimezoneDaylight() if now.dst() else TimezoneStandard()
    old = _offset(zone, before)
    # By the clock as it stood until then.
    part["dtstart"] = vDatetime((moment + old).replace(tzinfo=None))
    part["tzoffsetfrom"], part["tzoffsetto"] = vUTCOffset(old), vUTCOffset(_offset(zone, moment))
    part["tzname"] = vText(now.tzname() or "")
    return part
