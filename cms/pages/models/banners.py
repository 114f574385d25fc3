"""What everybody should know now: a banner above every page."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from ..targets import check_target


class BannerQuerySet(models.QuerySet["Banner"]):
    def not_over(self, at: datetime) -> "BannerQuerySet":
        """Those shown now or later."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at))


class Banner(TranslatableMixin, models.Model):
    """A few words above every page, for some time and for everybody or the signed-in alone."""

    class Kind(models.TextChoices):
        INFORMATION = "information", _("Information")
        WARNING = "warning", _("Warning")
        MAINTENANCE = "maintenance", _("Maintenance")

    class Audience(models.TextChoices):
        EVERYBODY = "everybody", _("Everybody")
        SIGNED_IN = "signed_in", _("People who are signed in")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.INFORMATION)
    text = models.CharField(
        _("words"), max_length=240, help_text=_("One or two plain sentences. No names, nothing about a case.")
    )
    target = models.CharField(
        _("more about it"),
        max_length=300,
        blank=True,
        validators=[check_target],
        help_text=_("Such as /help/ or https://status.example/. May be left empty."),
    )
    starts_at = models.DateTimeField(
        _("shown from"),
        default=timezone.now,
        help_text=_("A new beginning shows it again to those who have closed it."),
    )
    ends_at = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Empty: until you delete it."))
    audience = models.CharField(_("who sees it"), max_length=10, choices=Audience.choices, default=Audience.EVERYBODY)
    is_closable = models.BooleanField(
        _("people may close it"), default=True, help_text=_("It then stays away in that browser.")
    )

    translatable_fields = [
        TranslatableField("text"),
        *(
            SynchronizedField(name, overridable=False)
            for name in ("kind", "target", "starts_at", "ends_at", "audience", "is_closable")
        ),
    ]
    objects = BannerQuerySet.as_manager()

    class Meta(TranslatableMixin.Meta):
        ordering = ["-starts_at", "-pk"]
        verbose_name = _("banner")
        verbose_name_plural = _("banners")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["information", "warning", "maintenance"]), name="banner_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=["everybody", "signed_in"]), name="banner_audience_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="banner_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("It cannot end before it begins.")})
