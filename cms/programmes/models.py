"""One page for each programme, and the list of them."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.pages.blocks import TextStream
from cms.pages.heads import RUN_BY
from cms.pages.models import BasePage
from cms.pages.privacy import open_to_all
from cms.taxonomy.models import Programme

from .gathering import parts_of, purposes_of

# The plan of 2023 has six; a list twice as long fits on a page still.
MOST = 24


class ProgrammeIndexPage(BasePage):
    """All programmes of the Regional Support Office."""

    template = "cms/programmes/programme_index_page.html"
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["programmes.ProgrammePage"]
    page_description = _("The list of all programmes.")

    translatable_fields = BasePage.words

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        below = ProgrammePage.objects.child_of(self).defer_streamfields()
        pages = open_to_all(below).order_by("path")[:MOST]
        return {
            **context,
            "cards": [
                {"title": page.title, "text": page.summary, "url": page.get_url(request), "lang": _lang(self)}
                for page in pages
            ],
            "lang": _lang(self),
        }


class ProgrammePage(BasePage):
    """One programme: what it does in the words of the plan, and what belongs to it."""

    template = "cms/programmes/programme_page.html"
    parent_page_types = ["programmes.ProgrammeIndexPage"]
    subpage_types: list[str] = []
    kind_in_lists = _("Programme")
    page_description = _("A programme: what it does. Its activities, courses and resources come by themselves.")

    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        related_name="pages",
        verbose_name=_("programme"),
        help_text=_("Activities, courses, resources and news that name it are listed on this page."),
    )
    body = StreamField(TextStream(), verbose_name=_("text"), blank=True)
    source = models.CharField(
        _("where the text comes from"), max_length=200, blank=True, help_text=_("Such as a plan, with its lines.")
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("programme"),
        FieldPanel("body"),
        FieldPanel("source"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    translatable_fields = [
        *BasePage.words,
        TranslatableField("body"),
        TranslatableField("source"),
        SynchronizedField("programme", overridable=False),
    ]

    def publishing_problems(self, by: Any = None) -> list[str]:
        others = ProgrammePage.objects.live().filter(programme=self.programme_id)
        if others.exclude(translation_key=self.translation_key).exists():
            return [gettext("This programme has a page already.")]
        return []

    def structured_data(self, request: HttpRequest) -> dict[str, Any]:
        return {
            "@context": "https://schema.org",
            "@type": "WebPage",
            "name": self.title,
            "description": self.summary,
            "inLanguage": self.locale.language_code,
            "publisher": {"@type": "Organization", "name": RUN_BY},
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        above = self.get_parent()
        return {
            **super().get_context(request, *args, **kwargs),
            "purposes": purposes_of(request, self.programme),
            "parts": parts_of(request, self.programme),
            "trail": [{"title": above.title, "url": above.get_url(request)}] if above else [],
            "lang": _lang(self),
        }


def _lang(page: Any) -> str:
    """The language of the page where it is not that of the visitor."""
    said = page.locale.language_code if page.locale_id else ""
    return said if said != get_language() else ""
