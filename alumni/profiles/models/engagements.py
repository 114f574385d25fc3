"""What a person has done in the network: courses completed, workshops attended, led or spoken at."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import CoursePage
from courses.learning.models import Achievement, Completion

from .profiles import Profile


class EngagementQuerySet(models.QuerySet["Engagement"]):
    def standing(self) -> "EngagementQuerySet":
        """Those that still count: a completion taken back takes its engagement along at once (case 43)."""
        again = Completion.objects.standing().filter(enrolment=OuterRef("achievement__completion__enrolment"))
        return self.filter(Q(achievement__completion=None) | Exists(again))


class Engagement(models.Model):
    """One course completed, or one workshop taken part in. It follows from an achievement, once."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="engagements")
    kind = models.CharField(max_length=12, choices=Achievement.Kind.choices)
    # The registration, or the workshop's public id: who shares the latter is of one cohort.
    ref = models.UUIDField()
    achievement = models.OneToOneField(Achievement, models.PROTECT, related_name="engagement")
    course = models.ForeignKey(CoursePage, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=255)
    title_language = models.CharField(max_length=12, blank=True)
    ended_at = models.DateTimeField()

    objects = EngagementQuerySet.as_manager()

    class Meta:
        ordering = ["-ended_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["profile", "kind", "ref"], name="one_engagement_per_ref")]
        indexes = [models.Index(fields=["ref", "profile"], name="engagement_by_ref")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"

    def is_course(self) -> bool:
        return self.kind == Achievement.Kind.COURSE

    def shown_title(self) -> str:
        """What others read: of a course that is sensitive, the words chosen instead of its title (A14, case 47)."""
        masked = getattr(self.course, "masked_as", None) if self.course else None
        return masked.shown_as if masked else self.title


class MaskedCourse(models.Model):
    """A sensitive course: profiles show other words instead of its title, from the moment this is saved."""

    course = models.OneToOneField(
        CoursePage, models.CASCADE, related_name="masked_as", verbose_name=_("sensitive course")
    )
    shown_as = models.CharField(
        _("shown as"), max_length=160, help_text=_("What profiles say instead, such as “A specialised course”.")
    )

    class Meta:
        verbose_name = _("sensitive course")

    def __str__(self) -> str:
        return self.shown_as
