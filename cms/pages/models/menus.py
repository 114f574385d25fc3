"""Links that staff add to the top and the foot of every page, each in the languages of the site."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from ..targets import check_target

# The top has room for so many beside the fixed ones, on a phone too.
MOST_ON_TOP = 3
MOST_IN_FOOTER = 12


class MenuLink(TranslatableMixin, Orderable):
    """One more link at the top or at the foot of every page."""

    class Place(models.TextChoices):
        MAIN = "main", _("Top of the page")
        FOOTER = "footer", _("Foot of the page")

    MOST = {Place.MAIN: MOST_ON_TOP, Place.FOOTER: MOST_IN_FOOTER}

    place = models.CharField(_("where it stands"), max_length=8, choices=Place.choices, default=Place.FOOTER)
    label = models.CharField(_("words"), max_length=40, help_text=_("One or two words. They must fit on a phone."))
    page = models.ForeignKey(
        Page,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page"),
        help_text=_("In another language the link leads to the translation, where there is one."),
    )
    target = models.CharField(
        _("or an address"),
        max_length=300,
        blank=True,
        validators=[check_target],
        help_text=_("Such as /verify/ or https://www.baliprocess.net/."),
    )

    translatable_fields = [
        TranslatableField("label"),
        SynchronizedField("place", overridable=False),
        SynchronizedField("page"),
        SynchronizedField("target"),
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["sort_order", "pk"]
        verbose_name = _("link in a menu")
        verbose_name_plural = _("links in menus")
        constraints = [
            models.CheckConstraint(condition=Q(place__in=["main", "footer"]), name="menu_link_place_is_known"),
            models.CheckConstraint(
                condition=Q(page=None) & ~Q(target="") | Q(page__isnull=False) & Q(target=""),
                name="menu_link_leads_to_one_place",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        if bool(self.page_id) == bool(self.target):
            raise ValidationError(_("Choose a page or type an address: one of the two."))
        most = self.MOST.get(self.Place(self.place)) if self.place in self.Place.values else None
        beside = MenuLink.objects.filter(place=self.place, locale=self.locale_id).exclude(pk=self.pk)
        if most and self.locale_id and beside.count() >= most:
            raise ValidationError(
                {"place": _("There is room for %(most)d links here. Take one away first.") % {"most": most}}
            )
