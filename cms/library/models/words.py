"""The words resources are sorted by: series, topics, and with whom they were made."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Series(models.Model):
    """A row of resources that belong together, such as the Practitioner Guides."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True, help_text=_("Stands in addresses."))
    title = models.CharField(_("title"), max_length=160)
    summary = models.TextField(_("summary"), blank=True, max_length=600)

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def __str__(self) -> str:
        return self.title


class Topic(models.Model):
    """What a resource is about, in the words of those who look for it."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True, help_text=_("Stands in addresses."))
    title = models.CharField(_("title"), max_length=120)
    position = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    class Meta:
        ordering = ["position", "title", "pk"]
        verbose_name = _("topic")

    def __str__(self) -> str:
        return self.title


class Partner(models.Model):
    """An organisation with which the office made a resource, or which made one the plans cite."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True, help_text=_("Stands in addresses."))
    name = models.CharField(_("name"), max_length=160)
    short = models.CharField(_("name in lists"), max_length=60, blank=True, help_text=_("Such as UNHCR."))

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("partner")

    def __str__(self) -> str:
        return self.short or self.name
