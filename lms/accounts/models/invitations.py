"""An invitation to join, bound to one person."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .organisations import AgencyType, Member


class JoiningQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: Any) -> "JoiningQuerySet":
        """RSO staff see all, a focal point those for their own member. Whoever has the link needs no sight of it (H7)."""
        return self.filter(member__in=Member.objects.looked_after_by(user))


class Invitation(models.Model):
    """Sent by staff or a focal point. The link shows on GET and is spent by POST alone (H7)."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(max_length=254)
    full_name = models.CharField(max_length=180)
    member = models.ForeignKey(Member, models.PROTECT, related_name="invitations")
    agency_type = models.ForeignKey(AgencyType, models.PROTECT, related_name="invitations")
    agency = models.CharField(max_length=160, blank=True)
    language = models.CharField(max_length=12, default="en")
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="invitations")

    objects = JoiningQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=models.Q(state="open"), name="one_open_invitation_per_address"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name
