"""News: articles and their list."""

from typing import Any

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.activities.choosers import public_activities
from cms.activities.models import Activity
from cms.library.models import Topic
from cms.media.models import CreditedImage
from cms.pages.blocks import TextStream
from cms.pages.heads import PREVIEW, RUN_BY, absolute
from cms.pages.models import BasePage
from cms.taxonomy.models import Programme

from ..facets import PROGRAMME, TOPIC
from ..leads import onward
from ..listing import YEAR, listed


class NewsIndexPage(BasePage):
    """All news, the newest first."""

    template = "cms/news/news_index_page.html"
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.NewsPage"]
    page_description = _("The list of all news.")

    translatable_fields = BasePage.words

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        found = listed(request, NewsPage, (YEAR, TOPIC, PROGRAMME), self.locale_id, lambda page: page.row(request))
        return {**super().get_context(request, *args, **kwargs), **found, "lang": lang_of(self)}


class NewsPage(BasePage):
    """An article. It says where its facts come from, and leads to what it speaks of."""

    template = "cms/news/news_page.html"
    parent_page_types = ["news.NewsIndexPage"]
    subpage_types: list[str] = []
    page_description = _("One piece of news.")
    kind_for_previews = "article"
    kind_in_lists = _("News")

    date = models.DateField(
        _("day"), default=timezone.localdate, help_text=_("Stands above the article, and orders the list.")
    )
    image = models.ForeignKey(
        CreditedImage,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Its words and its credit come from Images. No faces of victims, nothing of a case."),
    )
    body = StreamField(TextStream(), verbose_name=_("text"), blank=True)
    source = models.CharField(
        _("where it comes from"),
        max_length=200,
        blank=True,
        help_text=_("Such as a plan, with its line. Stands below the article."),
    )
    topics = ParentalManyToManyField(Topic, blank=True, related_name="news", verbose_name=_("topics"))
    programmes = ParentalManyToManyField(Programme, blank=True, related_name="news", verbose_name=_("programmes"))
    activity = models.ForeignKey(
        Activity,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="news",
        limit_choices_to={"audience": "public"},
        verbose_name=_("activity"),
        help_text=_("One that is open to everybody."),
    )
    related = models.ForeignKey(
        Page,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("course or page"),
        help_text=_("Such as the course it speaks of. Whoever may not open it does not see it."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel(
            "summary",
            help_text=_("Needed to publish. One or two plain sentences: lists, feeds and link previews show it."),
        ),
        FieldPanel("date"),
        FieldPanel("image"),
        FieldPanel("body"),
        FieldPanel("source"),
        MultiFieldPanel(
            [FieldPanel("activity", widget=public_activities.widget_class), FieldPanel("related")],
            heading=_("Leads to"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("topics", widget=CheckboxSelectMultiple),
                FieldPanel("programmes", widget=CheckboxSelectMultiple),
            ],
            heading=_("Found under"),
        ),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    translatable_fields = [
        *BasePage.words,
        TranslatableField("body"),
        TranslatableField("source"),
        *(
            SynchronizedField(name, overridable=False)
            for name in ("date", "image", "topics", "programmes", "activity", "related")
        ),
    ]

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")
        indexes = [models.Index(fields=["date"], name="news_by_day")]

    def publishing_problems(self, by: Any = None) -> list[str]:
        problems = []
        if not self.summary.strip():
            problems.append(gettext("Write a summary: lists, feeds and link previews show it."))
        if self.activity and self.activity.audience != Activity.Audience.PUBLIC:
            problems.append(gettext("The activity is not open to everybody. News is: take it out."))
        return problems

    def picture_for_previews(self) -> CreditedImage | None:
        return self.image

    def structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """An article as search engines read one. Its author is the office: no person is named."""
        office = {"@type": "Organization", "name": RUN_BY}
        data: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": self.title,
            "description": self.summary,
            "datePublished": self.date.isoformat(),
            "inLanguage": self.locale.language_code,
            "mainEntityOfPage": absolute(self.get_url(request) or request.path),
            "author": office,
            "publisher": office,
        }
        if self.last_published_at:
            data["dateModified"] = self.last_published_at.isoformat(timespec="seconds")
        if self.image:
            data["image"] = absolute(self.image.get_rendition(PREVIEW).url)
        return data

    def row(self, request: HttpRequest | None = None) -> dict[str, Any]:
        """As lists show it."""
        return {
            "title": self.title,
            "url": self.get_url(request) or "",
            "date": self.date,
            "text": self.summary,
            "lang": lang_of(self),
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        above = self.get_parent()
        return {
            **super().get_context(request, *args, **kwargs),
            "onward": onward(request, self),
            "trail": [{"title": above.title, "url": above.get_url(request)}] if above else [],
            "topic_links": [(topic.title, f"?topic={topic.slug}") for topic in self.topics.all()],
            "index_url": above.get_url(request) if above else "",
            "lang": lang_of(self),
        }


def lang_of(page: Any) -> str:
    """The language of a page where it is not that of the visitor."""
    said = page.locale.language_code if page.locale_id else ""
    return said if said != get_language() else ""
