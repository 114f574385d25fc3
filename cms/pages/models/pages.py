"""The base of every page, and plain pages."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.log_actions import log
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from cms.media.models import CreditedImage
from lms.search.gathering import indexed_once

from ..blocks import TextStream
from ..editing import PublishableForm
from ..heads import head_of
from ..languages import NAMES, languages_of
from ..pictures import picture_problems

logger = logging.getLogger(__name__)


class NotPublishableError(PermissionDenied):
    """A page that is not fit to be published, and why. Wagtail's admin answers it as it answers any refusal."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems))


def call_off(page: Page, revision: Revision, problems: list[str]) -> None:
    """Take a page off the schedule when it is not fit any more: one page must not hold up those due after it."""
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    log(instance=page, action="wagtail.schedule.cancel", revision=revision)
    logger.error("Not published as scheduled: page %s. %s", page.pk, " ".join(problems))


class BasePage(Page):
    """What every page of the site shares."""

    base_form_class = PublishableForm
    # Whether search engines are told of pages of this kind; what only the enrolled may open says no.
    in_sitemap = True
    # As those who show previews of links call it: a website, or an article.
    kind_for_previews = "website"
    # What a list of mixed things calls it.
    kind_in_lists: Any = _("Page")

    summary = models.TextField(
        _("summary"), blank=True, max_length=300, help_text=_("One or two plain sentences. Shown in lists and on top.")
    )

    # What a translator of any page gives.
    words = [
        TranslatableField("title"),
        TranslatableField("slug"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        TranslatableField("summary"),
    ]
    content_panels = [*Page.content_panels, FieldPanel("summary")]
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """As Wagtail's, in one query: who is above follows from the path, and an alias is as private as its source."""
        above = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        private: models.QuerySet[PageViewRestriction] = PageViewRestriction.objects.filter(
            models.Q(page__path__in=above) | models.Q(page__aliases__path__in=above)
        )
        return private.distinct()

    def publishing_problems(self, by: Any = None) -> list[str]:
        """Why this page may not be published by that person, in plain sentences; nothing when it may."""
        return []

    def all_problems(self, by: Any = None) -> list[str]:
        """Those of its kind, and those of every page: pictures that do not say what they show."""
        return [*self.publishing_problems(by), *picture_problems(self)]

    def structured_data(self, request: HttpRequest) -> dict[str, Any] | None:
        """What a search engine may read of this page as data (schema.org); nothing for most pages."""
        return None

    def picture_for_previews(self) -> CreditedImage | None:
        """A picture of its own for whoever is sent the link; the picture of the site where there is none."""
        return None

    def publish(self, revision: Revision, user: Any = None, **options: Any) -> None:
        """Every way of publishing comes through here: the editor, the bulk action, the schedule."""
        problems = revision.as_object().all_problems(user)
        if problems and user is None and revision.approved_go_live_at:
            call_off(self, revision, problems)
        elif problems:
            raise NotPublishableError(problems)
        else:
            with indexed_once():
                super().publish(revision, user=user, **options)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["translations"] = languages_of(self, request)
        context["page_head"] = head_of(self, request, context["translations"])
        own = self.locale.language_code if self.locale_id else ""
        # Where the page has not been translated: the language its own words are in.
        context["content_lang"] = own if own != get_language() else ""
        context["content_language"] = NAMES.get(own, own)
        return context


class StandardPage(BasePage):
    """A plain page such as About, Help or Privacy."""

    template = "cms/pages/standard_page.html"
    parent_page_types = ["home.HomePage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage"]
    page_description = _("A plain page with text, such as About or Help.")

    body = StreamField(TextStream(), verbose_name=_("text"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
