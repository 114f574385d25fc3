"""The members of the Bali Process, kinds of agency, and organisations that own courses or employ people."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .roles import RoleGrant

Role, Scope = RoleGrant.Role, RoleGrant.Scope


class MemberQuerySet(models.QuerySet["Member"]):
    def looked_after_by(self, user: Any) -> "MemberQuerySet":
        """Whose people this person may look after: all members' for staff, their own for a focal point."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(Role.STAFF, Role.ADMIN):
            return self
        return self.filter(public_id__in=user.scope_ids(Role.FOCAL_POINT, Scope.MEMBER))


class Member(models.Model):
    """A member of the Bali Process: a state, a territory or an international organisation, labelled exactly as listed."""

    class Kind(models.TextChoices):
        STATE = "state", _("Member state or territory")
        ORGANISATION = "organisation", _("International organisation")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # ISO 3166-1 alpha-2 for states and territories, the usual short name (IOM) for organisations.
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.STATE)
    region = models.CharField(max_length=40, blank=True)
    languages = models.CharField(max_length=120, blank=True, help_text=_("BCP 47 codes, separated by semicolons."))
    position = models.PositiveSmallIntegerField(default=0)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AgencyType(models.Model):
    """A kind of service, such as immigration or coast guard; reports split by it."""

    code = models.SlugField(max_length=40, unique=True)
    label = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        """In the reader's language, where it is one of those every site begins with (agency_words.py)."""
        return gettext(self.label)


class Organisation(models.Model):
    """Who owns a course, a workshop or a certificate template, or employs a person: the RSO, a partner academy, an agency."""

    class Kind(models.TextChoices):
        RSO = "rso", _("Regional Support Office")
        ACADEMY = "academy", _("Partner academy")
        AGENCY = "agency", _("Agency")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="organisations")
    city = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
