"""Names that verified people want instead of the one they were verified by."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

NAMES = ["full_name", "native_name"]


class NameRequestQuerySet(models.QuerySet["NameRequest"]):
    def open(self) -> "NameRequestQuerySet":
        return self.filter(settled_at=None)


class NameRequest(models.Model):
    """A verified person wants another name. Until staff or a focal point have looked at it the old one stands everywhere.

    Whoever changes their mind makes a new row, so that nobody accepts another name than the one they read.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")
        TAKEN_BACK = "taken_back", _("Taken back")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="name_requests")
    full_name = models.CharField(max_length=180)
    native_name = models.CharField(max_length=180, blank=True)
    # What stood there when it was asked for: only a name that differs from it is wanted.
    full_name_before = models.CharField(max_length=180)
    native_name_before = models.CharField(max_length=180, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, editable=False)

    objects = NameRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(settled_at=None), name="one_open_name_request_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.outcome or 'open'}"

    def wanted(self) -> dict[str, str]:
        """The names that are to change, by field."""
        return {name: getattr(self, name) for name in NAMES if getattr(self, name) != getattr(self, f"{name}_before")}
