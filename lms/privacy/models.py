"""What a person agreed to, in which words, and when; and who asked to be erased."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PolicyQuerySet(models.QuerySet["Policy"]):
    def current(self, purpose: str) -> "Policy | None":
        """The newest words for this purpose."""
        return self.filter(purpose=purpose).order_by("-version").first()


class Policy(models.Model):
    """One version of the words a person agrees to, for one purpose. Versions are added, never changed."""

    class Purpose(models.TextChoices):
        ACCOUNT = "account", _("Using the platform")
        RESEARCH = "research", _("Research with figures that do not name me")

    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    published_at = models.DateTimeField(auto_now_add=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="one_policy_per_purpose_and_version")
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.version})"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def standing(self) -> "ConsentQuerySet":
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """That a person agreed to a policy version; withdrawn by a date, never deleted while the person is here."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="consents")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "policy"],
                condition=models.Q(withdrawn_at=None),
                name="one_standing_consent_per_policy",
            ),
        ]

    def __str__(self) -> str:
        return str(self.policy)


class ErasureRequestQuerySet(models.QuerySet["ErasureRequest"]):
    def open(self) -> "ErasureRequestQuerySet":
        return self.filter(closed_at=None)


class ErasureRequest(models.Model):
    """That a person asked for their account to be erased. They may take it back until it is done."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="erasure_requests")
    asked_at = models.DateTimeField()
    # Taken back or done.
    closed_at = models.DateTimeField(null=True)

    objects = ErasureRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(closed_at=None), name="one_open_erasure_request_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d}"
