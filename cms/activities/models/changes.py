"""What was changed of an activity: which fact, from what to what, when and by whom."""

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .activities import Activity


class Change(models.Model):
    """One fact of an activity that became another. Rows are added, never changed; a first row says that it was entered."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="changes")
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    # A name of `history.FACTS`; empty where the activity was entered.
    fact = models.CharField(_("what"), max_length=30, blank=True)
    before = models.TextField(_("from"), blank=True)
    after = models.TextField(_("to"), blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("change of an activity")
        verbose_name_plural = _("changes of activities")
        indexes = [models.Index(fields=["activity", "at"], name="change_of_an_activity")]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.fact}"


def changes_of(activity: Activity) -> QuerySet[Change]:
    """Newest first, without the row that says it was entered."""
    return Change.objects.filter(activity=activity).exclude(fact="")
