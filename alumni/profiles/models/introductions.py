"""Asking to be introduced: the only way from one officer of the network to the address of another (A12)."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User

# One question to one person in so many days, whatever became of it: from the time nobody reads a no (decision 0022).
PAUSE = timedelta(days=90)
# While the account of whoever asks is closed nobody is named, and nobody says yes to them.
ASKER_STANDS = Q(asker__state=User.State.VERIFIED, asker__is_active=True)


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    def visible_to(self, viewer: Any) -> "IntroductionQuerySet":
        """Between these two people and nobody else."""
        if not viewer.is_authenticated:
            return self.none()
        return self.filter(Q(asker=viewer) | Q(asked=viewer))

    def standing_between(self, asker: Any, asked: Any, at: datetime) -> "IntroductionQuerySet":
        """What keeps the one from asking the other anew: a question of the last ninety days, or a yes."""
        recent = Q(created_at__gt=at - PAUSE) | Q(state=Introduction.State.ACCEPTED)
        return self.filter(recent, asker=asker, asked=asked)

    def pending(self) -> "IntroductionQuerySet":
        return self.filter(state=Introduction.State.PENDING)

    def from_standing(self) -> "IntroductionQuerySet":
        return self.filter(ASKER_STANDS)

    def overdue(self, now: datetime) -> "IntroductionQuerySet":
        return self.pending().filter(expires_at__lte=now)

    def cut_off(self) -> "IntroductionQuerySet":
        """Said yes to, not read yet, and one of the two may no longer take part (case 50)."""
        standing = ASKER_STANDS & Q(asked__state=User.State.VERIFIED, asked__is_active=True)
        return self.filter(state=Introduction.State.ACCEPTED, shown_at=None).exclude(standing)


class Introduction(models.Model):
    """One officer asks another, with a purpose; the other answers yes or no, or lets it pass."""

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Not this time")
        EXPIRED = "expired", _("No answer in time")
        CUT_OFF = "cut_off", _("Closed")
        TAKEN_BACK = "taken_back", _("Taken back")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="introductions_asked")
    asked = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="introductions_received")
    purpose = models.CharField(max_length=600)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    # When the one who asked first read the address.
    shown_at = models.DateTimeField(null=True)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asker", "asked"], condition=Q(state="pending"), name="one_pending_introduction_per_pair"
            ),
            models.CheckConstraint(condition=~Q(asker=F("asked")), name="nobody_is_introduced_to_themselves"),
        ]
        indexes = [
            models.Index(fields=["asker", "created_at"], name="introduction_by_asker"),
            models.Index(fields=["expires_at"], condition=Q(state="pending"), name="introduction_pending"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def is_pending(self) -> bool:
        return self.state == self.State.PENDING

    def state_for_asker(self, at: datetime) -> "Introduction.State":
        """A no reads as no answer: waiting first, and in the end no answer in time (decision 0022)."""
        state = self.State(self.state)
        if state not in {self.State.PENDING, self.State.DECLINED}:
            return state
        return self.State.PENDING if self.expires_at > at else self.State.EXPIRED

    def ask_again_from(self) -> datetime:
        return self.created_at + PAUSE
