"""What a tick each minute does over rows: reminders, what was sent, whose address changed. No timers (spec 11.2)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from lms.audit.log import record
from lms.notifications.actions import cancel_many
from lms.notifications.models import Message

from ..models import Event, Invitation, LeftOut, Letter
from .inviting import queue

State = Invitation.State
# By number: how long before it begins.
REMINDERS = {1: timedelta(days=7), 2: timedelta(days=1)}
# A reminder that could not leave in this time is no reminder any more.
USEFUL = timedelta(hours=2)
# Who was invited so shortly before needs none.
JUST_INVITED = timedelta(days=1)
DROPPED = (Message.State.SUPPRESSED, Message.State.EXPIRED, Message.State.CANCELLED)


def remind_due(now: datetime | None = None) -> int:
    """Each reminder once to everybody who did not say no, answered or not (V7)."""
    now = now or timezone.now()
    return sum(_remind(number, before, now) for number, before in REMINDERS.items())


def _remind(number: int, before: timedelta, now: datetime) -> int:
    due = Event.objects.filter(
        state=Event.State.OPEN,
        announce_at=None,
        activity__starts_at__gt=now + before - USEFUL,
        activity__starts_at__lte=now + before,
    )
    return sum(_remind_of(pk, number, before) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _remind_of(pk: int, number: int, before: timedelta) -> int:
    event = Event.objects.select_for_update().select_related("activity").get(pk=pk)
    starts_at = event.activity.starts_at
    if starts_at is None or event.state != Event.State.OPEN:
        return 0
    due_at = starts_at - before
    # One that was dropped because the event moved does not count as sent (case 57).
    mine = Letter.objects.filter(invitation__event=event, what=Letter.What.REMINDER, number=number)
    mine.filter(message__state__in=DROPPED).exclude(message__context__mark=mark_of(event)).delete()
    people = Invitation.objects.filter(event=event).concerned().exclude(person=None)
    people = people.exclude(pk__in=mine.values("invitation"))
    asked = Letter.objects.filter(what=Letter.What.REQUEST, created_at__gt=due_at - JUST_INVITED)
    rows = list(people.exclude(pk__in=asked.values("invitation")).select_related("person"))
    return queue(event, rows, Letter.What.REMINDER, number=number, not_after=due_at + USEFUL, mark=mark_of(event))


def mark_of(event: Event) -> str:
    """When and where a reminder speaks of, short."""
    return event.present_hash()[:16]


def note_deliveries() -> int:
    """What the outbox says became of invitations."""
    left = Letter.objects.asking().filter(message__state__in=[Message.State.SENT, Message.State.DELIVERED])
    queued = Invitation.objects.filter(state=State.QUEUED, pk__in=left.values("invitation"))
    return queued.update(state=State.SENT)


def follow_addresses() -> int:
    """Who has another address since: the invitation goes there, and the old link is dead (case 53)."""
    moved = Invitation.objects.out().exclude(person=None).exclude(email_norm=F("person__email"))
    moved = moved.filter(event__state=Event.State.OPEN, event__activity__starts_at__gt=timezone.now())
    return sum(_follow_address(pk) for pk in list(moved.values_list("pk", flat=True)[:500]))


def _follow_address(pk: int) -> bool:
    try:
        with transaction.atomic():
            invitation = Invitation.objects.select_related("person", "event__activity").get(pk=pk)
            if invitation.person is None:
                return False
            Invitation.objects.filter(pk=pk).update(email_norm=invitation.person.email)
            number = invitation.letters.filter(what=Letter.What.REQUEST).aggregate(n=Count("pk"))["n"]
            event = invitation.event
            if invitation.answer != Invitation.Answer.NO:
                queue(event, [invitation], Letter.What.REQUEST, number=number, not_after=event.activity.starts_at)
            record("events.readdress", invitation, by=None)
    except IntegrityError:
        # That address was invited under another account; one of the two is enough.
        return False
    return True


@transaction.atomic
def forget(person: Any) -> int:
    """Who leaves is on no list any more; how many came stays."""
    mine = Invitation.objects.filter(person=person)
    cancel_many(Message.objects.filter(Q(event_letter__invitation__in=mine)), reason="account-closed")
    mine.filter(state=State.FROZEN).delete()
    LeftOut.objects.filter(person=person).delete()
    for invitation in mine:
        nobody = f"erased-{invitation.public_id}"
        Invitation.objects.filter(pk=invitation.pk).update(person=None, email_norm=nobody, shows_name=False)
    return len(mine)
