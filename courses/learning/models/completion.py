"""Completion and achievement: the facts that certificates and alumni profiles follow from."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import CoursePage

from .enrolments import Enrolment


class CompletionQuerySet(models.QuerySet["Completion"]):
    def standing(self) -> "CompletionQuerySet":
        return self.filter(invalidated_at=None)

    def awaiting_release(self) -> "CompletionQuerySet":
        """Finished by a change of rules and not yet released by staff (P5)."""
        return self.standing().filter(reason="rule change", achievement=None)


class Completion(models.Model):
    """That an enrolment met its rules: invalidated with a reason perhaps, deleted never."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="completions")
    rule_version = models.PositiveIntegerField()
    reason = models.CharField(max_length=40)
    completed_at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    invalidated_at = models.DateTimeField(null=True, editable=False)
    invalidated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    invalidated_reason = models.CharField(max_length=200, blank=True)

    objects = CompletionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=models.Q(invalidated_at=None),
                name="one_standing_completion_per_enrolment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["completed_at"], condition=models.Q(invalidated_at=None), name="standing_completion_by_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.reason}"


class Achievement(models.Model):
    """What may be certified and remembered: a completed course, a workshop attended, led or spoken at."""

    class Kind(models.TextChoices):
        COURSE = "course", _("Course completed")
        ATTENDED = "attended", _("Workshop attended")
        TRAINED = "trained", _("Workshop led")
        SPOKE = "spoke", _("Spoke at a workshop")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="achievements")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    # The registration, or the workshop's public id.
    ref = models.UUIDField()
    completion = models.OneToOneField(Completion, models.PROTECT, null=True, related_name="achievement")
    achieved_at = models.DateTimeField()
    # What certificates and profiles say of it. A course is asked itself; what others record says it here.
    title = models.CharField(max_length=255, blank=True)
    title_language = models.CharField(max_length=12, blank=True)
    minutes = models.PositiveIntegerField(default=0)
    cohort = models.CharField(max_length=255, blank=True)
    partners = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "ref"], name="one_achievement_per_kind_and_ref"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class RulesApplied(models.Model):
    """How far the present content of a course has been applied to its open enrolments (P5)."""

    course = models.OneToOneField(CoursePage, models.CASCADE, related_name="rules_applied")
    content_stamp = models.PositiveBigIntegerField(default=0)
    # The last enrolment looked at, while a run is under way.
    reached = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.course_id}: {self.content_stamp}"
