"""Images, documents and diagrams with their words, credit and licence."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image, ImageQuerySet

from .svg import RefusedError, inline, sanitise


class CreditedImageQuerySet(ImageQuerySet):
    def silent(self) -> "CreditedImageQuerySet":
        """Those that carry meaning and do not say which."""
        return self.filter(alt_text="", is_decorative=False)


class CreditedImage(AbstractImage):
    """An image. It always says who made it and under which licence it stands, and what it shows unless it only adorns."""

    alt_text = models.CharField(
        _("what the image shows"),
        max_length=300,
        blank=True,
        help_text=_("For people who cannot see it: what matters in it, in one sentence."),
    )
    is_decorative = models.BooleanField(
        _("decoration only"),
        default=False,
        help_text=_("It says nothing that the text does not say. People who cannot see it are not told of it."),
    )
    credit = models.CharField(_("credit"), max_length=160, help_text=_("Who made it."))
    licence = models.CharField(_("licence"), max_length=120, help_text=_("Why we may use it, such as CC BY 4.0."))

    # Wagtail's own "description" means the same as `alt_text`: one field for one thing.
    admin_form_fields = (
        *(name for name in Image.admin_form_fields if name != "description"),
        *("alt_text", "is_decorative", "credit", "licence"),
    )
    objects = CreditedImageQuerySet.as_manager()

    def clean(self) -> None:
        super().clean()
        self.alt_text = self.alt_text.strip()
        if not self.alt_text and not self.is_decorative:
            raise ValidationError({"alt_text": _("Say what the image shows, or mark it as decoration.")})
        if self.alt_text and self.is_decorative:
            raise ValidationError(
                {"is_decorative": _("An image with words is no decoration. Take one of the two out.")}
            )

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
