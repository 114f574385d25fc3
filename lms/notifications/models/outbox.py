"""Mail on its way to people: the row is the queue, its state is the truth, and states move along arrows only."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..addresses import message_id


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, now: datetime) -> "MessageQuerySet":
        """What may leave now, most urgent first."""
        queued = self.filter(state=Message.State.QUEUED, not_before__lte=now)
        return queued.filter(Q(not_after=None) | Q(not_after__gt=now)).order_by("priority", "id")

    def overdue(self, now: datetime) -> "MessageQuerySet":
        """What nobody wants any more."""
        return self.filter(state=Message.State.QUEUED, not_after__lte=now)

    def abandoned(self, now: datetime) -> "MessageQuerySet":
        """What a worker took and never gave back: its lease is over."""
        return self.filter(state__in=[Message.State.CLAIMED, Message.State.HANDOFF], lease_until__lte=now)

    def needing_attention(self) -> "MessageQuerySet":
        """What a person should look at: nobody knows whether it went out, or it did not."""
        return self.filter(state__in=Message.ATTENTION)

    def to_whom(self, words: str) -> "MessageQuerySet":
        """To people of that name or exact address; mail to a sealed address cannot be found."""
        words = words.strip()
        return self.filter(person__in=get_user_model()._default_manager.called(words)) if words else self

    def visible_to(self, user: Any) -> "MessageQuerySet":
        return self if user.has_perm("notifications.view_message") else self.none()


class Message(models.Model):
    """One mail to one person, or to an address that may have no account."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        CLAIMED = "claimed", _("Being prepared")
        HANDOFF = "handoff", _("Being handed over")
        SENT = "sent", _("Sent")
        DELIVERED = "delivered", _("Delivered")
        BOUNCED = "bounced", _("Refused")
        COMPLAINED = "complained", _("Complaint")
        UNCERTAIN = "uncertain", _("Uncertain")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("Too late")
        SUPPRESSED = "suppressed", _("Held back")
        CLOSED = "closed", _("Closed by staff")

    ATTENTION = (State.UNCERTAIN, State.BOUNCED, State.COMPLAINED, State.EXPIRED)
    ON_THE_WAY = (State.QUEUED, State.CLAIMED, State.HANDOFF)
    # As long as it may still have to be written, what is sealed is kept; after that it is gone.
    UNFINISHED = (*ON_THE_WAY, State.UNCERTAIN)
    ARROWS = {
        State.QUEUED: {State.CLAIMED, State.CANCELLED, State.EXPIRED, State.SUPPRESSED},
        State.CLAIMED: {
            State.HANDOFF,
            State.QUEUED,
            State.CANCELLED,
            State.EXPIRED,
            State.SUPPRESSED,
            State.BOUNCED,
        },
        State.HANDOFF: {State.SENT, State.BOUNCED, State.QUEUED, State.UNCERTAIN, State.EXPIRED},
        State.UNCERTAIN: {State.SENT, State.DELIVERED, State.BOUNCED, State.QUEUED, State.CLOSED},
        State.SENT: {State.DELIVERED, State.BOUNCED, State.COMPLAINED},
        State.DELIVERED: {State.BOUNCED, State.COMPLAINED},
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="messages")
    # SHA-256 of what makes this mail the same mail: a planner that runs again adds nothing.
    dedupe_key = models.CharField(max_length=64, unique=True, editable=False)
    # Ids only: nothing here names a person or tells what they did.
    context = models.JSONField(default=dict)
    # Sign-in mail to an address that may have no account: encrypted, and erased once it is sent.
    sealed_context = models.TextField(default="", blank=True, editable=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(max_length=200, blank=True)
    # 0 security, 1 certificate, 5 to many at once.
    priority = models.PositiveSmallIntegerField(default=1)
    # When it should first leave; the day for further tries begins then.
    wanted_at = models.DateTimeField(default=timezone.now, editable=False)
    not_before = models.DateTimeField(default=timezone.now)
    not_after = models.DateTimeField(null=True)
    worker = models.CharField(max_length=80, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    language = models.CharField(max_length=12)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)
    handed_off_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "queued",
                        "claimed",
                        "handoff",
                        "sent",
                        "delivered",
                        "bounced",
                        "complained",
                        "uncertain",
                        "cancelled",
                        "expired",
                        "suppressed",
                        "closed",
                    ]
                ),
                name="message_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(sealed_context="") | Q(state__in=["queued", "claimed", "handoff", "uncertain"]),
                name="message_seal_is_erased_when_finished",
            ),
        ]
        indexes = [
            models.Index(fields=["priority", "id"], condition=Q(state="queued"), name="message_due"),
            models.Index(fields=["lease_until"], condition=Q(state__in=["claimed", "handoff"]), name="message_leased"),
            models.Index(fields=["state", "-id"], name="message_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def message_id(self) -> str:
        """The same at every attempt, so that a twin can be recognised; it tells nothing about the person."""
        return message_id(self.public_id)

    def is_uncertain(self) -> bool:
        return self.state == self.State.UNCERTAIN


class Beat(models.Model):
    """A sign of life: when a part of the background work last moved."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class OutboxState(models.Model):
    """Whether mail may leave at all. One row."""

    paused_at = models.DateTimeField(null=True)
    paused_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="outbox_has_one_state")]

    def __str__(self) -> str:
        return "paused" if self.paused_at else "open"
