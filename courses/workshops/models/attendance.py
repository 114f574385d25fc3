"""Who was in the room: one mark per place and session."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .places import Place
from .workshops import CohortSession


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def marked(self) -> "AttendanceQuerySet":
        """Without the marks that were taken back."""
        return self.exclude(mark="")


class Attendance(models.Model):
    """How somebody took part in one session (H13). A trainer's mark outranks what people noted of themselves.

    A mark that was taken back is empty, and counts as none; its history stays.
    """

    class Mark(models.TextChoices):
        PRESENT = "present", _("Present")
        LATE = "late", _("Late")
        REMOTE = "remote", _("Took part remotely")
        EXCUSED = "excused", _("Excused")
        ABSENT = "absent", _("Absent")

    class Source(models.TextChoices):
        TRAINER = "trainer", _("Marked by a trainer")
        SELF = "self", _("Checked in")

    place = models.ForeignKey(Place, models.PROTECT, related_name="attendance")
    session = models.ForeignKey(CohortSession, models.PROTECT, related_name="attendance")
    mark = models.CharField(max_length=8, choices=Mark.choices, blank=True)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.TRAINER)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "session"], name="one_mark_per_place_and_session"),
            models.CheckConstraint(
                condition=models.Q(mark__in=["", "present", "late", "remote", "excused", "absent"]),
                name="mark_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.get_mark_display()


class MarkChange(models.Model):
    """A mark set or corrected: what it was, what it became, by whom, when and why. Added, never changed (H13, H15)."""

    attendance = models.ForeignKey(Attendance, models.PROTECT, related_name="changes")
    old = models.CharField(max_length=8, choices=Attendance.Mark.choices, blank=True)
    # Empty where the mark was taken back.
    new = models.CharField(max_length=8, choices=Attendance.Mark.choices, blank=True)
    source = models.CharField(max_length=8, choices=Attendance.Source.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    # The stroke that marked all who were left, so that it can be taken back in one.
    stroke = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.old or '·'} → {self.new or '·'}"
