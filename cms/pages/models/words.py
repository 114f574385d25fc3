"""What staff set for the whole site."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from cms.media.models import CreditedImage


@register_setting(icon="cog")
class SiteWords(BaseSiteSetting):
    """Words, addresses and the picture that staff change for the whole site."""

    site_name = models.CharField(
        _("name of the site"),
        blank=True,
        max_length=60,
        help_text=_("Stands on top of every page and in the title of the window. Empty: RSO Learning."),
    )
    contact_email = models.EmailField(
        _("contact e-mail"), blank=True, help_text=_("Shown at the foot of every page. Empty: the contact form alone.")
    )
    footer_text = models.TextField(_("words in the footer"), blank=True, max_length=300)
    preview_image = models.ForeignKey(
        CreditedImage,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture for link previews"),
        help_text=_("What others see when somebody sends them a link. Best 1200 × 630 points, and no people."),
    )

    panels = [
        FieldPanel("site_name"),
        FieldPanel("contact_email"),
        FieldPanel("footer_text"),
        FieldPanel("preview_image"),
    ]

    class Meta:
        verbose_name = _("site words")

    @property
    def name(self) -> str:
        return self.site_name or gettext(settings.WAGTAIL_SITE_NAME)
