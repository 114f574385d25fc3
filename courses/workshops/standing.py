"""How everybody in a cohort stands, worked out from the marks in two questions, however many people there are."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from .models import Attendance, CohortSession, Place, Workshop
from .presence import Presence, presence
from .states import EXPECTED


@dataclass(frozen=True)
class Verdict:
    """Whether somebody gets a certificate, and if not, why not; or only once they have accepted and are verified."""

    place: Place
    presence: Presence
    meets: bool
    why_not: str | Promise = ""
    awaits: bool = False
    # Somebody forgot to mark this person in a session that others were marked in.
    has_blanks: bool = False


@dataclass(frozen=True)
class Sittings:
    """The sessions of a workshop: taken (marked by somebody), begun and unmarked, running (taken or not), and to come."""

    taken: frozenset[int]
    unmarked: tuple[CohortSession, ...]
    to_come: tuple[CohortSession, ...]
    running: tuple[CohortSession, ...] = ()

    @property
    def undecided(self) -> list[int]:
        return [session.pk for session in (*self.unmarked, *self.to_come)]

    @property
    def still_open(self) -> frozenset[int]:
        """Taken, but not over yet: who has no mark there may still get one."""
        return frozenset(session.pk for session in self.running) & self.taken

    def of(self, marks: Mapping[int, str]) -> Presence:
        """The attendance that these marks make, by session."""
        return presence(marks, taken=self.taken, undecided=self.undecided, running=self.still_open)

    def blanks(self, marks: Mapping[int, str]) -> int:
        """In how many sessions that are over somebody was forgotten."""
        return len(self.taken - self.still_open - marks.keys())

    def may_close(self) -> bool:
        """Whether every session is over and marked, and there was one."""
        return bool(self.taken) and not (self.unmarked or self.to_come or self.running)


def sittings(workshop: Workshop, at: datetime) -> Sittings:
    standing = list(workshop.sessions.standing())
    marked = frozenset(
        Attendance.objects.marked()
        .filter(session__workshop=workshop)
        .order_by()
        .values_list("session", flat=True)
        .distinct()
    )
    begun = [session for session in standing if session.starts_at <= at]
    return Sittings(
        taken=frozenset(session.pk for session in begun if session.pk in marked),
        unmarked=tuple(session for session in begun if session.pk not in marked),
        to_come=tuple(session for session in standing if session.starts_at > at),
        running=tuple(session for session in begun if session.ends_at > at),
    )


def presences(sat: Sittings, places: Collection[Place]) -> dict[int, Presence]:
    """The attendance of these places, by their key."""
    marks = _marks(sat, places)
    return {place.pk: sat.of(marks[place.pk]) for place in places}


def _marks(sat: Sittings, places: Collection[Place]) -> dict[int, dict[int, str]]:
    marks: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Attendance.objects.marked().filter(place__in=[place.pk for place in places], session__in=sat.taken)
    for place, session, mark in rows.values_list("place", "session", "mark"):
        marks[place][session] = mark
    return marks


def verdicts(workshop: Workshop, at: datetime) -> list[Verdict]:
    """Everybody who was expected, by name: who meets the rule, and who does not and why (C12)."""
    places = list(workshop.places.expected().select_related("person", "invitation").by_name())
    sat = sittings(workshop, at)
    marks = _marks(sat, places)
    return [_verdict(place, sat, marks[place.pk], workshop.attendance_percent) for place in places]


def meets_rule(workshop: Workshop, place: Place, at: datetime) -> bool:
    """Whether this one, who was expected, was there often enough."""
    seen = presences(sittings(workshop, at), [place])[place.pk]
    return place.state in EXPECTED and seen.meets(workshop.attendance_percent)


def _verdict(place: Place, sat: Sittings, marks: dict[int, str], rule: int) -> Verdict:
    seen = sat.of(marks)
    if not seen.meets(rule):
        blanks = sat.blanks(marks)
        return Verdict(place, seen, False, _why_not(seen, marks, blanks=blanks), has_blanks=bool(blanks))
    if place.person is None:
        return Verdict(place, seen, False, _("Has not accepted the invitation yet"), awaits=True)
    if not place.person.is_active:
        return Verdict(place, seen, False, _("The account is closed"))
    if not place.person.is_verified():
        return Verdict(place, seen, False, _("The account is not verified yet"), awaits=True)
    return Verdict(place, seen, True)


def _why_not(seen: Presence, marks: dict[int, str], *, blanks: int) -> str | Promise:
    """Why the rule is not met. Who was never marked may have been there: that is said as what it is."""
    if not seen.counted and not blanks:
        return _("Was excused from every session") if marks else _("No session was marked yet")
    if not marks:
        return _("Not marked in any session")
    if blanks:
        words = ngettext_lazy(
            "Attended too little; not marked in %(number)d session",
            "Attended too little; not marked in %(number)d sessions",
            blanks,
        )
        return str(words % {"number": blanks})
    return _("Attended too little") if seen.attended else _("Was not there")
