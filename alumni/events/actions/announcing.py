"""What happens to invitations when the event moves, is cancelled or takes place after all. Cases 54 to 58; V5."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from cms.activities import actions as activities
from cms.activities.models import Activity
from lms.audit.log import record
from lms.notifications.actions import cancel_many
from lms.notifications.models import Message

from ..models import Event, Invitation, InvitationQuerySet, Letter
from .inviting import queue

State, What = Event.State, Letter.What
# Changes that follow each other within this are one change to those who are told.
PATIENCE = timedelta(minutes=10)
# So soon before it begins nobody waits.
PRESSING = timedelta(hours=2)
WHEN_AND_WHERE = frozenset({"starts", "ends", "zone", "all_day", "place", "mode"})


def move(event: Event, *, by: Any, when: dict[str, Any]) -> Event:
    """Another time or place; who is told follows from the activity's own news."""
    activities.move(event.activity, by=by, **when)
    return _fresh(event)


def cancel(event: Event, *, by: Any, reason: str = "") -> Event:
    activities.cancel(event.activity, by=by, reason=reason)
    return _fresh(event)


def reinstate(event: Event, *, by: Any) -> Event:
    activities.reinstate(event.activity, by=by)
    return _fresh(event)


def people_to_tell(event: Event) -> InvitationQuerySet:
    """Who gets a mail when the event moves: asked before it is saved, so that staff know."""
    return Invitation.objects.filter(event=event).concerned()


@transaction.atomic
def follow(activity: Activity, what: frozenset[str], *, by: Any, now: datetime | None = None) -> None:
    """The activity of an event changed, wherever that was done."""
    event = Event.objects.select_for_update().filter(activity=activity).first()
    if event is None:
        return
    event.activity = activity
    now = now or timezone.now()
    if "state" in what:
        if activity.is_cancelled():
            _cancelled(event, by)
        elif activity.is_open() and event.is_cancelled():
            _reinstated(event, by)
    elif what & WHEN_AND_WHERE and event.state == State.OPEN:
        is_pressing = activity.starts_at is not None and activity.starts_at - now < PRESSING
        Event.objects.filter(pk=event.pk).update(announce_at=now if is_pressing else now + PATIENCE)


def announce_due(now: datetime | None = None) -> int:
    """Every minute: events whose last change is ten minutes old."""
    now = now or timezone.now()
    due = Event.objects.filter(announce_at__lte=now).values_list("pk", flat=True)
    return sum(_announce(pk, now) for pk in list(due))


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Any) -> bool:
    """This one person is not invited any more; only they are told, and only if they may have the entry."""
    event = Event.objects.select_for_update().select_related("activity").get(pk=invitation.event_id)
    was_told = Invitation.objects.filter(pk=invitation.pk).told().exists()
    gone = Invitation.objects.filter(pk=invitation.pk, state__in=Invitation.OUT)
    if not gone.update(state=Invitation.State.WITHDRAWN):
        return False
    _take_back(event, Invitation.objects.filter(pk=invitation.pk))
    if was_told:
        # Any CANCEL is a new version (spec 11.3).
        _raise_sequence(event)
        _queue(event, Invitation.objects.filter(pk=invitation.pk), Letter.What.CANCEL)
    record("events.withdraw", event, by=by, invitation=invitation.public_id, told=was_told)
    return True


@transaction.atomic
def _announce(pk: int, now: datetime) -> int:
    """One new version for however many changes; none where all is as they were told (case 54)."""
    event = Event.objects.select_for_update().select_related("activity").filter(pk=pk, announce_at__lte=now).first()
    if event is None:
        return 0
    Event.objects.filter(pk=pk).update(announce_at=None)
    present = event.present_hash()
    if event.state != State.OPEN or present == event.content_hash:
        return 0
    _raise_sequence(event, content_hash=present)
    # One that is being written now may still say the old time: it is told too; who knows already is passed over.
    asked = Letter.objects.asking().filter(message__state__in=[*Letter.MAY_BE_THERE, Message.State.CLAIMED])
    concerned = Invitation.objects.filter(event=event, pk__in=asked.values("invitation")).out()
    told = _queue(event, concerned.exclude(answer=Invitation.Answer.NO), Letter.What.UPDATE)
    record("events.announce", event, by=None, sequence=event.sequence, told=told)
    return told


def _cancelled(event: Event, by: Any) -> None:
    """What has not left is taken back in this transaction; whoever may have the entry gets a CANCEL (case 55)."""
    if event.is_cancelled():
        return
    invitations = Invitation.objects.filter(event=event)
    taken_back = _take_back(event, invitations)
    told = list(invitations.out().told().values_list("pk", flat=True))
    Event.objects.filter(pk=event.pk).update(state=State.CANCELLED, announce_at=None)
    _raise_sequence(event)
    invitations.out().update(state=Invitation.State.CANCELLED)
    _queue(event, Invitation.objects.filter(pk__in=told), Letter.What.CANCEL)
    record("events.cancel", event, by=by, taken_back=taken_back, told=len(told))


def _reinstated(event: Event, by: Any) -> None:
    """The same entry in a higher version, to whoever was told that it was off, whatever they had answered (case 56);
    and to those who never heard that, only what a move would tell them."""
    was_open = event.rounds.filter(state="sent").exists() or bool(event.content_hash)
    back = {"state": State.OPEN, "content_hash": event.present_hash()} if was_open else {"state": State.DRAFT}
    Event.objects.filter(pk=event.pk).update(**back)
    _raise_sequence(event)
    invitations = Invitation.objects.filter(event=event, state=Invitation.State.CANCELLED)
    _take_back(event, invitations)
    concerned = _to_tell_again(invitations, event)
    invitations.exclude(answer="").update(state=Invitation.State.ANSWERED)
    invitations.filter(answer="").update(state=Invitation.State.QUEUED)
    told = _queue(event, Invitation.objects.filter(pk__in=concerned), Letter.What.UPDATE)
    record("events.reinstate", event, by=by, told=told)


def _to_tell_again(invitations: InvitationQuerySet, event: Event) -> list[int]:
    """Those who last heard that it is off; of the others those who did not say no and whose calendar shows another
    time or place."""
    going = [*Letter.MAY_BE_THERE, Message.State.CLAIMED]
    letters = Letter.objects.filter(invitation=OuterRef("pk"), message__state__in=going).exclude(what=What.REMINDER)
    newest = letters.order_by("-pk")
    told = invitations.annotate(
        heard=Subquery(newest.values("what")[:1]), said=Subquery(newest.values("content_hash")[:1])
    )
    present = event.present_hash()
    return [
        pk
        for pk, answer, heard, said in told.values_list("pk", "answer", "heard", "said")
        if heard == What.CANCEL or (answer != Invitation.Answer.NO and said != present)
    ]


def _take_back(event: Event, invitations: InvitationQuerySet) -> int:
    letters = Letter.objects.filter(invitation__in=invitations, invitation__event=event).exclude(message=None)
    return cancel_many(Message.objects.filter(pk__in=letters.values("message")), reason="event-changed")


def _raise_sequence(event: Event, **facts: Any) -> None:
    Event.objects.filter(pk=event.pk).update(sequence=F("sequence") + 1, **facts)
    event.refresh_from_db(fields=["sequence", "state", "content_hash", "announce_at"])


def _queue(event: Event, invitations: InvitationQuerySet, what: str) -> int:
    rows = list(invitations.exclude(person=None).select_related("person"))
    return queue(event, rows, what, number=event.sequence, not_after=event.activity.ends_at)


def _fresh(event: Event) -> Event:
    found: Event = Event.objects.select_related("activity").get(pk=event.pk)
    return found
