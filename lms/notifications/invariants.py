"""What must always hold of the mail, asked as questions to the data."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.invariants import invariant

from .backoff import GIVE_UP
from .models import Message, OutboxState

UNSENT_WITHIN = timedelta(minutes=15)
# A lease is given back or swept within a minute; this is more than a slow hour.
HELD_AT_MOST = timedelta(minutes=15)
SLACK = timedelta(hours=1)
State = Message.State


@invariant("INV-8", _("No mail waits longer than 15 minutes after it may leave, unless outgoing mail is paused."))
def mail_leaves_in_time() -> Iterator[str]:
    if OutboxState.objects.exclude(paused_at=None).exists():
        return
    late = Message.objects.due(timezone.now() - UNSENT_WITHIN)
    yield from (f"Message {pk} waits." for pk in late.values_list("pk", flat=True).iterator())


@invariant("INV-5", _("No worker holds a mail for longer than its lease."))
def leases_are_swept() -> Iterator[str]:
    held = Message.objects.abandoned(timezone.now() - HELD_AT_MOST)
    yield from (f"Message {pk} is held." for pk in held.values_list("pk", flat=True).iterator())


@invariant("INV-5", _("Within a day of its time each mail is sent, settled, or shown to staff as uncertain."))
def mail_is_settled_within_a_day() -> Iterator[str]:
    if OutboxState.objects.exclude(paused_at=None).exists():
        return
    old = Message.objects.filter(state__in=Message.ON_THE_WAY, wanted_at__lt=timezone.now() - GIVE_UP - SLACK)
    yield from (f"Message {pk} is {state}." for pk, state in old.values_list("pk", "state").iterator())


@invariant("INV-5", _("What was handed over says when, and what is finished says so too."))
def moments_are_kept() -> Iterator[str]:
    handed = Message.objects.filter(state__in=[State.HANDOFF, State.SENT, State.DELIVERED], handed_off_at=None)
    settled = Message.objects.exclude(state__in=Message.UNFINISHED).filter(finished_at=None)
    yield from (f"Message {pk} lacks a moment." for pk in (handed | settled).values_list("pk", flat=True).iterator())
