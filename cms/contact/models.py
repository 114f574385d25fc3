"""What somebody asked the office, and what the office did about it."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.permissions import is_staff
from lms.notifications.models import Message

from .references import new_reference

# Messages are kept so long after the last thing that happened to them (C-43).
KEPT = timedelta(days=365)


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def visible_to(self, viewer: Any) -> "EnquiryQuerySet":
        """RSO staff. Whoever wrote is answered by mail, and reads no list here."""
        return self if is_staff(viewer) else self.none()

    def open(self) -> "EnquiryQuerySet":
        return self.exclude(state=Enquiry.State.CLOSED)

    def before(self, pk: int) -> "EnquiryQuerySet":
        return self.filter(pk__lt=pk)

    def over(self, now: datetime) -> "EnquiryQuerySet":
        """Those nothing happened to for so long that they are not kept any more."""
        return self.filter(moved_at__lte=now - KEPT)


class Enquiry(models.Model):
    """One message to the office. Its writer is a person with an account, or an address."""

    class Topic(models.TextChoices):
        SIGN_IN = "sign_in", _("Signing in or my account")
        COURSE = "course", _("A course or a test")
        CERTIFICATE = "certificate", _("A certificate")
        EVENT = "event", _("An event or a workshop")
        PRIVACY = "privacy", _("My data and privacy")
        FAULT = "fault", _("Something does not work")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        NEW = "new", _("New")
        ANSWERED = "answered", _("Answered")
        WAITING = "waiting", _("Waiting for somebody")
        CLOSED = "closed", _("Closed")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    # Made of the page it was written on, the writer and the words: the same form sent three times is one enquiry (F-12).
    client_key = models.UUIDField(unique=True, editable=False)
    topic = models.CharField(max_length=12, choices=Topic.choices)
    message = models.TextField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="enquiries")
    # Of somebody without an account, or not signed in; nobody has proved that it is theirs.
    address = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=12)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    mail = models.ForeignKey(Message, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    # When something last happened to it.
    moved_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["new", "answered", "waiting", "closed"]), name="enquiry_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, address="") | Q(person=None), name="enquiry_keeps_one_way_back"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(person=None, address="", message=""), name="enquiry_erased_names_nobody"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="enquiry_by_state"),
            models.Index(fields=["address", "sent_at"], condition=~Q(address=""), name="enquiry_by_address"),
            models.Index(fields=["moved_at"], name="enquiry_by_age"),
        ]

    def __str__(self) -> str:
        return self.reference

    def is_new(self) -> bool:
        return self.state == self.State.NEW

    def can_be_answered(self) -> bool:
        """Whether there is still somebody to write to."""
        return bool(self.address or (self.person is not None and self.person.is_active))


class Note(models.Model):
    """What staff tell each other about an enquiry. Its writer never reads it."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="notes")
    client_key = models.UUIDField(unique=True, editable=False)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.enquiry_id}: {self.at:%Y-%m-%d}"


class Reply(models.Model):
    """An answer of the office, and the mail that carries it."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="replies")
    client_key = models.UUIDField(unique=True, editable=False)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    mail = models.ForeignKey(Message, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "replies"

    def __str__(self) -> str:
        return f"{self.enquiry_id}: {self.at:%Y-%m-%d}"
