"""Places: who is on the roster of a workshop, and how they came there."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.learning.models import Enrolment
from lms.accounts.models import Invitation, Member

from ..states import EXPECTED, GONE, OFFER_ENDED, SEATED, PlaceState
from .workshops import Workshop

# What was done to a place may be undone that long (experience.md 8).
UNDO_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class WrittenPost:
    """Where somebody serves, as whoever invited them wrote it."""

    member: Member | None
    agency: str


class PlaceQuerySet(models.QuerySet["Place"]):
    def seated(self) -> "PlaceQuerySet":
        """Those who hold a seat; the waitlisted do not (H3)."""
        return self.filter(state__in=SEATED)

    def expected(self) -> "PlaceQuerySet":
        """Those who are marked in the room: confirmed, and what follows from it."""
        return self.filter(state__in=EXPECTED)

    def queue(self) -> "PlaceQuerySet":
        return self.filter(state=PlaceState.WAITLISTED).order_by("waiting_since", "pk")

    def within_reach(self) -> "PlaceQuerySet":
        """Those a mail can reach: whose account is open, or whose invitation is."""
        invited = models.Q(person=None, invitation__state=Invitation.State.OPEN)
        return self.filter(models.Q(person__is_active=True) | invited)

    def not_joined(self) -> "PlaceQuerySet":
        """Those who were invited with their place and have not answered."""
        return self.filter(person=None).exclude(state__in=GONE)

    def with_open_invitation(self) -> "PlaceQuerySet":
        """Those whose invitation was not withdrawn: they can still be asked."""
        return self.filter(invitation__state=Invitation.State.OPEN)

    def lapsed(self, at: datetime) -> "PlaceQuerySet":
        """Offers nobody answered in time."""
        return self.filter(state=PlaceState.OFFERED, offered_until__lte=at)

    def belonging_to(self, person: Any) -> "PlaceQuerySet":
        return self.filter(person=person) if person.is_authenticated else self.none()

    def by_name(self) -> "PlaceQuerySet":
        return self.order_by("name_key", "pk")

    def after(self, workshop: Workshop, public_id: str | None) -> "PlaceQuerySet":
        """The page by name after this place; looked for in the cohort, so that nothing can be learnt from a guessed id."""
        try:
            last = (
                Place.objects.filter(workshop=workshop, public_id=uuid.UUID(public_id)).first() if public_id else None
            )
        except ValueError:
            last = None
        if last is None:
            return self
        return self.filter(models.Q(name_key__gt=last.name_key) | models.Q(name_key=last.name_key, pk__gt=last.pk))


class Place(models.Model):
    """One person in one cohort. Who is invited stands there by their invitation until they have accepted it, and as
    they were written down for this cohort: nothing of an account is shown before its owner has agreed (decision 0030).
    """

    State = PlaceState

    class Source(models.TextChoices):
        MANUAL = "manual", _("Added by hand")
        IMPORT = "import", _("Imported")
        NOMINATION = "nomination", _("Nominated")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="places")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="places")
    invitation = models.ForeignKey(Invitation, models.PROTECT, null=True, related_name="places")
    # The course of the workshop, taken as part of it.
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, null=True, related_name="places")
    state = models.CharField(max_length=12, choices=PlaceState.choices, default=PlaceState.NOMINATED)
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.MANUAL)
    # Of somebody who has not accepted yet: as this cohort wrote them down, whatever other invitations or an account say.
    written_name = models.CharField(max_length=180, blank=True, editable=False)
    written_agency = models.CharField(max_length=160, blank=True, editable=False)
    written_member = models.ForeignKey(Member, models.PROTECT, null=True, editable=False, related_name="+")
    # When this cohort last asked them to accept.
    asked_at = models.DateTimeField(null=True, editable=False)
    # The folded name, by which the roster is sorted and searched.
    name_key = models.CharField(max_length=400, blank=True, editable=False)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()
    # The order of the waiting list; who was moved up stands before whoever waited longer.
    waiting_since = models.DateTimeField(null=True, editable=False)
    offered_until = models.DateTimeField(null=True, editable=False)
    # Met the rule when the workshop was closed; the certificate follows once the invitation is accepted and the account
    # verified (decision 0018).
    awaits_verification = models.BooleanField(default=False, editable=False)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "person"], condition=models.Q(person__isnull=False), name="one_place_per_person"
            ),
            models.UniqueConstraint(
                fields=["workshop", "invitation"],
                condition=models.Q(invitation__isnull=False),
                name="one_place_per_invitation",
            ),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | models.Q(invitation__isnull=False),
                name="place_belongs_to_somebody",
            ),
            models.CheckConstraint(condition=models.Q(state__in=PlaceState.values), name="place_state_is_known"),
            models.CheckConstraint(
                condition=~models.Q(state="offered") | models.Q(offered_until__isnull=False),
                name="offer_has_a_deadline",
            ),
        ]
        indexes = [models.Index(fields=["workshop", "state"], name="places_by_state")]

    def __str__(self) -> str:
        return self.full_name()

    def full_name(self) -> str:
        """As the person writes it; until they have accepted, as it was written for this cohort."""
        return self.person.full_name if self.person is not None else self.written_name

    def post(self) -> Any:
        """Member and agency: of the account once it is theirs, or as written. None where an account has none.

        Of many places the accounts' posts are fetched beforehand as `present_posts`.
        """
        if self.person is None:
            return WrittenPost(self.written_member, self.written_agency)
        if hasattr(self.person, "present_posts"):
            return next(iter(self.person.present_posts), None)
        return self.person.affiliation()

    def write_down(self, name: str, member: Member | None, agency: str, *, at: datetime) -> None:
        """Who is asked to accept, in the words of whoever asks. Not stored yet."""
        self.written_name, self.written_member, self.written_agency, self.asked_at = name, member, agency, at

    def hand_over(self, person: Any) -> None:
        """They accepted: from here on the account says who they are, and what was written goes. Not stored yet."""
        self.person, self.written_name, self.written_member, self.written_agency = person, "", None, ""

    def email(self) -> str:
        if self.person is not None:
            return self.person.email
        return self.invitation.email if self.invitation is not None else ""

    def state_words(self) -> str:
        """How they stand, in words."""
        has_ended = self.state == PlaceState.OFFERED and self.workshop.is_closed()
        return str(OFFER_ENDED if has_ended else self.get_state_display())

    def is_invited(self) -> bool:
        """Whether the person has still to accept the invitation."""
        return self.person_id is None


class PlaceChange(models.Model):
    """One step of a place, by whom, when and why (H1). Added, never changed."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="changes")
    # Empty where the place was made.
    old = models.CharField(max_length=12, choices=PlaceState.choices, blank=True)
    new = models.CharField(max_length=12, choices=PlaceState.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    # The step that took this one back.
    undone_by = models.OneToOneField("self", models.PROTECT, null=True, related_name="undoes")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.old or '·'} → {self.new}"
