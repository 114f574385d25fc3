"""The roster on paper or as a file: what stands on the page of the cohort and no more; no address, no sex (H12)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from .models import Place
from .presence import Presence
from .states import EXPECTED, HELD

# More than any cohort of ours; a file may hold them all, a page to print fewer.
MOST = 2000
ON_PAPER = 300
# More columns to sign than this are too narrow on a sheet.
MOST_DAYS = 6
# On paper nobody reads what was attended.
NOT_ASKED: Mapping[int, Presence] = {}
WIDTHS = (6, 32, 26, 34, 30, 22, 14, 16)


@dataclass(frozen=True)
class Line:
    """One person of the cohort as the trainer sees them."""

    number: int
    name: str
    native_name: str
    agency: str
    member: str
    state: str
    attended: str
    joined: str

    def cells(self) -> list[str | int]:
        return [
            self.number, self.name, self.native_name, self.agency, self.member, self.state, self.attended, self.joined,
        ]  # fmt: skip


@dataclass(frozen=True)
class Paper:
    """The list at the door: who has a seat, numbered and with room to sign, and who waits for one or is still asked."""

    seated: list[Line]
    seatless: list[Line]
    # One column to sign for each of these; empty where one column is enough.
    days: list[date]


def on_paper(places: Collection[Place], days: Collection[date]) -> Paper:
    """These places, of whom nobody has left; `days` are those of the sessions that stand, each of them once or more."""
    seated = [place for place in places if place.state in HELD]
    seatless = [place for place in places if place.state not in HELD]
    each = sorted(set(days))
    return Paper(lines(seated), lines(seatless), each if 1 < len(each) <= MOST_DAYS else [])


def headings() -> list[str | int]:
    return [
        _("Number"), _("Name"), _("Name in own script"), _("Agency"), _("Member"), _("State"), _("Attendance"), _("Joined"),
    ]  # fmt: skip


def lines(places: Collection[Place], seen: Mapping[int, Presence] = NOT_ASKED) -> list[Line]:
    """These places, in their order; what somebody attended as on the screen, in percent of what was held so far (H23)."""
    return [_line(number, place, seen.get(place.pk)) for number, place in enumerate(places, start=1)]


def table(found: Collection[Line], *, by: str, at: datetime) -> list[list[str | int]]:
    """With who took it along and when, so that a list found somewhere says where it came from (H23)."""
    made = _("Taken from the roster by %(name)s on %(day)s. For the workshop alone: please do not pass it on.") % {
        "name": by,
        "day": date_format(localtime(at), "j F Y, H:i"),
    }
    return [headings(), *(line.cells() for line in found), [], [made]]


def _line(number: int, place: Place, presence: Presence | None) -> Line:
    post, person = place.post(), place.person
    percent = presence.percent if presence is not None and place.state in EXPECTED else None
    return Line(
        number=number,
        name=place.full_name(),
        native_name=person.native_name if person is not None else "",
        agency=post.agency if post else "",
        member=post.member.name if post and post.member else "",
        state=place.state_words(),
        attended=f"{percent} %" if percent is not None else "",
        joined=_("No") if place.is_invited() else _("Yes"),
    )
