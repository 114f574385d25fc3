"""Sessions that were added, moved, cancelled or put back, told to those who have a seat: one mail for changes that follow
each other within ten minutes (H16, decision 0016).
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from lms.audit.log import record
from lms.notifications.models import Message

from ..models import CohortSession, Letter, Place, SessionChange, Workshop
from ..slots import Slot
from .telling import What, queue, seated_to_tell, wait_until

NEW: dict[str, Any] = {}
STILL_TO_BE_WRITTEN = (Message.State.QUEUED, Message.State.CLAIMED)


def note(workshop: Workshop, session: CohortSession, before: Slot | None, *, at: datetime) -> None:
    """Remember how the session was, in the transaction that changed it. What is over before and after is told nobody."""
    slots = [slot for slot in (before, Slot.of(session)) if slot is not None]
    if all(slot.ends_at() <= at for slot in slots) or not seated_to_tell(workshop).exists():
        return
    facts = before.facts() if before else NEW
    SessionChange.objects.update_or_create(
        session=session, round=None, defaults={"changed_at": at}, create_defaults={"old": facts, "changed_at": at}
    )
    coming = [slot.starts_at() for slot in slots if slot.ends_at() > at]
    # What is due already, because it begins soon, waits for no later change.
    is_due = workshop.announce_at is not None and workshop.announce_at <= at
    Workshop.objects.filter(pk=workshop.pk).update(announce_at=at if is_due else wait_until(min(coming), at))


def told_at(session: CohortSession) -> datetime | None:
    """When those with a seat are told of what was changed in this session; None where nobody is."""
    change = session.changes.filter(round=None).select_related("session__workshop").first()
    return change.session.workshop.announce_at if change is not None and differs(change) else None


def announce_due(at: datetime) -> int:
    """Every minute: cohorts whose last change is ten minutes old; answers how many mails were queued."""
    due = Workshop.objects.standing().filter(announce_at__lte=at).values_list("pk", flat=True)
    return sum(_announce(pk, at) for pk in list(due))


@transaction.atomic
def _announce(pk: int, at: datetime) -> int:
    workshop = Workshop.objects.select_for_update().filter(pk=pk, announce_at__lte=at).first()
    return announce(workshop, at) if workshop is not None and workshop.is_standing() else 0


def announce(workshop: Workshop, at: datetime) -> int:
    """Tell now what waits, ten minutes old or not: what closes a workshop keeps what was promised. The caller holds the
    workshop's row.
    """
    Workshop.objects.filter(pk=workshop.pk).update(announce_at=None)
    waiting = SessionChange.objects.filter(session__workshop=workshop, round=None)
    changes = [change for change in waiting.select_related("session") if differs(change)]
    drop(workshop, but=changes)
    if not changes:
        return 0
    last = SessionChange.objects.filter(session__workshop=workshop).aggregate(last=Max("round"))["last"]
    number = (last or 0) + 1
    SessionChange.objects.filter(pk__in=[change.pk for change in changes]).update(round=number)
    ends = max(max(slot.ends_at() for slot in both(change)) for change in changes)
    told = queue(_concerned(workshop, changes, at), What.CHANGE, number, not_after=ends)
    record("workshops.announce", workshop, by=None, sessions=len(changes), told=told)
    return told


def differs(change: SessionChange) -> bool:
    """Whether the session is not what it was; one that was moved and moved back is told nobody."""
    now = Slot.of(change.session)
    return now.stands if not change.old else now != Slot.read(change.old)


def both(change: SessionChange) -> list[Slot]:
    """As it was, where it was there, and as it is."""
    return [*([Slot.read(change.old)] if change.old else []), Slot.of(change.session)]


def drop(workshop: Workshop, *, but: list[SessionChange] | None = None) -> None:
    """Forget changes nobody has to be told of."""
    waiting = SessionChange.objects.filter(session__workshop=workshop, round=None)
    waiting.exclude(pk__in=[change.pk for change in but or []]).delete()


def _concerned(workshop: Workshop, changes: list[SessionChange], at: datetime) -> list[Place]:
    """All with a seat, but for those whose own mail says how it is now: still to be written, or written since."""
    since = max(change.changed_at for change in changes)
    mine = Letter.objects.filter(place__workshop=workshop, what=What.PLACE)
    knowing = mine.that_left().filter(message__handed_off_at__gte=since)
    # Of a workshop that is over no such mail is written any more: where the last session was cancelled, say.
    if not workshop.is_over(at):
        knowing |= mine.filter(message__state__in=STILL_TO_BE_WRITTEN)
    places = seated_to_tell(workshop).exclude(pk__in=knowing.values("place"))
    return list(places.select_related("person", "invitation"))
