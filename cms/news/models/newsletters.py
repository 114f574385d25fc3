"""The archive of newsletters: issues and their list. Sending one is not done here."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.pages.heads import RUN_BY
from cms.pages.models import BasePage

from ..blocks import IssueStream
from ..issues import parts_of, words_of
from ..listing import YEAR, listed
from .articles import lang_of


class NewsletterIndexPage(BasePage):
    """All issues of the newsletter, by year."""

    template = "cms/news/newsletter_index_page.html"
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.NewsletterPage"]
    page_description = _("The archive of newsletters.")

    translatable_fields = BasePage.words

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        found = listed(request, NewsletterPage, (YEAR,), self.locale_id, lambda page: page.row(request))
        return {**super().get_context(request, *args, **kwargs), **found, "lang": lang_of(self)}


class NewsletterPage(BasePage):
    """One issue: its number and day, an introduction, and what it tells of."""

    template = "cms/news/newsletter_page.html"
    parent_page_types = ["news.NewsletterIndexPage"]
    subpage_types: list[str] = []
    page_description = _("One issue of the newsletter.")
    kind_for_previews = "article"
    kind_in_lists = _("Newsletter")

    number = models.PositiveIntegerField(_("number"), help_text=_("One after the other. Translations keep it."))
    date = models.DateField(_("day"), default=timezone.localdate)
    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "ul", "ol", "link"])
    items = StreamField(IssueStream(), verbose_name=_("what it tells of"), blank=True)
    source = models.CharField(
        _("where it comes from"), max_length=200, blank=True, help_text=_("Stands below the issue, where it is needed.")
    )

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("number"), FieldPanel("date")]),
        FieldPanel("introduction"),
        FieldPanel("items"),
        FieldPanel("source"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("own_words")]
    translatable_fields = [
        *BasePage.words,
        TranslatableField("introduction"),
        TranslatableField("items"),
        TranslatableField("source"),
        SynchronizedField("number", overridable=False),
        SynchronizedField("date", overridable=False),
    ]

    class Meta:
        verbose_name = _("issue of the newsletter")
        verbose_name_plural = _("issues of the newsletter")
        indexes = [models.Index(fields=["date"], name="newsletter_by_day")]

    def own_words(self) -> str:
        """What it says itself; what it leads to is found for itself."""
        return words_of(self.items)

    def publishing_problems(self, by: Any = None) -> list[str]:
        problems = []
        others = NewsletterPage.objects.filter(number=self.number).exclude(translation_key=self.translation_key)
        if others.live().exists():
            problems.append(gettext("There is an issue number %(number)d already.") % {"number": self.number})
        if not self.items:
            problems.append(gettext("Add at least one item: an empty issue tells nothing."))
        return problems

    def structured_data(self, request: HttpRequest) -> dict[str, Any]:
        return {
            "@context": "https://schema.org",
            "@type": "PublicationIssue",
            "name": self.title,
            "issueNumber": self.number,
            "datePublished": self.date.isoformat(),
            "inLanguage": self.locale.language_code,
            "publisher": {"@type": "Organization", "name": RUN_BY},
        }

    def row(self, request: HttpRequest | None = None) -> dict[str, Any]:
        """As lists show it."""
        return {
            "title": self.title,
            "url": self.get_url(request) or "",
            "date": self.date,
            "number": self.number,
            "text": self.summary,
            "lang": lang_of(self),
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        above = self.get_parent()
        return {
            **super().get_context(request, *args, **kwargs),
            "parts": parts_of(request, self.items),
            "trail": [{"title": above.title, "url": above.get_url(request)}] if above else [],
            "lang": lang_of(self),
        }
