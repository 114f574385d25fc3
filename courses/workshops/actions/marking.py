"""Marking who was there: all present, then exceptions; two trainers at once lose nothing (H13, H25)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lms.accounts.models import User
from lms.audit.log import record
from lms.faults import fault_point

from ..models import Attendance, CohortSession, MarkChange, Place, Workshop

Mark, Source = Attendance.Mark, Attendance.Source
# From then on a mark is corrected with a reason (H13).
LOCKED_AFTER = timedelta(days=14)
# Typed instead of a mark: there is none after all.
CLEARED = "cleared"
# People sign the list while they come in.
OPENS_BEFORE = timedelta(minutes=30)


class NotBegun(ValueError):  # noqa: N818 - named by what is wrong
    """The session is still to come, or was cancelled."""


class Locked(ValueError):  # noqa: N818 - named by what is wrong
    """Too long ago or closed: a correction needs a reason."""


@dataclass(frozen=True)
class Entry:
    """A mark as it was typed, and the mark that stood there when the page was opened. CLEARED takes one back."""

    mark: str
    seen: str = ""


@dataclass(frozen=True)
class Clash:
    """Somebody else marked this place otherwise in the meantime: theirs stands, and this one decides anew."""

    place: Place
    theirs: str
    mine: str


def is_locked(session: CohortSession, at: datetime) -> bool:
    return not session.workshop.is_standing() or at > session.ends_at + LOCKED_AFTER


def has_begun(session: CohortSession, at: datetime) -> bool:
    return session.is_standing() and at >= session.starts_at - OPENS_BEFORE


def is_open_now(session: CohortSession, at: datetime) -> bool:
    """Whether people may check in themselves."""
    return not session.workshop.is_put_away() and has_begun(session, at) and at <= session.ends_at


@transaction.atomic
def mark_all(
    session: CohortSession,
    entries: Mapping[int, Entry],
    *,
    by: User,
    reason: str = "",
    at: datetime | None = None,
    stroke: UUID | None = None,
) -> list[Clash]:
    """Write the marks of one session, by the key of the place. Merged mark by mark: only what was changed is written,
    and where two changed the same one the earlier stands and is answered as a clash (H25). `stroke` says that all who
    were left are marked at once, so that it can be taken back at once.
    """
    now = at or timezone.now()
    session = markable(session, now)
    if is_locked(session, now) and not reason:
        raise Locked
    fault_point("marks.locked")
    places = {place.pk: place for place in session.workshop.places.expected().select_related("person", "invitation")}
    standing = {row.place_id: row for row in session.attendance.all()}
    clashes, written = [], 0
    for pk, entry in entries.items():
        mark = "" if entry.mark == CLEARED else entry.mark
        if pk not in places or not entry.mark or mark == entry.seen:
            continue
        row = standing.get(pk)
        if row is not None and row.mark not in (entry.seen, mark):
            clashes.append(Clash(places[pk], row.mark, mark))
            continue
        # What was chosen for one person is no part of the stroke, and stays when the stroke is taken back.
        of_stroke = stroke if mark == Mark.PRESENT and not entry.seen else None
        change = MarkChange(new=mark, source=Source.TRAINER, by=by, at=now, reason=reason, stroke=of_stroke)
        written += write_mark(row, places[pk], session, change)
    if written:
        record("workshops.mark", session, by=by, marks=written, late=bool(reason))
    _begin(session.workshop)
    return clashes


def not_expected(session: CohortSession, keys: Collection[int]) -> int:
    """How many of these are no places to be marked here: of another cohort, of nobody, or of somebody who left."""
    return len(set(keys)) - session.workshop.places.expected().filter(pk__in=keys).count()


@transaction.atomic
def mark_self(place: Place, session: CohortSession, *, at: datetime | None = None) -> bool:
    """Somebody says: I am here. Within the time of the session; never over a mark that is there (H13). Safe twice."""
    now = at or timezone.now()
    session = markable(session, now)
    if not is_open_now(session, now):
        raise NotBegun
    row = session.attendance.filter(place=place).first()
    if row is not None and row.mark:
        return False
    who = place.person
    write_mark(row, place, session, MarkChange(new=Mark.PRESENT, source=Source.SELF, by=who, at=now))
    record("workshops.check_in", session, by=who)
    return True


def markable(session: CohortSession, now: datetime) -> CohortSession:
    found: CohortSession = (
        CohortSession.objects.select_for_update(of=("self", "workshop")).select_related("workshop").get(pk=session.pk)
    )
    if not has_begun(found, now) or found.workshop.is_put_away():
        raise NotBegun
    return found


def write_mark(row: Attendance | None, place: Place, session: CohortSession, change: MarkChange) -> bool:
    """One mark with its line of history; whether anything is different now."""
    change.old = row.mark if row else ""
    same = (row.mark, row.source) == (change.new, change.source) if row is not None else not change.new
    if same:
        return False
    row = row or Attendance(place=place, session=session)
    row.mark, row.source, row.by, row.at = change.new, change.source, change.by, change.at
    row.save()
    change.attendance = row
    change.save()
    return True


def _begin(workshop: Workshop) -> None:
    """The first mark shows that the workshop is under way."""
    before = [Workshop.State.PLANNED, Workshop.State.OPEN]
    Workshop.objects.filter(pk=workshop.pk, state__in=before).update(state=Workshop.State.RUNNING)
