"""What the RSO does, and when: the hinge between the work plan and workshops, events, pages (decision 15)."""

import uuid
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms.taxonomy.models import CooperationArea, Partner, Programme, Purpose, StrategyPeriod
from lms.accounts.models import Organisation
from lms.accounts.permissions import can_open_admin, is_staff

from ..local_time import LocalDateTimeField, span, zone_of

# Of those in a quarter, what no plan gave a place comes after what a plan did.
UNPLACED = 9999
QUARTERS = 4


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, viewer: Any) -> "ActivityQuerySet":
        """Public ones for everybody; the others for those they are for. An app that invites adds whom it invited, and
        takes out what it has not announced: that staff alone see."""
        public = Q(audience=Activity.Audience.PUBLIC)
        if is_staff(viewer):
            return self
        announced = self
        for unannounced in hooks.get_hooks("unannounced_activities"):
            announced = announced.exclude(pk__in=unannounced())
        if not viewer.is_authenticated:
            return announced.filter(public)
        seen = public
        if viewer.is_verified():
            seen |= Q(audience=Activity.Audience.MEMBERS)
        if can_open_admin(viewer) or any(asked(viewer) for asked in hooks.get_hooks("is_activity_alumnus")):
            seen |= Q(audience=Activity.Audience.ALUMNI)
        for invited in hooks.get_hooks("invited_activities"):
            seen |= Q(pk__in=invited(viewer))
        return announced.filter(seen)

    def in_calendar(self) -> "ActivityQuerySet":
        """What stands in some quarter; an activity nobody placed in time yet is in none."""
        return self.exclude(year=None).exclude(quarter=None)

    def upcoming(self, at: datetime) -> "ActivityQuerySet":
        """What has not ended, next first."""
        return self.filter(ends_at__gte=at).order_by("starts_at", "pk")

    def past(self, at: datetime) -> "ActivityQuerySet":
        """What has ended, latest first."""
        return self.filter(ends_at__lt=at).order_by("-starts_at", "-pk")

    def in_quarter(self, year: int, quarter: int) -> "ActivityQuerySet":
        return self.filter(year=year, quarter=quarter).order_by("place_in_quarter", "starts_at", "title", "pk")


class Activity(models.Model):
    """One activity of the calendar. Events and workshops have no times of their own: theirs stand here alone."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("Meeting")
        TRAINING = "training", _("Training")
        WORKSHOP = "workshop", _("Workshop")
        WEBINAR = "webinar", _("Webinar")
        CONFERENCE = "conference", _("Conference")
        CONSULTATION = "consultation", _("Consultation")
        CURRICULUM = "curriculum", _("Curriculum")
        DIALOGUE = "dialogue", _("Dialogue")
        ENGAGEMENT = "engagement", _("Engagement event")
        EXERCISE = "exercise", _("Tabletop exercise")
        FORUM = "forum", _("Forum")
        FRAMEWORK = "framework", _("Framework")
        GUIDE = "guide", _("Guide")
        LAUNCH = "launch", _("Launch")
        MEDIA = "media", _("Media product")
        PANEL = "panel", _("Panel")
        PLATFORM = "platform", _("Platform")
        PROGRAMME = "programme", _("Programme of support")
        PUBLICATION = "publication", _("Publication")
        RESEARCH = "research", _("Research")
        REVIEW = "review", _("Review")
        ROUNDTABLE = "roundtable", _("Roundtable")
        TOOLKIT = "toolkit", _("Toolkit")
        OTHER = "other", _("Other")

        @classmethod
        def gatherings(cls) -> list[tuple[str, Any]]:
            """Those to which people come, and may be invited."""
            products = {cls.CURRICULUM, cls.FRAMEWORK, cls.GUIDE, cls.MEDIA, cls.PLATFORM, cls.PROGRAMME}
            products |= {cls.PUBLICATION, cls.RESEARCH, cls.REVIEW, cls.TOOLKIT}
            return [(kind.value, kind.label) for kind in cls if kind not in products]

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        ONLINE = "online", _("Online")
        HYBRID = "hybrid", _("In person and online")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        CONFIRMED = "confirmed", _("Confirmed")
        DONE = "done", _("Took place")
        CANCELLED = "cancelled", _("Cancelled")

    class Precision(models.TextChoices):
        DAY = "day", _("To the day")
        MONTH = "month", _("To the month")
        QUARTER = "quarter", _("To the quarter")

    class Audience(models.TextChoices):
        PUBLIC = "public", _("Everybody")
        MEMBERS = "members", _("Everybody with a verified account")
        ALUMNI = "alumni", _("Alumni")
        INVITED = "invited", _("Only those who are invited")

    OPEN = (State.PLANNED, State.CONFIRMED)
    # What a calendar entry shows: a change of these is a new version of it (spec, 11.3).
    WHEN_AND_WHERE = ("starts_local", "ends_local", "zone", "all_day", "place", "mode")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # What a work plan's activity is known by for good, such as A2021-Q1-02; one that no plan names has none.
    code = models.CharField(
        _("code"),
        max_length=20,
        unique=True,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^[A-Z][A-Z0-9-]{2,19}$", _("Capital letters, digits and hyphens."))],
        help_text=_("Such as A2023-Q1-02. It is given once and never changes."),
    )
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("summary"), blank=True, max_length=2000)
    kind = models.CharField(_("format"), max_length=12, choices=Kind.choices, default=Kind.MEETING)
    second_kind = models.CharField(
        _("format, more exactly"), max_length=60, blank=True, help_text=_("Such as practitioner guide.")
    )
    is_training = models.BooleanField(_("training"), null=True, blank=True, help_text=_("Whether people are trained."))
    themes = models.CharField(_("themes"), max_length=300, blank=True, help_text=_("Separated by semicolons."))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("organised by")
    )
    # Purposes and areas belong to a strategy, not to the program: which one this activity was planned under.
    strategy_period = models.ForeignKey(
        StrategyPeriod,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("strategy period"),
    )
    purposes = models.ManyToManyField(
        Purpose, blank=True, related_name="activities", verbose_name=_("strategic purposes")
    )
    areas = models.ManyToManyField(
        CooperationArea,
        blank=True,
        related_name="activities",
        verbose_name=_("areas of cooperation"),
        # A name of its own: PostgreSQL keeps the index names of the table that was renamed out of the way.
        db_table="activities_activity_cooperation_area",
    )
    programmes = models.ManyToManyField(Programme, blank=True, related_name="activities", verbose_name=_("programmes"))
    programme_basis = models.CharField(_("how the programmes are known"), max_length=200, blank=True)
    partners = models.ManyToManyField(Partner, blank=True, related_name="activities", verbose_name=_("partners"))
    related = models.ManyToManyField("self", blank=True, verbose_name=_("related activities"))
    # A plan may list one activity twice in the same words. Both rows stand, and it is told how many are different.
    repeats = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="repeated_by",
        verbose_name=_("same activity as"),
        help_text=_("Where a plan lists one activity twice in the same words."),
    )
    # The quarter it is planned for. Of a plan's activity it stays as planned, whenever the activity takes place.
    year = models.PositiveSmallIntegerField(_("planned year"), null=True, blank=True)
    quarter = models.PositiveSmallIntegerField(_("planned quarter"), null=True, blank=True)
    place_in_quarter = models.PositiveSmallIntegerField(
        _("place among those of the quarter"), default=UNPLACED, editable=False
    )
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
    # Empty where the source does not say.
    mode = models.CharField(
        _("how people take part"), max_length=10, choices=Mode.choices, default=Mode.IN_PERSON, blank=True
    )
    mode_basis = models.CharField(_("how that is known"), max_length=200, blank=True)
    join_url = models.URLField(_("address of the online room"), blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    cancel_reason = models.CharField(max_length=300, blank=True, editable=False)
    audience = models.CharField(_("who may see it"), max_length=10, choices=Audience.choices, default=Audience.INVITED)
    # When it took place, as exactly as a source says: of a month or a quarter the first day and the last.
    actual_from = models.DateField(_("took place from"), null=True, blank=True)
    actual_to = models.DateField(_("took place until"), null=True, blank=True)
    actual_precision = models.CharField(
        _("how exactly that is known"), max_length=8, choices=Precision.choices, blank=True
    )
    actual_source = models.CharField(_("where that is said"), max_length=300, blank=True)
    # The line of the plan, word for word, beside what we made of it.
    source_title = models.CharField(_("source"), max_length=120, blank=True)
    source_document = models.CharField(_("document"), max_length=120, blank=True)
    source_line = models.PositiveIntegerField(_("line"), null=True, blank=True)
    printed_title = models.CharField(_("title as printed"), max_length=400, blank=True)
    printed_areas = models.CharField(_("areas as printed"), max_length=80, blank=True)
    areas_fix = models.CharField(_("what was corrected"), max_length=80, blank=True)
    note = models.TextField(_("note"), max_length=500, blank=True, help_text=_("Everybody reads it who may see this."))
    # The path of the page of the event or workshop; its owner sets it, and this app does not know its owner.
    link = models.CharField(max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

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
            models.CheckConstraint(
                condition=Q(actual_from=None, actual_to=None)
                | Q(actual_from__isnull=False, actual_to__gte=F("actual_from")),
                name="activity_actual_days_are_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["ends_at", "starts_at"], name="activity_by_time"),
            models.Index(fields=["year", "quarter", "place_in_quarter"], name="activity_by_quarter"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activities:activity", args=[self.ref])

    @property
    def ref(self) -> str:
        """What it is known by in addresses, lists and calendars."""
        return self.code or str(self.public_id)

    def clean(self) -> None:
        zone_of(self.zone)
        # An empty code would be the same as another empty one.
        self.code = self.code or None
        self._actual_is_clean()
        if self.quarter is not None and not 1 <= self.quarter <= QUARTERS:
            raise ValidationError({"quarter": _("A quarter is 1, 2, 3 or 4.")})
        if self.ends_local and not self.starts_local:
            raise ValidationError({"starts_local": _("Say when it starts.")})
        if self.starts_local and self.ends_local and self.ends_local < self.starts_local:
            raise ValidationError({"ends_local": _("It cannot end before it starts.")})

    def _actual_is_clean(self) -> None:
        if self.actual_to and not self.actual_from:
            raise ValidationError({"actual_from": _("Say when it began.")})
        if self.actual_from:
            self.actual_to = self.actual_to or self.actual_from
            self.actual_precision = self.actual_precision or self.Precision.DAY
            if self.actual_to < self.actual_from:
                raise ValidationError({"actual_to": _("It cannot end before it starts.")})

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
