"""The verbs of the outbox. Each moves a message along one arrow, by an update that names the state it expects.

Nothing is sent twice because two workers cannot both win that update, and nothing is lost because the row stays until
somebody says what became of it. Ids: INV-5, INV-8, F-6, F-10, F-28.
"""

import hashlib
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import DateTimeField, F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language

from lms.audit.log import record

from .backoff import is_over, pause
from .holding import RESTORED
from .kinds import kind_of, retry_safe
from .models import Beat, Message, MessageQuerySet, OutboxState
from .sealing import seal

State = Message.State
# Longer than any hand-over takes; after it the worker is taken for dead.
LEASE = timedelta(minutes=5)
# A mail whose sending killed its worker this often is left to staff.
MOST_CRASHES = 5
# How long a sealed address waits for a decision of staff (INV-12).
SEALED_AT_MOST = timedelta(days=7)
# A database whose last sign of life is older than this may have come out of a backup.
GUARD = "outbox"
FRESH = timedelta(seconds=30)


class UnfitContext(ValueError):  # noqa: N818 - named by what is wrong
    """A context that holds more than ids."""


class WrongArrow(ValueError):  # noqa: N818 - named by what is wrong
    """A move the life of a message does not know."""


@transaction.atomic
def notify(  # noqa: PLR0913 - what a message is
    kind: str,
    person: Any,
    *,
    context: dict[str, Any] | None = None,
    dedupe: object,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
    by: Any = None,
) -> Message:
    """Put a mail to a person in the outbox, in the caller's transaction. The same `dedupe` adds no second one."""
    wanted_at = not_before or timezone.now()
    fields = {
        "person": person,
        "context": _ids_only(context or {}),
        "not_before": wanted_at,
        "wanted_at": wanted_at,
        "not_after": not_after,
        "language": getattr(person, "language", "") or settings.LANGUAGE_CODE,
    }
    message, is_new = _queue(kind, dedupe, fields)
    if is_new and by is not None:
        record("notifications.notify", message, by=by, kind=kind)
    return message


@transaction.atomic
def notify_many(
    kind: str,
    letters: Iterable[tuple[Any, dict[str, Any], object]],
    *,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
) -> list[Message]:
    """Mails to many at once, each a person, a context and what makes it the same mail; in the order given."""
    rows = [
        _row(kind, person.language, context, dedupe, not_before, person=person, not_after=not_after)
        for person, context, dedupe in letters
    ]
    return _kept(rows)


@transaction.atomic
def notify_without_account(
    kind: str,
    letters: Iterable[tuple[str, dict[str, Any], object]],
    *,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
) -> list[Message]:
    """Mails to people who have no account yet, each a language, a context and what makes it the same mail.

    No address is kept: the kind finds it behind the ids when the mail leaves.
    """
    rows = [
        _row(kind, language, context, dedupe, not_before, not_after=not_after) for language, context, dedupe in letters
    ]
    return _kept(rows)


@transaction.atomic
def cancel_many(messages: MessageQuerySet, *, reason: str) -> int:
    """Take back all of these that have not left yet, in the caller's transaction; the caller says so in the log."""
    back = {"state": State.CANCELLED, "reason": reason[:200], "finished_at": timezone.now(), "sealed_context": ""}
    # The state is asked of the row itself: one that leaves at this moment is not written over, however `messages` were found.
    still = Message.objects.filter(pk__in=messages.order_by().values("pk"), state__in=[State.QUEUED, State.CLAIMED])
    return still.update(**back)


@transaction.atomic
def notify_address(kind: str, address: str, *, sealed: dict[str, Any], dedupe: object) -> Message:
    """Put a mail to an address in the outbox; what it says is kept sealed, and erased once it is sent."""
    fields = {
        "sealed_context": seal({**sealed, "to": address}),
        "language": get_language() or settings.LANGUAGE_CODE,
    }
    message, _ = _queue(kind, dedupe, fields)
    return message


def claim(worker: str, *, now: datetime | None = None) -> Message | None:
    """Take the most urgent message that is due, for this worker alone; None where there is none."""
    now = now or timezone.now()
    due = Message.objects.due(now)
    if is_paused() or not due.exists():
        return None
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        message = due.first()
        if message is None:
            return None
        taken = {"worker": worker, "claimed_at": now, "lease_until": now + LEASE, "attempts": F("attempts") + 1}
        if not _move(message, State.CLAIMED, **taken):
            return None
    message.refresh_from_db()
    return message


def begin_handoff(message: Message, *, worker: str, now: datetime | None = None) -> bool:
    """Say, before the first byte leaves, that this message may be out from now on. False: somebody else has it."""
    if message.worker != worker:
        return False
    now = now or timezone.now()
    return _move(message, State.HANDOFF, handed_off_at=now, lease_until=now + LEASE)


def finish(message: Message, *, to: str, reason: str = "", now: datetime | None = None) -> bool:
    """What became of it. A worker that answers after its lease may still settle what is uncertain."""
    facts = {"reason": reason[:200], "finished_at": now or timezone.now()}
    if _move(message, to, **facts):
        return True
    message.refresh_from_db()
    return message.is_uncertain() and to in Message.ARROWS[State.UNCERTAIN] and _move(message, to, **facts)


def retry_later(message: Message, *, reason: str, after: timedelta | None = None, now: datetime | None = None) -> bool:
    """Back in the queue, each time for longer; after a day it is too late."""
    now = now or timezone.now()
    if is_over(message.wanted_at, now):
        return finish(message, to=State.EXPIRED, reason=reason, now=now)
    later = now + (pause(message.attempts) if after is None else after)
    return _move(message, State.QUEUED, reason=reason[:200], not_before=later, worker="", lease_until=None)


def expire(*, now: datetime | None = None) -> int:
    """Close what nobody wants any more, and what is sealed and was left undecided: an address is not kept for ever."""
    now = now or timezone.now()
    over = {"reason": "too-late", "finished_at": now, "sealed_context": ""}
    undecided = Message.objects.filter(state=State.UNCERTAIN, handed_off_at__lte=now - SEALED_AT_MOST)
    closed = undecided.exclude(sealed_context="").update(state=State.CLOSED, **over)
    return closed + Message.objects.overdue(now).update(state=State.EXPIRED, **over)


def sweep_leases(*, now: datetime | None = None) -> dict[str, int]:
    """Messages whose worker died: what had not left goes back, what may have left becomes uncertain."""
    now = now or timezone.now()
    back = {"state": State.QUEUED, "not_before": now, "worker": "", "lease_until": None}
    abandoned = Message.objects.abandoned(now)
    may_repeat = {"kind__in": retry_safe(), "attempts__lt": MOST_CRASHES}
    return {
        "claimed": abandoned.filter(state=State.CLAIMED, attempts__lt=MOST_CRASHES).update(**back),
        "repeated": abandoned.filter(state=State.HANDOFF, **may_repeat).update(**back),
        "uncertain": abandoned.filter(state=State.HANDOFF).update(state=State.UNCERTAIN, reason="worker-lost"),
        "given_up": abandoned.filter(state=State.CLAIMED).update(
            state=State.BOUNCED, reason="worker-lost", finished_at=now, sealed_context=""
        ),
    }


@transaction.atomic
def resolve_uncertain(message: Message, *, to: str, by: Any) -> bool:
    """Staff decide about a mail of which nobody knows whether it went out: send it again, or close it."""
    if to not in {State.QUEUED, State.CLOSED}:
        raise WrongArrow(f"An uncertain message is sent again or closed, not {to}.")
    now = timezone.now()
    fields: dict[str, Any] = {"reason": "staff"}
    # Sent again with the same Message-ID; the day it has for that begins anew, and so do its attempts.
    again = {"not_before": now, "wanted_at": now, "worker": "", "lease_until": None, "attempts": 0}
    fields |= again if to == State.QUEUED else {"finished_at": now}
    message = Message.objects.select_for_update().get(pk=message.pk)
    if not message.is_uncertain() or not _move(message, to, **fields):
        return False
    record("notifications.resolve", message, by=by, to=to)
    return True


@transaction.atomic
def cancel(message: Message, *, reason: str, by: Any = None) -> bool:
    """Take back what has not left yet, in the caller's transaction; False where it is too late."""
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state not in {State.QUEUED, State.CLAIMED}:
        return False
    if not _move(message, State.CANCELLED, reason=reason[:200], finished_at=timezone.now()):
        return False
    record("notifications.cancel", message, by=by)
    return True


@transaction.atomic
def forget(person: Any, *, by: Any = None) -> int:
    """Take back all that has not left to somebody who is erased. What is left holds ids only, and no word."""
    waiting = Message.objects.filter(person=person, state__in=[State.QUEUED, State.CLAIMED])
    return sum(cancel(message, reason="account-closed", by=by) for message in waiting)


def is_paused() -> bool:
    return OutboxState.objects.exclude(paused_at=None).exists()


def keep_guard(*, now: datetime | None = None) -> bool:
    """Pause the outbox if the last sign of life is old: the data may come from a backup, its mails long sent (F-28)."""
    now = now or timezone.now()
    fresh = Beat.objects.filter(name=GUARD, at__gt=now - FRESH, at__lte=now)
    return False if fresh.exists() else _look_at_the_clock(now)


@transaction.atomic
def release_pause(*, by: Any) -> bool:
    """Staff have looked: mail may leave again."""
    released = OutboxState.objects.exclude(paused_at=None).update(paused_at=None, paused_reason="")
    if released:
        record("notifications.release", None, by=by)
    return bool(released)


@transaction.atomic
def hold_restored(*, by: Any = None, now: datetime | None = None) -> int:
    """The data came from a backup: mail waits for staff, and what may have gone out since is theirs to decide (F-28).

    A letter a second copy of which does no harm stays in the queue; so does what was not due before now. Answers how
    many are uncertain.
    """
    now = now or timezone.now()
    OutboxState.objects.get_or_create(id=1)
    OutboxState.objects.filter(paused_at=None).update(paused_at=now, paused_reason=RESTORED)
    due = Message.objects.filter(state__in=Message.ON_THE_WAY, not_before__lte=now).exclude(kind__in=retry_safe())
    handed_off = Coalesce(F("handed_off_at"), now, output_field=DateTimeField())
    uncertain = due.update(state=State.UNCERTAIN, reason=RESTORED, handed_off_at=handed_off)
    record("notifications.pause", None, by=by, reason=RESTORED, uncertain=uncertain)
    return uncertain


def beat(name: str, *, now: datetime | None = None) -> None:
    """A sign of life of one part of the background work."""
    Beat.objects.update_or_create(name=name, defaults={"at": now or timezone.now()})


@transaction.atomic
def _look_at_the_clock(now: datetime) -> bool:
    longest = timedelta(minutes=settings.OUTBOX_PAUSES_AFTER_MINUTES)
    last = Beat.objects.select_for_update().filter(name=GUARD).first()
    is_old = bool(last and longest and now - last.at > longest)
    if is_old:
        state, _ = OutboxState.objects.select_for_update().get_or_create(id=1)
        if state.paused_at is None:
            OutboxState.objects.filter(id=1).update(paused_at=now, paused_reason=RESTORED)
            record("notifications.pause", None, reason=RESTORED)
    beat(GUARD, now=now)
    return is_old


def _queue(kind: str, dedupe: object, fields: dict[str, Any]) -> tuple[Message, bool]:
    known = kind_of(kind)
    fields |= {"kind": known.name, "priority": known.priority}
    return Message.objects.get_or_create(dedupe_key=_dedupe_key(kind, dedupe), defaults=fields)


def _kept(rows: list[Message]) -> list[Message]:
    """Stored once each; in their order, as they stand in the outbox."""
    Message.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    kept = {row.dedupe_key: row for row in Message.objects.filter(dedupe_key__in=[row.dedupe_key for row in rows])}
    return [kept[row.dedupe_key] for row in rows]


def _row(
    kind: str, language: str, context: dict[str, Any], dedupe: object, wanted_at: datetime | None, **fields: Any
) -> Message:
    known = kind_of(kind)
    row = Message(kind=known.name, priority=known.priority, context=_ids_only(context), **fields)
    row.dedupe_key, row.language = _dedupe_key(kind, dedupe), language or settings.LANGUAGE_CODE
    row.not_before = row.wanted_at = wanted_at or timezone.now()
    return row


def _dedupe_key(kind: str, dedupe: object) -> str:
    parts = dedupe if isinstance(dedupe, tuple | list) else (dedupe,)
    return hashlib.sha256("|".join([kind, *map(str, parts)]).encode()).hexdigest()


def _ids_only(context: dict[str, Any]) -> dict[str, Any]:
    for key, value in context.items():
        is_id = isinstance(value, int | uuid.UUID) or (isinstance(value, str) and len(value) <= 64)
        if not is_id or "@" in str(value) or " " in str(value):
            raise UnfitContext(f"{key}: the outbox keeps ids only.")
    return {key: str(value) if isinstance(value, uuid.UUID) else value for key, value in context.items()}


def _move(message: Message, to: str, **fields: Any) -> bool:
    """One arrow. The row count of the update decides: of two who try, one wins."""
    old = message.state
    if to not in Message.ARROWS.get(State(old), set()):
        raise WrongArrow(f"{old} does not lead to {to}.")
    if to not in Message.UNFINISHED:
        fields["sealed_context"] = ""
    where = {"pk": message.pk, "state": old, "worker": message.worker}
    moved = Message.objects.filter(**where).update(state=to, **fields)
    if moved:
        message.state = to
    return bool(moved)
