"""What the people of a cohort were told by mail, and the changes of sessions they are still to be told of."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.notifications.models import Message

from .places import Place
from .workshops import CohortSession


class CohortLetterQuerySet(models.QuerySet["Letter"]):
    def that_left(self) -> "CohortLetterQuerySet":
        """Those that are out of the house, or may be."""
        return self.filter(message__state__in=Letter.MAY_BE_THERE)


class Letter(models.Model):
    """One mail to one person of a cohort, planned by a row before it is queued: planned twice, it is there once."""

    class What(models.TextChoices):
        PLACE = "place", _("How one stands")
        CHANGE = "change", _("Sessions changed")
        CALLED_OFF = "called_off", _("Called off")
        REINSTATED = "reinstated", _("Takes place after all")

    MAY_BE_THERE = (
        Message.State.HANDOFF,
        Message.State.SENT,
        Message.State.DELIVERED,
        Message.State.UNCERTAIN,
    )

    place = models.ForeignKey(Place, models.CASCADE, related_name="letters")
    what = models.CharField(max_length=12, choices=What.choices)
    # Of a place the key of its step; of a change its round; of calling off the turn of the workshop.
    number = models.PositiveBigIntegerField(default=0)
    message = models.OneToOneField(Message, models.SET_NULL, null=True, related_name="workshop_letter")
    # The state the mail named when it was written.
    said = models.CharField(max_length=12, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = CohortLetterQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "what", "number"], name="one_workshop_mail_of_each_kind_and_number"
            ),
            models.CheckConstraint(
                condition=Q(what__in=["place", "change", "called_off", "reinstated"]), name="workshop_mail_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.number}"


class SessionChange(models.Model):
    """A session as it was before somebody changed it. Changes that follow each other at once are one (decision 0016)."""

    session = models.ForeignKey(CohortSession, models.CASCADE, related_name="changes")
    # The facts of slots.Slot; empty where the session is new.
    old = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    # The round of mails that told of it; none as long as it waits.
    round = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["session"], condition=Q(round=None), name="one_waiting_change_per_session"),
        ]

    def __str__(self) -> str:
        return f"{self.session} ({self.round or 'waiting'})"
