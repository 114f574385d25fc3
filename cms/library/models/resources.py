"""A guide, toolkit, brief, study: what it is, who made it, who may see it, and where it is known from."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail import hooks
from wagtail.models import PreviewableMixin
from wagtail.search import index

from cms.sources.models import Source
from cms.taxonomy.models import CooperationArea, Programme, Purpose
from lms.accounts.permissions import can_open_admin

from .words import Partner, Series, Topic

# Nothing is replaced more often; and a ring, should one ever arise, ends here.
LONGEST_CHAIN = 20


class ResourceQuerySet(models.QuerySet["Resource"]):
    def visible_to(self, viewer: Any) -> "ResourceQuerySet":
        """Public ones for everybody; the others for those they are for. Whoever works on content sees them all."""
        public = Q(audience=Resource.Audience.PUBLIC)
        if not viewer.is_authenticated:
            return self.filter(public)
        if can_open_admin(viewer):
            return self
        if not viewer.is_verified():
            return self.filter(public)
        seen = public | Q(audience=Resource.Audience.MEMBERS)
        if any(asked(viewer) for asked in hooks.get_hooks("is_activity_alumnus")):
            seen |= Q(audience=Resource.Audience.ALUMNI)
        return self.filter(seen)

    def review_due(self, day: date) -> "ResourceQuerySet":
        return self.filter(review_on__lte=day)


class Resource(PreviewableMixin, index.Indexed, ClusterableModel):
    """One thing of the library, in all its versions."""

    class Kind(models.TextChoices):
        PRACTITIONER_GUIDE = "practitioner_guide", _("Practitioner guide")
        POLICY_GUIDE = "policy_guide", _("Policy guide")
        GUIDELINE = "guideline", _("Handbook or guideline")
        TOOLKIT = "toolkit", _("Toolkit")
        TRAINING = "training", _("Training material")
        APP = "app", _("App or tool")
        BRIEF = "brief", _("Brief")
        STUDY = "study", _("Study")
        REPORT = "report", _("Report or plan")
        NEWSLETTER = "newsletter", _("Newsletter")

    class Audience(models.TextChoices):
        PUBLIC = "public", _("Everybody")
        MEMBERS = "members", _("Everybody with a verified account")
        ALUMNI = "alumni", _("Alumni")

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("address"), max_length=120, unique=True, help_text=_("The last part of its address. Do not change it later.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="resources", verbose_name=_("series")
    )
    number = models.CharField(_("number in the series"), max_length=10, blank=True)
    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=1000,
        help_text=_("Two or three plain sentences. Shown in lists and on top."),
    )
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, help_text=_("When it came out; if planned, for when.")
    )
    audience = models.CharField(
        _("who may see it"),
        max_length=10,
        choices=Audience.choices,
        default=Audience.MEMBERS,
        help_text=_("Whoever may not see it does not learn that it is there."),
    )
    partners = ParentalManyToManyField(Partner, blank=True, related_name="resources", verbose_name=_("made with"))
    topics = ParentalManyToManyField(Topic, blank=True, related_name="resources", verbose_name=_("topics"))
    programmes = ParentalManyToManyField(Programme, blank=True, related_name="resources", verbose_name=_("programmes"))
    purposes = ParentalManyToManyField(
        Purpose, blank=True, related_name="resources", verbose_name=_("strategic purposes")
    )
    areas = ParentalManyToManyField(
        CooperationArea, blank=True, related_name="resources", verbose_name=_("areas of cooperation")
    )
    licence = models.CharField(_("licence"), max_length=160, blank=True, help_text=_("What others may do with it."))
    review_on = models.DateField(
        _("to be reviewed by"), null=True, blank=True, help_text=_("From this day on it is marked as due for review.")
    )
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("replaced by"),
        help_text=_("Another resource that took its place. A newer version of the same one is added below instead."),
    )
    sources = ParentalManyToManyField(
        Source,
        blank=True,
        related_name="resources",
        verbose_name=_("cited as"),
        help_text=_("The sources by which lessons cite it. Lessons that do so are listed on its page."),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ResourceQuerySet.as_manager()

    search_fields = [index.SearchField("own_words"), index.AutocompleteField("own_words")]

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience__in=["public", "members", "alumni"]), name="resource_audience_is_known"
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("id")), name="resource_does_not_replace_itself"
            ),
            models.CheckConstraint(condition=Q(year=None) | Q(year__range=(1900, 2200)), name="resource_year_is_one"),
        ]
        indexes = [models.Index(fields=["audience", "year"], name="resource_by_audience")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("library:resource", args=[self.slug])

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "cms/library/resource_preview.html"

    def clean(self) -> None:
        if self.replaced_by is not None and self in [self.replaced_by, *self.replaced_by.successors()]:
            raise ValidationError({"replaced_by": _("These would replace each other in a ring. Choose the newest.")})

    def own_words(self) -> str:
        """By what it is found, apart from what its files say."""
        names = [str(partner.name) + " " + partner.short for partner in self.partners.all()]
        names += [topic.title for topic in self.topics.all()]
        return "\n".join([self.title, self.summary, self.series.title if self.series else "", self.number, *names])

    def successors(self) -> list["Resource"]:
        """What took its place, what took the place of that, and so on; the newest comes last."""
        found: list[Resource] = []
        following = self.replaced_by
        while following is not None and following not in found and len(found) < LONGEST_CHAIN:
            found.append(following)
            following = following.replaced_by
        return found

    def is_review_due(self) -> bool:
        return self.review_on is not None and self.review_on <= timezone.localdate()


class Mention(models.Model):
    """A line of a work plan that names a resource: where it is known from."""

    class Plan(models.TextChoices):
        PLAN_2021 = "2021", _("Annual Work Plan 2021")
        PLAN_2023 = "2023", _("Annual Work Plan 2023")

    resource = ParentalKey(Resource, on_delete=models.CASCADE, related_name="mentions")
    plan = models.CharField(_("work plan"), max_length=4, choices=Plan.choices)
    line = models.PositiveIntegerField(_("line"), help_text=_("In the text of the plan, counted from its first line."))
    words = models.TextField(_("what it says there"), blank=True, max_length=600)

    class Meta:
        ordering = ["plan", "line", "pk"]
        verbose_name = _("mention in a work plan")
        constraints = [models.UniqueConstraint(fields=["resource", "plan", "line"], name="one_mention_per_line")]

    def __str__(self) -> str:
        return f"{self.get_plan_display()}: {self.line}"
