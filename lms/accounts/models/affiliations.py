"""Where a person serves, and since when."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .organisations import AgencyType, Member


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def standing(self, at: datetime) -> "AffiliationQuerySet":
        return self.filter(valid_from__lte=at).filter(models.Q(valid_to=None) | models.Q(valid_to__gt=at))


def present_posts(of: str = "") -> models.Prefetch:
    """For `prefetch_related`: the post each of many people holds now, as a list `present_posts` of one or none.

    With its member and kind of agency. `of` leads from the rows to the person, such as "person__".
    """
    present = Affiliation.objects.filter(valid_to=None).select_related("member", "agency_type")
    return models.Prefetch(f"{of}affiliations", present, to_attr="present_posts")


class Affiliation(models.Model):
    """One person's post in one agency for one stretch of time. A change of post is a new row; the old one is closed."""

    class RankBand(models.TextChoices):
        NOT_RECORDED = "", _("Not recorded")
        FRONTLINE = "frontline", _("Frontline")
        SUPERVISOR = "supervisor", _("Supervisor")
        SENIOR = "senior", _("Senior")
        EXECUTIVE = "executive", _("Executive")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="affiliations")
    member = models.ForeignKey(Member, models.PROTECT, related_name="affiliations")
    agency_type = models.ForeignKey(AgencyType, models.PROTECT, related_name="affiliations")
    agency = models.CharField(_("agency"), max_length=160)
    rank_band = models.CharField(max_length=12, choices=RankBand.choices, blank=True, default=RankBand.NOT_RECORDED)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(valid_to=None), name="one_present_affiliation_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}, {self.member}"
