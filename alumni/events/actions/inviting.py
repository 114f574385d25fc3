"""From a choice of people to one mail each: freeze, look through, approve, send. Cases 51, 52; V2, V3."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from lms.accounts.models import User
from lms.audit.log import record
from lms.notifications.actions import notify, notify_many
from lms.notifications.models import Message

from ..models import Event, Invitation, LeftOut, Letter, Round

State = Invitation.State
CHUNK = 500
MOST_AT_ONCE = 5000
KINDS = {
    Letter.What.REQUEST: "events.invitation",
    Letter.What.UPDATE: "events.change",
    Letter.What.CANCEL: "events.cancellation",
    Letter.What.REMINDER: "events.reminder",
}


class AuthorMayNotApprove(Exception):  # noqa: N818 - named by what is wrong
    """So many people: a second member of staff looks first."""


class NotOpen(Exception):  # noqa: N818 - named by what is wrong
    """The event was cancelled or is over, or the round is not where this act needs it."""


@transaction.atomic
def freeze(event: Event, people: Iterable[User], *, criteria: dict[str, Any], by: Any) -> Round:
    """The list as it is now. Who was invited before is not on it again; who fits later is not added (V2)."""
    event = Event.objects.select_for_update().select_related("activity").get(pk=event.pk)
    if event.is_cancelled() or event.is_over(timezone.now()):
        raise NotOpen
    last = event.rounds.aggregate(last=Max("number"))["last"] or 0
    made = Round.objects.create(event=event, number=last + 1, criteria=criteria, author=by)
    chosen = islice((person for person in people if person.is_active and person.email), MOST_AT_ONCE)
    for chunk in _chunks(chosen):
        there = Invitation.objects.filter(event=event, person__in=chunk).select_related("round")
        known = {row.person_id: row for row in there if row.person_id}
        new = [person for person in chunk if person.pk not in known]
        rows = [Invitation(event=event, round=made, person=person, email_norm=person.email) for person in new]
        Invitation.objects.bulk_create(rows, ignore_conflicts=True)
        LeftOut.objects.bulk_create(
            LeftOut(round=made, person_id=person, why=_why_left_out(row)) for person, row in known.items()
        )
    _count_reach(made)
    record("events.freeze", event, by=by, round=made.number, count=made.invitations.count())
    return made


@transaction.atomic
def remove(invitation: Invitation, *, by: Any) -> bool:
    """Not this person; only while the list is looked through."""
    frozen = Round.objects.select_for_update().filter(pk=invitation.round_id, state=Round.State.FROZEN).first()
    if frozen is None:
        return False
    gone, _ = Invitation.objects.filter(pk=invitation.pk, state=State.FROZEN).delete()
    if gone and invitation.person is not None:
        LeftOut.objects.create(round=frozen, person=invitation.person, why=LeftOut.Why.TAKEN_OFF)
    if gone:
        _count_reach(frozen)
        record("events.remove", frozen.event, by=by, round=frozen.number)
    return bool(gone)


@transaction.atomic
def put_back(left_out: LeftOut, *, by: Any) -> bool:
    """On the list again whom staff took off it; only while it is looked through."""
    frozen = Round.objects.select_for_update().filter(pk=left_out.round_id, state=Round.State.FROZEN).first()
    gone = LeftOut.objects.filter(pk=left_out.pk, why=LeftOut.Why.TAKEN_OFF) if frozen else LeftOut.objects.none()
    if frozen is None or not gone.delete()[0]:
        return False
    person = left_out.person
    row = Invitation(event_id=frozen.event_id, round=frozen, person=person, email_norm=person.email)
    Invitation.objects.bulk_create([row], ignore_conflicts=True)
    _count_reach(frozen)
    record("events.put_back", frozen.event, by=by, round=frozen.number)
    return True


@transaction.atomic
def discard(frozen: Round, *, by: Any) -> bool:
    """The whole list, before it was sent: approved or not, nobody was told."""
    frozen = Round.objects.select_for_update().select_related("event").get(pk=frozen.pk)
    if frozen.is_sent():
        return False
    frozen.invitations.all().delete()
    record("events.discard", frozen.event, by=by, round=frozen.number)
    frozen.delete()
    return True


@transaction.atomic
def approve(frozen: Round, *, by: Any) -> bool:
    """Above fifty by somebody who did not make the list; the database itself holds to that (decision 21)."""
    frozen = Round.objects.select_for_update().select_related("event").get(pk=frozen.pk)
    _count_reach(frozen)
    if frozen.needs_somebody_else() and frozen.author_id == by.pk:
        raise AuthorMayNotApprove
    approved = {"state": Round.State.APPROVED, "approver": by, "approved_at": timezone.now()}
    if not Round.objects.filter(pk=frozen.pk, state=Round.State.FROZEN).update(**approved):
        return False
    record("events.approve", frozen.event, by=by, round=frozen.number, reach=frozen.reach)
    return True


@transaction.atomic
def unapprove(approved: Round, *, by: Any) -> bool:
    """Back to being looked through, as long as it was not sent."""
    back = {"state": Round.State.FROZEN, "approver": None, "approved_at": None}
    if not Round.objects.filter(pk=approved.pk, state=Round.State.APPROVED).update(**back):
        return False
    record("events.unapprove", approved.event, by=by, round=approved.number)
    return True


@transaction.atomic
def send(approved: Round, *, by: Any) -> bool:
    """From here on the rows do the work: the planner queues one mail for each, and may be killed and start again."""
    event = Event.objects.select_for_update().select_related("activity").get(pk=approved.event_id)
    if event.is_cancelled() or event.is_over(timezone.now()):
        raise NotOpen
    sent = Round.objects.filter(pk=approved.pk, state=Round.State.APPROVED)
    if not sent.update(state=Round.State.SENT, sent_at=timezone.now()):
        return False
    if event.state == Event.State.DRAFT:
        Event.objects.filter(pk=event.pk).update(state=Event.State.OPEN, content_hash=event.present_hash())
    # Who was not chosen is nobody's business any more.
    LeftOut.objects.filter(round=approved).delete()
    record("events.send", event, by=by, round=approved.number)
    return True


def plan_rounds() -> int:
    """Every minute: lists that were sent and of which somebody still has no mail planned."""
    waiting = Round.objects.filter(state=Round.State.SENT, invitations__state=State.FROZEN).distinct()
    return sum(plan_letters(sent) for sent in waiting.select_related("event__activity"))


def plan_letters(sent: Round) -> int:
    """One mail row for each invitation of the list, so many at a time. A second planner adds nothing."""
    planned = 0
    while True:
        with transaction.atomic():
            event = Event.objects.select_for_update().select_related("activity").get(pk=sent.event_id)
            if event.is_cancelled():
                return planned
            waiting = Invitation.objects.filter(round=sent, state=State.FROZEN).exclude(person=None)
            chunk = list(waiting.select_related("person")[:CHUNK])
            if not chunk:
                return planned
            queue(event, chunk, Letter.What.REQUEST, not_after=event.activity.starts_at)
            Invitation.objects.filter(pk__in=[row.pk for row in chunk], state=State.FROZEN).update(state=State.QUEUED)
        planned += len(chunk)


def queue(
    event: Event,
    invitations: list[Invitation],
    what: str,
    *,
    number: int = 0,
    not_after: Any = None,
    mark: str = "",
) -> int:
    """Rows first: the letters of these invitations and their mails, in the caller's transaction. Twice is once."""
    for chunk in _chunks(invitations):
        there = Letter.objects.filter(invitation__in=chunk, what=what, number=number)
        known = set(there.values_list("invitation", flat=True))
        new = [row for row in chunk if row.pk not in known and row.person is not None]
        context = {"mark": mark} if mark else {}
        letters = [(row.person, {"invitation": row.pk, **context}, (row.public_id, what, number, mark)) for row in new]
        messages = notify_many(KINDS[Letter.What(what)], letters, not_after=not_after)
        Letter.objects.bulk_create(
            [
                Letter(invitation=row, what=what, number=number, message=message)
                for row, message in zip(new, messages, strict=True)
            ],
            ignore_conflicts=True,
        )
    return len(invitations)


@transaction.atomic
def send_test(event: Event, *, by: Any) -> Message:
    """The invitation to whoever asks, to look at. No row of an invitation knows of it."""
    dedupe = (event.public_id, by.pk, timezone.now().isoformat())
    message = notify("events.test", by, context={"event": event.pk}, dedupe=dedupe)
    record("events.test", event, by=by)
    return message


def _why_left_out(known: Invitation) -> str:
    if known.state == State.WITHDRAWN:
        return LeftOut.Why.TAKEN_BACK
    return LeftOut.Why.INVITED if known.round.is_sent() else LeftOut.Why.ON_ANOTHER


def _count_reach(frozen: Round) -> None:
    """All whom the event reaches with this list: those of earlier rounds count too."""
    frozen.reach = Invitation.objects.filter(event=frozen.event_id).exclude(state=State.WITHDRAWN).count()
    Round.objects.filter(pk=frozen.pk).update(reach=frozen.reach)


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk
