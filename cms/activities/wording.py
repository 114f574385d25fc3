"""When an activity is and what became of it, in words. No more is said than a plan or a source says."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from .models import Activity

QUARTERS: dict[int, str | Promise] = {
    1: gettext_lazy("January to March"),
    2: gettext_lazy("April to June"),
    3: gettext_lazy("July to September"),
    4: gettext_lazy("October to December"),
}
BADGES = {"planned": "plain", "confirmed": "", "done": "good", "cancelled": "bad"}
DAY, CLOCK = "j F Y", "H:i"


class Badge(NamedTuple):
    text: str
    kind: str


def quarter_name(quarter: int) -> str:
    return _("Quarter %(number)s: %(months)s") % {"number": quarter, "months": QUARTERS[quarter]}


def planned(activity: Activity) -> str:
    """The quarter of the plan, in words."""
    if not (activity.year and activity.quarter):
        return ""
    words = {"months": QUARTERS[activity.quarter], "year": activity.year, "number": activity.quarter}
    return _("%(months)s %(year)s (quarter %(number)s)") % words


def state(activity: Activity) -> Badge:
    return Badge(str(activity.get_state_display()), BADGES[activity.state])


def days(activity: Activity) -> str:
    """The days it is set for, by the clock over there; empty where there is a quarter alone."""
    if activity.starts_local is None:
        return ""
    ends = activity.ends_local or activity.starts_local
    if activity.all_day:
        return _between(date_format(activity.starts_local, DAY), date_format(ends, DAY))
    zone = activity.zone.rsplit("/", 1)[-1].replace("_", " ")
    begin = f"{date_format(activity.starts_local, DAY)}, {date_format(activity.starts_local, CLOCK)}"
    same_day = activity.starts_local.date() == ends.date()
    end = date_format(ends, CLOCK) if same_day else f"{date_format(ends, DAY)}, {date_format(ends, CLOCK)}"
    return f"{_between(begin, end) if ends != activity.starts_local else begin} ({zone})"


def actual(activity: Activity) -> str:
    """When it took place, as exactly as the source says."""
    first, last = activity.actual_from, activity.actual_to
    if first is None or last is None:
        return ""
    match activity.actual_precision:
        case Activity.Precision.MONTH:
            return _between(date_format(first, "F Y"), date_format(last, "F Y"))
        case Activity.Precision.QUARTER:
            return _between(_quarter_of(first), _quarter_of(last))
    return _between(date_format(first, DAY), date_format(last, DAY))


def themes(activity: Activity) -> list[str]:
    return [theme for part in activity.themes.split(";") if (theme := part.strip())]


def training(activity: Activity) -> str:
    return {True: pgettext("a fact", "Yes"), False: pgettext("a fact", "No"), None: _("Not recorded")}[
        activity.is_training
    ]


def span_of_quarter(year: int, quarter: int) -> tuple[date, date]:
    """Its first day and its last."""
    after = date(year + quarter // 4, 3 * quarter % 12 + 1, 1)
    return date(year, 3 * quarter - 2, 1), after - timedelta(days=1)


def _quarter_of(day: date) -> str:
    number = (day.month + 2) // 3
    return f"{QUARTERS[number]} {day.year}"


def _between(first: Any, last: Any) -> str:
    return str(first) if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
