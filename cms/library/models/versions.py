"""The versions of a resource, oldest first; each is replaced by the next one that came out."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from .resources import Resource

NUMBER = RegexValidator(
    r"^[0-9A-Za-z][0-9A-Za-z.-]*\Z", _("Use letters, digits, points and hyphens only, such as 2.1.")
)


class Version(Orderable, ClusterableModel):
    """One state of a resource, in as many languages as there are files."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        PUBLISHED = "published", _("Published")

    resource = ParentalKey(Resource, on_delete=models.CASCADE, related_name="versions")
    number = models.CharField(_("version"), max_length=20, validators=[NUMBER], help_text=_("Such as 1, 2 or 2.1."))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PUBLISHED)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    planned_year = models.PositiveSmallIntegerField(_("planned for the year"), null=True, blank=True)
    planned_quarter = models.PositiveSmallIntegerField(
        _("planned for the quarter"), null=True, blank=True, choices=[(number, str(number)) for number in (1, 2, 3, 4)]
    )
    changes = models.TextField(
        _("what changed"),
        blank=True,
        max_length=1000,
        help_text=_("Against the version before, in one or two sentences."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("version")
        constraints = [
            models.UniqueConstraint(fields=["resource", "number"], name="one_version_per_number"),
            models.CheckConstraint(condition=Q(state__in=["planned", "published"]), name="version_state_is_known"),
            models.CheckConstraint(
                condition=Q(planned_quarter=None) | Q(planned_quarter__range=(1, 4)),
                name="version_quarter_is_one_of_four",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("library:version", args=[self.resource.slug, self.number])

    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED


def current_of(versions: list[Any]) -> Any:
    """The newest of these that came out; where none did, the newest that is planned."""
    published = [version for version in versions if version.is_published()]
    return (published or versions or [None])[-1]


def following(version: Any, versions: list[Any]) -> list[Any]:
    """Those of the list that come after this one; the newest last."""
    numbers = [other.number for other in versions]
    return versions[numbers.index(version.number) + 1 :] if version.number in numbers else []
