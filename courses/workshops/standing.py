"""How everybody in a cohort stands, worked out from the marks in two questions, however many people there are."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Attendance, CohortSession, Place, Workshop
from .presence import Presence, presence


@dataclass(frozen=True)
class Verdict:
    """Whether somebody gets a certificate, and if not, why not."""

    place: Place
    presence: Presence
    meets: bool
    why_not: str | Promise = ""


@dataclass(frozen=True)
class Sittings:
    """The sessions of a workshop: taken (held and marked by somebody), begun and unmarked, and to come."""

    taken: frozenset[int]
    unmarked: tuple[CohortSession, ...]
    to_come: tuple[CohortSession, ...]

    @property
    def undecided(self) -> list[int]:
        return [session.pk for session in (*self.unmarked, *self.to_come)]


def sittings(workshop: Workshop, at: datetime) -> Sittings:
    standing = list(workshop.sessions.standing())
    marked = frozenset(
        Attendance.objects.filter(session__workshop=workshop).order_by().values_list("session", flat=True).distinct()
    )
    begun = [session for session in standing if session.starts_at <= at]
    return Sittings(
        taken=frozenset(session.pk for session in begun if session.pk in marked),
        unmarked=tuple(session for session in begun if session.pk not in marked),
        to_come=tuple(session for session in standing if session.starts_at > at),
    )


def presences(sat: Sittings, places: Collection[Place]) -> dict[int, Presence]:
    """The attendance of these places, by their key."""
    marks: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Attendance.objects.filter(place__in=[place.pk for place in places], session__in=sat.taken)
    for place, session, mark in rows.values_list("place", "session", "mark"):
        marks[place][session] = mark
    return {place.pk: presence(marks[place.pk], taken=sat.taken, undecided=sat.undecided) for place in places}


def verdicts(workshop: Workshop, at: datetime) -> list[Verdict]:
    """Everybody who was expected, by name: who meets the rule, and who does not and why (C12)."""
    places = list(workshop.places.expected().select_related("person", "invitation").by_name())
    found = presences(sittings(workshop, at), places)
    return [_verdict(place, found[place.pk], workshop.attendance_percent) for place in places]


def _verdict(place: Place, seen: Presence, rule: int) -> Verdict:
    if not seen.meets(rule):
        why = _("Attended too little") if seen.attended else _("Was not there")
        if not seen.counted:
            why = _("Was excused from every session") if not seen.undecided else _("No session was marked yet")
        return Verdict(place, seen, False, why)
    if place.person is None:
        return Verdict(place, seen, False, _("Has not accepted the invitation yet"))
    if not place.person.is_active:
        return Verdict(place, seen, False, _("The account is closed"))
    return Verdict(place, seen, True)
