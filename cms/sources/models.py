"""What our texts rest on: treaties, guides, reports, and how far each was compared with its original."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.Model):
    """A treaty, guide, report or plan that a lesson or a question cites."""

    class Checked(models.TextChoices):
        CHECKED = "checked", _("Compared with the original")
        PARTLY = "partly", _("Partly compared")
        UNCHECKED = "unchecked", _("Still to be compared")

    key = models.SlugField(max_length=60, unique=True, help_text=_("Short permanent name, such as tip-protocol."))
    short = models.CharField(_("short name"), max_length=120)
    full = models.TextField(_("full citation"))
    checked = models.CharField(max_length=12, choices=Checked.choices, default=Checked.UNCHECKED)
    how_checked = models.TextField(_("how it was checked"), blank=True)
    to_check = models.TextField(_("what to check before release"), blank=True)
    url = models.URLField(blank=True)

    class Meta:
        ordering = ["short"]
        verbose_name = _("source")

    def __str__(self) -> str:
        return self.short
