"""Certificates: what was issued, to whom, in which words, and what became of it."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.learning.models import Achievement
from lms.accounts.models import Organisation

from .codes import display


class SerialCounter(models.Model):
    """The last number given in a year. Numbers are never used again, even for what was withdrawn."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class SignatoryQuerySet(models.QuerySet["Signatory"]):
    def signing(self, on: date) -> "SignatoryQuerySet":
        in_office = models.Q(until=None) | models.Q(until__gte=on)
        return self.filter(in_office, since__lte=on).order_by("-since", "pk")


class Signatory(models.Model):
    """In whose name an organisation's certificates are issued. A change is for later certificates only (C4)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="signatories")
    name = models.CharField(_("name"), max_length=160)
    role = models.CharField(_("function"), max_length=160, blank=True)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ["organisation", "-since"]

    def __str__(self) -> str:
        return f"{self.name} ({self.organisation})"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, viewer: Any) -> "CertificateQuerySet":
        """The holder's own. Staff have pages of their own; the public page finds by code alone."""
        if not viewer.is_authenticated:
            return self.none()
        return self.filter(person=viewer)

    def valid(self) -> "CertificateQuerySet":
        return self.filter(state=Certificate.State.VALID)

    def awaiting_file(self) -> "CertificateQuerySet":
        # After erasure there is no name left to print.
        unfiled = self.filter(pdf_sha256="", needs_attention="", state=Certificate.State.VALID)
        return unfiled.exclude(name="")

    def overdue(self, now: datetime) -> "CertificateQuerySet":
        """Those whose nudge was lost, oldest first: the sweep renders them."""
        return self.awaiting_file().filter(issued_at__lt=now - timedelta(minutes=1)).order_by("issued_at", "pk")


class Certificate(models.Model):
    """One certificate. Everything printed is copied here at issue and never follows a later change (C1, C3, C4)."""

    class State(models.TextChoices):
        VALID = "valid", _("Valid")
        SUPERSEDED = "superseded", _("Superseded by a newer certificate")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")

    class Display(models.TextChoices):
        INITIALS = "initials", _("My initials")
        FULL = "full", _("My full name")
        ASK = "ask", _("Only a yes or no, after the name is typed")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="certificates")
    achievement = models.ForeignKey(Achievement, models.PROTECT, related_name="certificates")
    period = models.PositiveSmallIntegerField(default=1)
    number = models.CharField(max_length=24, unique=True)
    code = models.CharField(max_length=17, unique=True)  # without dashes, check symbol last
    state = models.CharField(max_length=12, choices=State.choices, default=State.VALID)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    # The snapshot of what is printed.
    name = models.CharField(max_length=180)
    native_name = models.CharField(max_length=180, blank=True)
    name_language = models.CharField(max_length=12, blank=True)
    title = models.CharField(max_length=255)
    title_language = models.CharField(max_length=12, default="en")
    hours = models.DecimalField(max_digits=5, decimal_places=1)
    completed_on = models.DateField()
    cohort = models.CharField(max_length=255, blank=True)
    partners = models.JSONField(default=list)
    issuer = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="certificates")
    issuer_name = models.CharField(max_length=160)
    place = models.CharField(max_length=80)
    signatory = models.CharField(max_length=160)
    signatory_role = models.CharField(max_length=160, blank=True)
    language = models.CharField(max_length=12, default="en")
    template_version = models.PositiveSmallIntegerField()
    rule_version = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    # Folded name for staff search, and a keyed digest by which a typed name can be confirmed after erasure (C13).
    name_key = models.CharField(max_length=400, blank=True, editable=False, db_index=True)
    name_mark = models.CharField(max_length=64, blank=True, editable=False)
    # The file: stored once, named only when it is there. After erasure the file is gone and its hash stays.
    pdf = models.CharField(max_length=200, blank=True, editable=False)
    pdf_sha256 = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    rendered_at = models.DateTimeField(null=True, editable=False)
    needs_attention = models.CharField(max_length=200, blank=True)
    # What a stranger with the code is shown: the holder's choice.
    display = models.CharField(max_length=10, choices=Display.choices, default=Display.INITIALS)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "achievement", "period"],
                condition=models.Q(state="valid"),
                name="one_valid_certificate_per_achievement",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["valid", "superseded", "withdrawn", "expired"]),
                name="certificate_state_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(pdf="") | ~models.Q(pdf_sha256=""),
                name="certificate_file_has_its_hash",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("credentials:certificate", args=[self.public_id])

    def is_valid(self) -> bool:
        return self.state == self.State.VALID

    def is_filed(self) -> bool:
        return bool(self.pdf)

    def shown_code(self) -> str:
        """The code in the groups in which it is printed."""
        return display(self.code)

    def verify_url(self) -> str:
        """The full address that anyone may open to check this certificate."""
        return settings.PUBLIC_URL + reverse("verify:certificate", args=[self.code])


class Withdrawal(models.Model):
    """That a certificate was withdrawn: by whom, when and why. Added, never changed (C6)."""

    class Reason(models.TextChoices):
        ERROR = "error", _("Issued in error")
        IDENTITY = "identity", _("Wrong person")
        CONDUCT = "conduct", _("Test rules were broken")
        REQUEST = "request", _("At the holder's request")

    certificate = models.OneToOneField(Certificate, models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=12, choices=Reason.choices)
    note = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.reason}"


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def open(self) -> "CorrectionQuerySet":
        return self.filter(settled_at=None)


class Correction(models.Model):
    """A holder asks for another name on a certificate; staff look at it and issue a new version, or do not (C3)."""

    class Outcome(models.TextChoices):
        ISSUED = "issued", _("A new version was issued")
        REFUSED = "refused", _("Not changed")

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="corrections")
    name = models.CharField(max_length=180)
    native_name = models.CharField(max_length=180, blank=True)
    reason = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"], condition=models.Q(settled_at=None), name="one_open_correction_per_certificate"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.outcome or 'open'}"
