"""The workshop, a dated delivery of an activity, and its sessions."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Max, Min, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.activities.local_time import LocalDateTimeField, city
from cms.activities.models import Activity
from courses.catalogue.models import CoursePage
from lms.accounts.models import Organisation, RoleGrant
from lms.accounts.permissions import is_staff

Role, Scope = RoleGrant.Role, RoleGrant.Scope


class WorkshopQuerySet(models.QuerySet["Workshop"]):
    def visible_to(self, viewer: Any) -> "WorkshopQuerySet":
        """RSO staff see every cohort; trainers theirs and their academy's, as long as the role stands (H11, H12)."""
        if not viewer.is_authenticated:
            return self.none()
        if is_staff(viewer):
            return self
        own = viewer.scope_ids(Role.TRAINER, Scope.WORKSHOP)
        academies = viewer.scope_ids(Role.TRAINER, Scope.ORGANISATION)
        if not own and not academies:
            return self.none()
        return self.filter(models.Q(public_id__in=own) | models.Q(partner__public_id__in=academies))

    def standing(self) -> "WorkshopQuerySet":
        """Those with something still to do."""
        return self.exclude(state__in=Workshop.AT_REST)

    def with_span(self) -> "WorkshopQuerySet":
        """Each with its first and last moment, so that a list asks no question for each of its rows."""
        sessions = CohortSession.objects.standing().filter(workshop=OuterRef("pk"))
        first, last = sessions.order_by("starts_at"), sessions.order_by("-ends_at")
        return self.annotate(
            first_at=Subquery(first.values("starts_at")[:1]),
            last_at=Subquery(last.values("ends_at")[:1]),
            first_local=Subquery(first.values("starts_local")[:1]),
            last_local=Subquery(last.values("ends_local")[:1]),
        )

    def latest_first(self) -> "WorkshopQuerySet":
        return self.order_by("-activity__starts_at", "-pk")


class Phase(models.TextChoices):
    """What a workshop is at this moment, in words: its state, and what the clock says of it."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open for places")
    RUNNING = "running", _("Running")
    OVER = "over", _("Over, not closed yet")
    CANCELLED = "cancelled", _("Called off")
    CLOSED = "closed", _("Closed")
    ARCHIVED = "archived", _("Archived")


class Workshop(models.Model):
    """A dated delivery. When and where stand in its activity, what is taught in its course; its roster is the cohort."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        OPEN = "open", _("Open for places")
        RUNNING = "running", _("Running")
        CANCELLED = "cancelled", _("Called off")
        CLOSED = "closed", _("Closed")
        ARCHIVED = "archived", _("Archived")

    # Places and sessions are a record: nothing there changes any more.
    AT_REST = (State.CANCELLED, State.CLOSED, State.ARCHIVED)
    # Beside that nothing is corrected or made up for any more: no mark, no late certificate.
    PUT_AWAY = (State.CANCELLED, State.ARCHIVED)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = models.OneToOneField(Activity, models.PROTECT, related_name="workshop", verbose_name=_("activity"))
    course = models.ForeignKey(
        CoursePage, models.PROTECT, null=True, blank=True, related_name="workshops", verbose_name=_("course")
    )
    partner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="workshops", verbose_name=_("partner academy")
    )
    seats = models.PositiveSmallIntegerField(
        _("seats"), validators=[MinValueValidator(1), MaxValueValidator(500)], default=24
    )
    # Who was there for less gets no certificate; percent of the sessions held (H14).
    attendance_percent = models.PositiveSmallIntegerField(
        _("attendance needed for a certificate, in percent"),
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        default=80,
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    # Why stands in the activity, which is cancelled with it.
    called_off_at = models.DateTimeField(null=True, editable=False)
    # How often it was called off or put back: of two such mails to one person the number tells them apart.
    turns = models.PositiveSmallIntegerField(default=0, editable=False)
    # When those who have a seat are told of the sessions that changed (decision 0016).
    announce_at = models.DateTimeField(null=True, editable=False)

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["planned", "open", "running", "cancelled", "closed", "archived"]),
                name="workshop_state_is_known",
            ),
            models.CheckConstraint(condition=models.Q(seats__gte=1), name="workshop_has_a_seat"),
            models.CheckConstraint(
                condition=models.Q(attendance_percent__gte=1, attendance_percent__lte=100),
                name="workshop_attendance_is_a_percentage",
            ),
        ]

    def __str__(self) -> str:
        return self.activity.title

    def get_absolute_url(self) -> str:
        return reverse("workshops:roster", args=[self.public_id])

    def is_standing(self) -> bool:
        """Whether places and sessions may still change."""
        return self.state not in self.AT_REST

    def is_put_away(self) -> bool:
        """Whether not even a mark may be corrected."""
        return self.state in self.PUT_AWAY

    def is_closed(self) -> bool:
        """Whether it took place and was closed: its offers ended with it."""
        return self.closed_at is not None

    def is_called_off(self) -> bool:
        return self.state == self.State.CANCELLED

    def span(self) -> tuple[datetime | None, datetime | None]:
        """The first moment and the last: those of the sessions that stand, or of the activity where there is none."""
        if hasattr(self, "first_at") and hasattr(self, "last_at"):
            first, last = self.first_at, self.last_at
        else:
            found = self.sessions.standing().aggregate(first=Min("starts_at"), last=Max("ends_at"))
            first, last = found["first"], found["last"]
        return first or self.activity.starts_at, last or self.activity.ends_at

    def days(self) -> tuple[datetime, datetime] | None:
        """The first day and the last, by the clock over there: of the activity, or of the sessions while it has no date."""
        if self.activity.starts_local is not None:
            return self.activity.starts_local, self.activity.ends_local or self.activity.starts_local
        if hasattr(self, "first_local") and hasattr(self, "last_local"):
            first, last = self.first_local, self.last_local
        else:
            standing = self.sessions.standing()
            first = standing.order_by("starts_at").values_list("starts_local", flat=True).first()
            last = standing.order_by("-ends_at").values_list("ends_local", flat=True).first()
        return (first, last) if first and last else None

    def has_roster(self) -> bool:
        """Whether anybody is or ever was on it, or a list was brought in for it."""
        return self.places.exists() or self.imports.exists()

    def has_begun(self, at: datetime) -> bool:
        first, _last = self.span()
        return first is not None and first <= at

    def is_over(self, at: datetime) -> bool:
        """Whether the last session has ended, closed or not."""
        _first, last = self.span()
        return last is not None and last <= at

    def last_call(self) -> datetime | None:
        """Until when a seat is of use to whoever gets it: the last session begins; where there is none, the activity ends."""
        last: datetime | None = self.sessions.standing().aggregate(last=Max("starts_at"))["last"]
        return last or self.activity.ends_at

    @property
    def phase(self) -> Phase:
        """For people: a workshop of last year is not "open for places" because nobody closed it."""
        now = timezone.now()
        if not self.is_standing():
            return Phase(self.state)
        if self.is_over(now):
            return Phase.OVER
        return Phase.RUNNING if self.has_begun(now) else Phase(self.state)


class CohortSessionQuerySet(models.QuerySet["CohortSession"]):
    def standing(self) -> "CohortSessionQuerySet":
        return self.filter(cancelled_at=None)

    def held(self, at: datetime) -> "CohortSessionQuerySet":
        """Begun and not cancelled: future sessions are not counted (H14)."""
        return self.standing().filter(starts_at__lte=at)


class CohortSession(models.Model):
    """One sitting of a cohort, at the local time of its place. Moving or cancelling it changes who was there for how much (H16)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=160)
    # What the invitation says; the zone makes moments of it.
    starts_local = LocalDateTimeField(_("begins"))
    ends_local = LocalDateTimeField(_("ends"))
    zone = models.CharField(_("time zone"), max_length=60)
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)
    place = models.CharField(_("place"), max_length=160, blank=True)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    # Raised by every move, for calendars (H16).
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = CohortSessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "number"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "number"], name="one_session_per_number"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="session_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def city(self) -> str:
        """By whose clock it begins, as people say it."""
        return city(self.zone)

    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    def is_standing(self) -> bool:
        return self.cancelled_at is None
