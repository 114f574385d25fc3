"""Saving answers: evidence, not audit. Acknowledged only after the commit, and never lost or overwritten (INV-2)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from courses.assessment.grading import problem
from courses.assessment.models import AnswerEvent, Attempt, Slot, Submission
from courses.assessment.models.attempts import AttemptQuerySet
from courses.assessment.refusals import AttemptClosed, BadAnswer, NoSuchQuestion, StaleAnswer
from courses.assessment.timing import is_late
from lms.audit.log import record


@dataclass(frozen=True)
class Answer:
    """One answer as it was sent: option keys for one position, with the sender's own id and sequence."""

    position: int
    response: tuple[str, ...]
    client_uuid: UUID
    client_seq: int
    locale: str


@dataclass(frozen=True)
class Saved:
    """What the sender is told: where this answer stands, and which sequence is the newest now."""

    state: str  # saved, superseded (a newer answer is there, Q9) or late (kept, not scored, Q5)
    at: datetime
    seq: int


@transaction.atomic
def save_answer(attempt: Attempt | AttemptQuerySet, answer: Answer, *, at: datetime) -> Saved:
    """Add an answer. The same one again changes nothing; one that is not newer is kept but does not count (Q3).

    The attempt may be named by a queryset that finds it, which saves a question to the database on the busiest path.
    """
    slot = _locked_slot(attempt, answer.position)
    known = list(slot.attempt.answers.filter(Q(slot=slot) | Q(client_uuid=answer.client_uuid)))
    newest = max((event for event in known if not event.late and event.slot_id == slot.pk), key=_rank, default=None)
    event = next((one for one in known if one.client_uuid == answer.client_uuid), None)
    if event is None:
        event = _add(slot, answer, at)
        if not event.late and (newest is None or newest.client_seq < event.client_seq):
            newest = event
    elif event.slot_id != slot.pk or set(event.response) != set(answer.response):
        raise StaleAnswer(attempt=slot.attempt.public_id, position=answer.position)
    return _reply(event, newest)


def _locked_slot(attempt: Attempt | AttemptQuerySet, position: int) -> Slot:
    """The question with its attempt, locked: nothing may be added while the attempt is being handed in."""
    found: Any = attempt.values("pk") if isinstance(attempt, AttemptQuerySet) else [attempt]
    slots = Slot.objects.select_for_update(of=("attempt",), no_key=True).select_related("attempt", "revision")
    slot = slots.filter(attempt__in=found, position=position).first()
    if slot is None:
        raise NoSuchQuestion(position=position)
    return slot


def _closed_by_deadline(attempt: Attempt) -> bool:
    return attempt.state == Attempt.State.SUBMITTED and attempt.submission.reason == Submission.Reason.DEADLINE


def _rank(event: AnswerEvent) -> tuple[int, float, int]:
    """As `AnswerEvent.objects.current()`: the highest sequence, of equal ones the first received."""
    return (event.client_seq, -event.received_at.timestamp(), -event.pk)


def _add(slot: Slot, answer: Answer, at: datetime) -> AnswerEvent:
    late = is_late(at, slot.attempt.deadline)
    if not slot.attempt.is_open() and not (late and _closed_by_deadline(slot.attempt)):
        raise AttemptClosed(attempt=slot.attempt.public_id, position=answer.position)
    wrong = problem(slot.revision.type, slot.option_order, answer.response)
    if wrong:
        raise BadAnswer(wrong, attempt=slot.attempt.public_id, position=answer.position)
    return AnswerEvent.objects.create(
        attempt_id=slot.attempt_id,
        slot=slot,
        client_uuid=answer.client_uuid,
        client_seq=answer.client_seq,
        response=sorted(answer.response),
        locale=answer.locale,
        received_at=at,
        late=late,
    )


def _reply(event: AnswerEvent, newest: AnswerEvent | None) -> Saved:
    if event.late or newest is None:
        return Saved("late", event.received_at, event.client_seq)
    # A different page that says the same as the newest answer has nothing to be told.
    stands = newest.pk == event.pk or set(newest.response) == set(event.response)
    return Saved("saved" if stands else "superseded", newest.received_at, newest.client_seq)


def set_flag(attempt: Attempt, position: int, *, on: bool) -> bool:
    """Mark a question to come back to; a private bookmark, so no record is kept. False when it cannot be marked."""
    slots = Slot.objects.filter(attempt=attempt, attempt__state=Attempt.State.OPEN, position=position)
    return bool(slots.update(flagged=on))


@transaction.atomic
def erase_answers(person: Any, *, by: Any = None) -> int:
    """Remove what a person chose, on erasure. That an attempt was made and what it scored stays, without a name (P22)."""
    gone, _by_model = AnswerEvent.objects.filter(attempt__learner=person).delete()
    if gone:
        record("assessment.erase_answers", person, by=by, answers=gone)
    return gone
