"""The profile, and to whom each part of it is shown."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.taxonomy.models import Programme
from lms.accounts.models import User

from ..audiences import Audience, Field


class ProfileQuerySet(models.QuerySet["Profile"]):
    def listed(self) -> "ProfileQuerySet":
        """Who chose to be found, as long as their account stands."""
        return self.filter(
            listing=Profile.Listing.LISTED,
            status=Profile.Status.ACTIVE,
            person__state=User.State.VERIFIED,
            person__is_active=True,
        )

    def visible_to(self, viewer: Any) -> "ProfileQuerySet":
        """The listed ones, for verified people; and one's own. Staff reach hidden ones by `hidden_from`, with a reason."""
        if not (viewer.is_authenticated and viewer.is_active and viewer.is_verified()):
            return self.none()
        return (self.listed() | self.filter(person=viewer)).distinct()

    def hidden(self) -> "ProfileQuerySet":
        """Who is not found; only RSO staff open these, and say why."""
        return self.exclude(pk__in=Profile.objects.listed().values("pk")).exclude(person__state=User.State.ERASED)


class Profile(models.Model):
    """What one officer tells the network about themselves. It begins with their first completion, and hidden."""

    class Listing(models.TextChoices):
        HIDDEN = "hidden", _("Not listed")
        LISTED = "listed", _("Listed")

    class Status(models.TextChoices):
        ACTIVE = "active", _("Serving")
        LEFT_SERVICE = "left_service", _("Left the service")
        WITHDRAWN = "withdrawn", _("Withdrawn from the network")
        SUSPENDED = "suspended", _("Suspended")
        DECEASED = "deceased", _("Deceased")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="profile")
    romanised_name = models.CharField(_("name in Latin letters"), max_length=180, blank=True)
    unit = models.CharField(_("unit"), max_length=160, blank=True)
    role_title = models.CharField(_("role"), max_length=160, blank=True)
    themes = models.ManyToManyField(Programme, related_name="+", blank=True)
    listing = models.CharField(max_length=8, choices=Listing.choices, default=Listing.HIDDEN)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.ACTIVE)
    began_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    # All names as the search compares them: folded, by sound, in tokens. Each begins and ends with a space.
    name_fold = models.CharField(max_length=1000, blank=True, editable=False, db_index=True)
    name_key = models.CharField(max_length=1000, blank=True, editable=False)
    search_tokens = models.TextField(blank=True, editable=False)
    tokeniser_version = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(listing__in=["hidden", "listed"]), name="profile_listing_is_known"),
        ]
        indexes = [
            models.Index(
                fields=["name_fold", "public_id"],
                condition=Q(listing="listed", status="active"),
                name="profile_listed_by_name",
            ),
            models.Index(
                fields=["public_id"], condition=Q(listing="listed", status="active"), name="profile_listed_by_id"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def get_absolute_url(self) -> str:
        return reverse("profiles:card", args=[self.public_id])

    def is_listed(self) -> bool:
        """Whether anybody else finds it: chosen so, and the account stands."""
        stands = self.person.is_verified() and self.person.is_active
        return self.listing == self.Listing.LISTED and self.status == self.Status.ACTIVE and stands


class FieldAudience(models.Model):
    """Who sees one field of one profile. Rows are written when the profile begins: a new default widens nobody's."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="audiences")
    field = models.CharField(max_length=12, choices=Field.choices)
    audience = models.CharField(max_length=12, choices=Audience.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "field"], name="one_audience_per_field"),
            models.CheckConstraint(
                condition=~Q(field="work_email") | Q(audience__in=["nobody", "rso"]), name="addresses_are_for_the_rso"
            ),
            models.CheckConstraint(
                condition=~Q(field="workshops") | Q(audience__in=["nobody", "rso", "cohort"]),
                name="workshops_are_for_the_cohort",
            ),
        ]
        # Whose field is open to an audience, read from the index alone.
        indexes = [models.Index(fields=["field", "audience", "profile"], name="audience_of_field")]

    def __str__(self) -> str:
        return f"{self.field}: {self.audience}"


class Alias(models.Model):
    """Another name or spelling a person is known by."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=180)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["profile", "name"], name="one_row_per_alias")]

    def __str__(self) -> str:
        return self.name


class SpokenLanguage(models.Model):
    """A language a person works in, and how well."""

    class Level(models.TextChoices):
        BASIC = "basic", _("Basic")
        WORKING = "working", _("Working")
        FLUENT = "fluent", _("Fluent")

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="languages")
    code = models.CharField(max_length=12)
    level = models.CharField(max_length=8, choices=Level.choices, default=Level.WORKING)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["profile", "code"], name="one_row_per_language")]

    def __str__(self) -> str:
        return f"{self.code} ({self.level})"
