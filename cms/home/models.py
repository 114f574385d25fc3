"""The front page, and the quick way from an address to its page."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import TranslatableField

from cms.pages.heads import RUN_BY, absolute
from cms.pages.models import BasePage

from .elsewhere import find_elsewhere
from .gathering import gathered


class HomePage(BasePage):
    """The front page of the site: what this is, what one can learn, how it works."""

    template = "cms/home/home_page.html"
    max_count_per_parent = 1
    parent_page_types = ["wagtailcore.Page"]
    page_description = _("The front page of the site.")

    heading = models.CharField(_("purpose in one line"), max_length=120, blank=True)
    how_it_works = RichTextField(_("how it works"), blank=True, features=["bold", "ol", "ul", "link"])

    content_panels = [*BasePage.content_panels, FieldPanel("heading"), FieldPanel("how_it_works")]
    search_fields = [*BasePage.search_fields, index.SearchField("how_it_works")]
    translatable_fields = [*BasePage.words, TranslatableField("heading"), TranslatableField("how_it_works")]

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a page by its whole address at once, not one query for each part; in another language where it is not in this.

        Whatever is unusual goes the long way: no such address, a page that is not live, a page with a routing of its own.
        """
        if path_components:
            page = self.page_at(path_components)
            if page is None or not page.live:
                page = find_elsewhere(self, path_components)
            if page is not None and page.specific_class and page.specific_class.route is Page.route:
                return RouteResult(page.specific)
        return super().route(request, path_components)

    def page_at(self, path_components: list[str]) -> Page | None:
        url_path = f"{self.url_path}{'/'.join(path_components)}/"
        # The slug has an index, the address has none.
        pages = Page.objects.filter(slug=path_components[-1], url_path=url_path, path__startswith=self.path)
        found: Page | None = pages.first()
        return found

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **gathered(request)}

    def structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """Who runs the site."""
        return {
            "@context": "https://schema.org",
            "@type": "Organization",
            "name": RUN_BY,
            "url": absolute(self.get_url(request) or "/"),
            "logo": absolute(static("img/preview.png")),
        }
