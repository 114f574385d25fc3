"""Dated roles: who may do what, where, from when to when."""

import uuid
from datetime import UTC, datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.built_once import BuiltOnce


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def standing(self, at: datetime) -> "RoleGrantQuerySet":
        return self.filter(starts_at__lte=at).filter(models.Q(ends_at=None) | models.Q(ends_at__gt=at))

    def of_the_office(self) -> "RoleGrantQuerySet":
        return self.filter(role__in=[RoleGrant.Role.STAFF, RoleGrant.Role.ADMIN])


class RoleGrant(models.Model):
    """A role given to a person, for a scope and a time. Ending it ends the access on the next request (H11)."""

    class Role(models.TextChoices):
        STAFF = "staff", _("RSO staff")
        ADMIN = "admin", _("Administrator")
        EDITOR = "editor", _("Editor")
        TRAINER = "trainer", _("Trainer")
        MODERATOR = "moderator", _("Moderator")
        FOCAL_POINT = "focal_point", _("National focal point")

    class Scope(models.TextChoices):
        EVERYWHERE = "", _("Everywhere")
        ORGANISATION = "organisation", _("One organisation")
        MEMBER = "member", _("One member")
        WORKSHOP = "workshop", _("One workshop")
        SPACE = "space", _("One space")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=16, choices=Role.choices)
    # A kind and a public id, no foreign key: scopes such as a workshop lie on floors above this one.
    scope_kind = models.CharField(max_length=16, choices=Scope.choices, blank=True, default=Scope.EVERYWHERE)
    scope_id = models.UUIDField(default=uuid.UUID(int=0))
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ["role", "starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "scope_kind", "scope_id"],
                condition=models.Q(ends_at=None),
                name="one_open_grant_per_role_and_scope",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.person}"


# Asked of whoever ever had a role, on every request.
STANDING = BuiltOnce(
    lambda person, at: RoleGrant.objects.filter(person=person).standing(at), -1, datetime(2000, 1, 1, tzinfo=UTC)
)
