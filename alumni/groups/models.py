"""Groups of people with a beginning and an end: cohorts, themes, RILON coordination groups."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class GroupQuerySet(models.QuerySet["Group"]):
    def visible_to(self, user: Any) -> "GroupQuerySet":
        """The groups one belongs to at this moment. No office opens a group: who is not in it does not learn of it."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=Membership.objects.live(timezone.now()).filter(person=user).values("group"))


class Group(models.Model):
    """People who work on one thing together for a time."""

    class Kind(models.TextChoices):
        COHORT = "cohort", _("Cohort of a course")
        THEMATIC = "thematic", _("Thematic group")
        RILON = "rilon", _("RILON coordination group")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    mandate = models.TextField(blank=True)
    starts_at = models.DateTimeField(default=timezone.now)
    # From then on nobody is a member any more.
    sunset_at = models.DateTimeField(null=True, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def live(self, at: datetime) -> "MembershipQuerySet":
        """Which open doors at this moment: neither ended, lapsed nor frozen, in a group that has not ended."""
        return self.filter(
            Q(valid_to=None) | Q(valid_to__gt=at),
            Q(group__sunset_at=None) | Q(group__sunset_at__gt=at),
            valid_from__lte=at,
            frozen_reason="",
        )

    def visible_to(self, user: Any) -> "MembershipQuerySet":
        """Who else is in one's own groups."""
        return self.filter(group__in=Group.objects.visible_to(user)).live(timezone.now())


class Membership(models.Model):
    """That a person belongs to a group, from when to when. Coming back later sets the beginning anew."""

    class Level(models.TextChoices):
        MEMBER = "member", _("Member")
        CHAIR = "chair", _("Chair")

    group = models.ForeignKey(Group, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="group_memberships")
    level = models.CharField(max_length=8, choices=Level.choices, default=Level.MEMBER)
    valid_from = models.DateTimeField(default=timezone.now)
    valid_to = models.DateTimeField(null=True, blank=True)
    # Why access rests for now; empty while it does not.
    frozen_reason = models.CharField(max_length=20, blank=True)
    admitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], name="one_membership_per_group_and_person"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")), name="membership_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.person_id}"
