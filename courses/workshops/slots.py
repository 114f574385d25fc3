"""When and where a session is, in words: on the clock over there and on the reader's own. Pure."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.activities.local_time import city, instant, zone_of

DAY, CLOCK = "l j F Y", "H:i"


@dataclass(frozen=True)
class Slot:
    """A session as it stood at some moment."""

    title: str
    starts: datetime
    ends: datetime
    zone: str
    place: str = ""
    stands: bool = True

    @classmethod
    def of(cls, session: Any) -> "Slot":
        facts = (session.title, session.starts_local, session.ends_local, session.zone, session.place)
        return cls(*facts, session.cancelled_at is None)

    @classmethod
    def read(cls, facts: dict[str, Any]) -> "Slot":
        """As `facts` wrote it."""
        times = {name: datetime.fromisoformat(facts[name]) for name in ("starts", "ends")}
        return cls(**{**facts, **times})

    def facts(self) -> dict[str, Any]:
        return asdict(self) | {"starts": self.starts.isoformat(), "ends": self.ends.isoformat()}

    def ends_at(self) -> datetime:
        return instant(self.ends, self.zone)

    def starts_at(self) -> datetime:
        return instant(self.starts, self.zone)

    def lines(self, own_zone: str = "") -> list[str]:
        """The time over there with its zone, the reader's own where it is another, and the place."""
        found = [_("%(span)s (%(city)s time)") % {"span": _span(self.starts, self.ends), "city": city(self.zone)}]
        own = zone_of(own_zone) if own_zone else None
        if own is not None:
            here = _span(self.starts_at().astimezone(own), self.ends_at().astimezone(own))
            if here != _span(self.starts, self.ends):
                found.append(_("For you: %(span)s (%(city)s time)") % {"span": here, "city": city(own_zone)})
        return [*found, self.place] if self.place else found


def _span(first: datetime, last: datetime) -> str:
    begin = f"{date_format(first, DAY)}, {date_format(first, CLOCK)}"
    end = date_format(last, CLOCK)
    if first.date() != last.date():
        end = f"{date_format(last, DAY)}, {end}"
    return _("%(first)s to %(last)s") % {"first": begin, "last": end}
