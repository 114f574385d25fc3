"""Which members, and which others, have a part in an activity."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Member

from .activities import Activity


class Involvement(models.Model):
    """A member of the Bali Process, or another country, and what it does in an activity: host, venue, partner."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="involvements")
    # Two letters for states, the short name for organisations; kept for those who are no member as well.
    code = models.CharField(_("code"), max_length=12)
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    # The name of a country that is no member.
    name = models.CharField(_("name"), max_length=100, blank=True)
    role = models.CharField(_("role"), max_length=120, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("member with a part")
        constraints = [
            models.UniqueConstraint(fields=["activity", "code"], name="a_country_has_one_part_in_an_activity"),
            models.CheckConstraint(
                condition=Q(member=None) ^ Q(name=""), name="involvement_names_a_member_or_another_country"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.role}"

    def shown_name(self) -> str:
        return self.member.name if self.member else self.name
