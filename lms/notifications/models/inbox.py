"""What waits for a person inside the platform: one row for each thing, however much happens to it."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, user: Any) -> "NotificationQuerySet":
        """An inbox is one's own; nobody looks into another's. What a row may still show, its kind says (case 30)."""
        return self.filter(person=user) if user.is_authenticated else self.none()

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)

    def unread_first(self) -> "NotificationQuerySet":
        """The order of the inbox: what is unread, then the rest, the latest first."""
        turn = Case(When(read_at=None, then=Value(0)), default=Value(1), output_field=models.SmallIntegerField())
        return self.annotate(turn=turn).order_by("turn", "-happened_at", "-pk")

    def after(self, turn: int, happened_at: Any, pk: int) -> "NotificationQuerySet":
        """What follows that row in that order."""
        return self.filter(
            Q(turn__gt=turn)
            | Q(turn=turn, happened_at__lt=happened_at)
            | Q(turn=turn, happened_at=happened_at, pk__lt=pk)
        )


class Notification(models.Model):
    """Something happened to one thing (a topic, an invitation) since the person last looked (F13)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=60)
    # The public id of what it is about; no words are kept here, so nothing outlives a permission.
    about = models.UUIDField()
    # The first and the last that happened, by number within the thing, where it counts.
    from_no = models.PositiveIntegerField(null=True)
    to_no = models.PositiveIntegerField(null=True)
    count = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Something in a topic the person muted: the inbox says so, no mail does (case 29).
    is_quiet = models.BooleanField(default=False)
    # When the last of it happened.
    happened_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "about"], condition=Q(read_at=None), name="notification_is_one_while_unread"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-happened_at"], name="notification_by_person"),
            models.Index(fields=["about"], name="notification_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"
