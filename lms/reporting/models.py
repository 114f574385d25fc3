"""Reports that left the house, exactly as they did."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.accounts.permissions import is_staff

from .fingerprint import fingerprint
from .period import Period


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def visible_to(self, viewer: Any) -> "SnapshotQuerySet":
        """RSO staff. Donors get files and have no account."""
        return self if is_staff(viewer) else self.none()

    def before(self, number: int) -> "SnapshotQuerySet":
        return self.filter(number__lt=number)

    def touching(self, period: Period) -> "SnapshotQuerySet":
        """Those of which a day lies in this period."""
        return self.filter(first__lte=period.last, last__gte=period.first)


class Snapshot(models.Model):
    """A report frozen for somebody: numbers and words, nobody's name. Added, never changed: the database refuses both."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The next one follows from all before it, so that of two made at once the second looks at the first.
    number = models.PositiveIntegerField(unique=True)
    # Made by the page it was asked for on: the same form sent twice is one report (F-12).
    client_key = models.UUIDField(unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    recipient = models.CharField(_("for whom"), max_length=160)
    purpose = models.CharField(_("what for"), max_length=300)
    first = models.DateField()
    last = models.DateField()
    k = models.PositiveSmallIntegerField()
    report = models.JSONField()
    digest = models.CharField(max_length=64)
    version = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("frozen report")
        verbose_name_plural = _("frozen reports")
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="snapshot_days_are_in_order"),
            models.CheckConstraint(condition=Q(k__gte=5), name="snapshot_hides_small_numbers"),
        ]
        indexes = [models.Index(fields=["first", "last"], name="snapshot_by_period")]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    @property
    def period(self) -> Period:
        return Period(self.first, self.last)

    def narrowed(self) -> frozenset[tuple[str, str]]:
        return frozenset((one["name"], one["key"]) for one in self.report["narrowed"])

    def is_intact(self) -> bool:
        """Whether the numbers are still those of the day it was frozen."""
        return fingerprint(self.report) == self.digest
