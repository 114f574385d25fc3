"""Images, documents and diagrams with their words, credit and licence."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from .svg import RefusedError, inline, sanitise


class CreditedImage(AbstractImage):
    """An image. It always says what it shows, who made it and under which licence it stands."""

    alt_text = models.CharField(_("what the image shows"), max_length=300, help_text=_("For people who cannot see it."))
    credit = models.CharField(_("credit"), max_length=160)
    licence = models.CharField(_("licence"), max_length=120)

    admin_form_fields = (*Image.admin_form_fields, "alt_text", "credit", "licence")

    @property
    def default_alt_text(self) -> str:
        return self.alt_text


class CreditedRendition(AbstractRendition):
    """One size of an image."""

    image = models.ForeignKey(CreditedImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition"),
        ]


class CreditedDocument(AbstractDocument):
    """A file to download: a job aid, a form, a guide; or a recording with its captions."""

    credit = models.CharField(_("credit"), max_length=160, blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)

    admin_form_fields = (*Document.admin_form_fields, "credit", "licence")


class Diagram(models.Model):
    """A drawing of our own, as SVG, with the same in words for people who cannot see it."""

    key = models.SlugField(_("short name"), max_length=60, unique=True, help_text=_("Such as act-means-purpose."))
    title = models.CharField(_("title"), max_length=160)
    description = models.TextField(
        _("the same in words"), help_text=_("All that the drawing says, for people who cannot see it.")
    )
    svg = models.TextField(
        _("drawing"), help_text=_("Paste the SVG. Shapes, text and colours only: no scripts, styles or links.")
    )

    class Meta:
        ordering = ["title"]
        verbose_name = _("diagram")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        try:
            self.svg = sanitise(self.svg)
        except RefusedError as refused:
            raise ValidationError({"svg": str(refused)}) from refused

    @property
    def drawing(self) -> SafeString:
        """The drawing as it goes into a page; cleaned again, so that no way of saving can bring a script in."""
        return mark_safe(inline(self.svg, prefix=f"d{self.pk}-", title=self.title))  # noqa: S308 - cleaned here
