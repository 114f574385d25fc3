"""An event: an activity to which people are invited. Its times stand on the activity alone."""

import hashlib
import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.activities.models import Activity
from lms.accounts.permissions import is_staff


class Tier(models.TextChoices):
    """How closed it is, and with that what a mail or a calendar may say of it (community.md section 2)."""

    PUBLIC = "public", _("Public")
    MEMBERS = "members", _("Members")
    CLOSED = "closed", _("Closed")
    BLIND = "blind", _("Coordination group: mails say nothing")

    def allows_join_link(self) -> bool:
        return self in {Tier.PUBLIC, Tier.MEMBERS}

    def allows_theme(self) -> bool:
        return self is not Tier.BLIND

    def allows_export(self) -> bool:
        return self is not Tier.BLIND

    def is_above(self, other: "Tier") -> bool:
        order = list(Tier)
        return order.index(self) > order.index(other)


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, viewer: Any) -> "EventQuerySet":
        """Staff see all; others what the activity's audience allows, once it is no draft any more."""
        if is_staff(viewer):
            return self
        return self.exclude(state=Event.State.DRAFT).filter(activity__in=Activity.objects.visible_to(viewer))

    def upcoming(self, at: datetime) -> "EventQuerySet":
        return self.filter(activity__ends_at__gte=at).order_by("activity__starts_at", "pk")

    def past(self, at: datetime) -> "EventQuerySet":
        return self.filter(activity__ends_at__lt=at).order_by("-activity__starts_at", "-pk")


class Event(models.Model):
    """Closed until it is opened; then those of its audience see it, and those who are invited get a mail each."""

    class State(models.TextChoices):
        DRAFT = "draft", _("In preparation")
        OPEN = "open", _("Open")
        CANCELLED = "cancelled", _("Cancelled")

    class Attendees(models.TextChoices):
        NONE = "none", _("Nobody sees who comes")
        COUNT = "count", _("How many come")
        COUNTRIES = "countries", _("From which members")
        NAMES = "names", _("Names of those who agree")

    activity = models.OneToOneField(Activity, models.PROTECT, related_name="event")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # What calendars know it by; never changes, whatever else does.
    ical_uid = models.CharField(max_length=120, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    tier = models.CharField(_("how closed it is"), max_length=8, choices=Tier.choices, default=Tier.MEMBERS)
    chatham = models.BooleanField(_("Chatham House rule"), default=False)
    attendees = models.CharField(
        _("who sees who comes"), max_length=10, choices=Attendees.choices, default=Attendees.NONE
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    # What the invitees were last told of when and where, and when they are told of what changed since.
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    announce_at = models.DateTimeField(null=True, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["draft", "open", "cancelled"]), name="event_state_is_known"),
            models.CheckConstraint(
                condition=Q(tier__in=["public", "members", "closed", "blind"]), name="event_tier_is_known"
            ),
        ]
        indexes = [models.Index(fields=["announce_at"], condition=~Q(announce_at=None), name="event_to_announce")]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("events:event", args=[self.public_id])

    def is_over(self, at: datetime) -> bool:
        return bool(self.activity.ends_at and self.activity.ends_at < at)

    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    def present_hash(self) -> str:
        """When and where as it is now: another one is a new version of the calendar entry (spec 11.3)."""
        of = self.activity
        parts = [of.starts_local, of.ends_local, of.zone, of.all_day, of.place, of.mode, of.starts_at, of.ends_at]
        return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()
