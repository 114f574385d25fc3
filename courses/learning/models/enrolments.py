"""Enrolment: one person in one course in one period."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from courses.catalogue.models import CoursePage
from lms.accounts.models import AgencyType, Member


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def open(self) -> "EnrolmentQuerySet":
        return self.filter(closed_at=None)

    def visible_to(self, viewer: Any) -> "EnrolmentQuerySet":
        """A learner's own; nobody else's here. Staff read lists of their own pages."""
        if not viewer.is_authenticated:
            return self.none()
        return self.filter(learner=viewer)


class Enrolment(models.Model):
    """One person taking one course in one period. Withdrawing closes it; coming back reopens the same row."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments")
    # The source page: rules, order and scoring are read from it alone.
    course = models.ForeignKey(CoursePage, models.PROTECT, related_name="enrolments")
    # The name cmi5 and xAPI know this enrolment by.
    registration = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    period = models.PositiveSmallIntegerField(default=1)
    enrolled_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)  # completed or withdrawn
    # Copied at the start and never rewritten (P25, B4).
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    agency_type = models.ForeignKey(AgencyType, models.PROTECT, null=True, related_name="+")
    agency = models.CharField(max_length=160, blank=True)
    rank_band = models.CharField(max_length=12, blank=True)
    sex = models.CharField(max_length=10, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "course"], condition=models.Q(closed_at=None), name="one_open_enrolment_per_course"
            ),
            models.UniqueConstraint(fields=["learner", "course", "period"], name="one_enrolment_per_period"),
        ]
        # Figures ask for those of a quarter or a year.
        indexes = [models.Index(fields=["enrolled_at"], name="enrolment_by_day")]

    def __str__(self) -> str:
        return str(self.registration)

    def is_open(self) -> bool:
        return self.closed_at is None
