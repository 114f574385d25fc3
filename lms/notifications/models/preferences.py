"""How often somebody wants to hear of what, and when their next digest is due."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    OFF = "off", _("No mail")


class PreferenceQuerySet(models.QuerySet["Preference"]):
    def visible_to(self, user: Any) -> "PreferenceQuerySet":
        return self.filter(person=user) if user.is_authenticated else self.none()


class Preference(models.Model):
    """What a person chose for one stream of mail. Where there is no row, the stream's own default holds."""

    class Source(models.TextChoices):
        USER = "user", _("By yourself")
        ONE_CLICK = "one_click", _("By the link in a mail")
        COMPLAINT = "complaint", _("Because a mail was reported as unwanted")
        STAFF = "staff", _("By RSO staff")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences")
    stream = models.CharField(max_length=40)
    frequency = models.CharField(max_length=8, choices=Frequency.choices)
    updated_by = models.CharField(max_length=10, choices=Source.choices, default=Source.USER)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        constraints = [
            models.UniqueConstraint(fields=["person", "stream"], name="preference_is_one_per_stream"),
            models.CheckConstraint(
                condition=Q(frequency__in=["at_once", "daily", "weekly", "off"]), name="preference_frequency_is_known"
            ),
            models.CheckConstraint(
                condition=Q(updated_by__in=["user", "one_click", "complaint", "staff"]),
                name="preference_source_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stream}: {self.frequency}"


class DigestScheduleQuerySet(models.QuerySet["DigestSchedule"]):
    def due(self, now: datetime) -> "DigestScheduleQuerySet":
        """Whose morning has come; never the suspended, and nobody whose address is not confirmed (case 53)."""
        confirmed = EmailAddress.objects.filter(user=OuterRef("person"), email=OuterRef("person__email"), verified=True)
        return self.filter(Exists(confirmed), next_at__lte=now, person__is_active=True).order_by("next_at", "pk")


class DigestSchedule(models.Model):
    """When a person's next digest is due: the row is the clock, so that nothing waits in a task queue."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest_schedule")
    next_at = models.DateTimeField(db_index=True)

    objects = DigestScheduleQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.next_at:%Y-%m-%d %H:%M}"
