"""What is done for the site itself: backups, rehearsals of a restore, looks at what must hold."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UpkeepQuerySet(models.QuerySet["Upkeep"]):
    def ended(self, kind: str) -> "UpkeepQuerySet":
        """What has come to an end, the latest first."""
        return self.filter(kind=kind, ended_at__isnull=False).order_by("-ended_at", "-pk")

    def good(self, kind: str) -> "UpkeepQuerySet":
        return self.ended(kind).filter(state=Upkeep.State.GOOD)

    def abandoned(self, before: datetime) -> "UpkeepQuerySet":
        """What began and never said how it ended: the process was killed."""
        return self.filter(state=Upkeep.State.RUNNING, began_at__lt=before)


class Upkeep(models.Model):
    """One backup, one rehearsal of a restore, or one look at what must hold: when, how long, how it ended."""

    class Kind(models.TextChoices):
        BACKUP = "backup", _("Backup")
        DRILL = "drill", _("Restore drill")
        INVARIANTS = "invariants", _("Check of what must hold")

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        GOOD = "good", _("Good")
        FAILED = "failed", _("Failed")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    # The hour it was due; empty where a person asked for it. Two schedulers cannot both have it (F-8).
    slot = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)
    # Numbers, names of files and ids; nothing about people.
    facts = models.JSONField(default=dict)
    # What went wrong, in one sentence.
    fault = models.CharField(max_length=500, blank=True)

    objects = UpkeepQuerySet.as_manager()

    class Meta:
        verbose_name = _("upkeep")
        verbose_name_plural = _("upkeep")
        constraints = [
            models.UniqueConstraint(fields=["kind", "slot"], name="one_upkeep_for_each_slot"),
            models.CheckConstraint(
                condition=Q(kind__in=["backup", "drill", "invariants"]), name="upkeep_kind_is_known"
            ),
            models.CheckConstraint(condition=Q(state__in=["running", "good", "failed"]), name="upkeep_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="running", ended_at=None) | (~Q(state="running") & Q(ended_at__isnull=False)),
                name="upkeep_that_ended_says_when",
            ),
        ]
        indexes = [models.Index(fields=["kind", "-ended_at"], name="upkeep_latest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.began_at:%Y-%m-%d %H:%M}"

    @property
    def is_good(self) -> bool:
        return self.state == self.State.GOOD
