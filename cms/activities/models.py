"""What the RSO does, and when: the hinge between the work plan and workshops, events, pages (decision 15)."""

import uuid
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms.taxonomy.models import CooperationItem, Programme, Purpose
from lms.accounts.models import Organisation
from lms.accounts.permissions import can_open_admin, is_staff

from .local_time import LocalDateTimeField, span, zone_of


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, viewer: Any) -> "ActivityQuerySet":
        """Public ones for everybody; the others for those they are for. An app that invites adds whom it invited."""
        public = Q(audience=Activity.Audience.PUBLIC)
        if not viewer.is_authenticated:
            return self.filter(public)
        if is_staff(viewer):
            return self
        seen = public
        if viewer.is_verified():
            seen |= Q(audience=Activity.Audience.MEMBERS)
        if can_open_admin(viewer) or any(asked(viewer) for asked in hooks.get_hooks("is_activity_alumnus")):
            seen |= Q(audience=Activity.Audience.ALUMNI)
        for invited in hooks.get_hooks("invited_activities"):
            seen |= Q(pk__in=invited(viewer))
        return self.filter(seen)

    def upcoming(self, at: datetime) -> "ActivityQuerySet":
        """What has not ended, next first."""
        return self.filter(ends_at__gte=at).order_by("starts_at", "pk")

    def past(self, at: datetime) -> "ActivityQuerySet":
        """What has ended, latest first."""
        return self.filter(ends_at__lt=at).order_by("-starts_at", "-pk")

    def in_quarter(self, year: int, quarter: int) -> "ActivityQuerySet":
        return self.filter(year=year, quarter=quarter).order_by("starts_at", "title", "pk")


class Activity(models.Model):
    """One activity of the calendar. Events and workshops have no times of their own: theirs stand here alone."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("Meeting")
        TRAINING = "training", _("Training")
        WORKSHOP = "workshop", _("Workshop")
        WEBINAR = "webinar", _("Webinar")
        OTHER = "other", _("Other")

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        ONLINE = "online", _("Online")
        HYBRID = "hybrid", _("In person and online")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        CONFIRMED = "confirmed", _("Confirmed")
        DONE = "done", _("Took place")
        CANCELLED = "cancelled", _("Cancelled")

    class Audience(models.TextChoices):
        PUBLIC = "public", _("Everybody")
        MEMBERS = "members", _("Everybody with a verified account")
        ALUMNI = "alumni", _("Alumni")
        INVITED = "invited", _("Only those who are invited")

    OPEN = (State.PLANNED, State.CONFIRMED)
    # What a calendar entry shows: a change of these is a new version of it (spec, 11.3).
    WHEN_AND_WHERE = ("starts_local", "ends_local", "zone", "all_day", "place", "mode")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=160)
    summary = models.TextField(_("summary"), blank=True, max_length=2000)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.MEETING)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("organised by")
    )
    purposes = models.ManyToManyField(
        Purpose, blank=True, related_name="activities", verbose_name=_("strategic purposes")
    )
    areas = models.ManyToManyField(
        CooperationItem, blank=True, related_name="activities", verbose_name=_("areas of cooperation")
    )
    programmes = models.ManyToManyField(Programme, blank=True, related_name="activities", verbose_name=_("programmes"))
    # Purposes and areas belong to a strategy, not to the program: which one this activity was planned under.
    strategy_period = models.CharField(_("strategy period"), max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    quarter = models.PositiveSmallIntegerField(_("quarter"), null=True, blank=True)
    # The clock on the wall over there and its zone are the truth; the instants are worked out from them (case 58).
    starts_local = LocalDateTimeField(_("starts"), null=True, blank=True)
    ends_local = LocalDateTimeField(
        _("ends"), null=True, blank=True, help_text=_("Of whole days the last one. May be left empty.")
    )
    zone = models.CharField(_("time zone"), max_length=60, default="Asia/Bangkok")
    all_day = models.BooleanField(_("whole days"), default=False)
    starts_at = models.DateTimeField(null=True, editable=False)
    ends_at = models.DateTimeField(null=True, editable=False)
    place = models.CharField(_("place"), max_length=200, blank=True)
    mode = models.CharField(_("how people take part"), max_length=10, choices=Mode.choices, default=Mode.IN_PERSON)
    join_url = models.URLField(_("address of the online room"), blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    cancel_reason = models.CharField(max_length=300, blank=True, editable=False)
    audience = models.CharField(_("who may see it"), max_length=10, choices=Audience.choices, default=Audience.INVITED)
    # The path of the page of the event or workshop; its owner sets it, and this app does not know its owner.
    link = models.CharField(max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["planned", "confirmed", "done", "cancelled"]), name="activity_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=["public", "members", "alumni", "invited"]), name="activity_audience_is_known"
            ),
            models.CheckConstraint(
                condition=Q(quarter=None) | Q(quarter__range=(1, 4)), name="activity_quarter_is_one_of_four"
            ),
            models.CheckConstraint(
                condition=Q(ends_local=None) | Q(ends_local__gte=F("starts_local")),
                name="activity_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(starts_local=None, starts_at=None, ends_at=None)
                | Q(starts_local__isnull=False, starts_at__isnull=False, ends_at__isnull=False),
                name="activity_instants_follow_the_clock",
            ),
        ]
        indexes = [
            models.Index(fields=["ends_at", "starts_at"], name="activity_by_time"),
            models.Index(fields=["year", "quarter"], name="activity_by_quarter"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        zone_of(self.zone)
        if self.ends_local and not self.starts_local:
            raise ValidationError({"starts_local": _("Say when it starts.")})
        if self.starts_local and self.ends_local and self.ends_local < self.starts_local:
            raise ValidationError({"ends_local": _("It cannot end before it starts.")})

    def work_out_instants(self) -> bool:
        """Set the instants from clock and zone; whether they are others than before."""
        before = self.starts_at, self.ends_at
        if self.starts_local is None:
            self.starts_at = self.ends_at = None
        else:
            self.starts_at, self.ends_at = span(self.starts_local, self.ends_local, self.zone, all_day=self.all_day)
        return before != (self.starts_at, self.ends_at)

    def is_open(self) -> bool:
        return self.state in self.OPEN

    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED
