"""What news adds to the floors below and above: the front page, the pages of programmes, the search."""

from typing import Any

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Locale, Page

from cms.pages.site_search import pages_of
from lms.accounts.languages import in_language
from lms.search.found import Found

from .listing import shown
from .loading import hang_lists
from .models import NewsIndexPage, NewsletterPage, NewsPage

ON_FRONT_PAGE = 3
OF_PROGRAMME = 4


@hooks.register("register_root_pages")
def root_pages(home: Page, *, by: Any = None) -> None:
    hang_lists(home, by=by)


@hooks.register("register_front_page")
def latest_news(request: HttpRequest) -> dict[str, Any]:
    rows = _rows(request, {}, ON_FRONT_PAGE)
    more = {"more_url": _list_url(request), "more_text": gettext("All news")} if rows else {}
    return {"sections": [{"order": 30, "id": "news", "title": gettext("News"), "rows": rows, **more}]}


@hooks.register("register_programme_parts")
def news_of_programme(request: HttpRequest, programme: Any) -> list[dict[str, Any]]:
    rows = _rows(request, {"programmes": programme}, OF_PROGRAMME)
    url = f"{_list_url(request)}?{urlencode({'programme': programme.code})}" if rows else ""
    return [
        {
            "order": 40,
            "id": "news",
            "title": gettext("News"),
            "rows": rows,
            "more_url": url,
            "more_text": gettext("All its news"),
        }
    ]


@hooks.register("register_site_search", order=16)
def find_news(viewer: Any, query: str, limit: int) -> list[Found]:
    return pages_of(NewsPage, _("News"), query, limit)


@hooks.register("register_site_search", order=17)
def find_newsletters(viewer: Any, query: str, limit: int) -> list[Found]:
    return pages_of(NewsletterPage, _("Newsletters"), query, limit)


def _rows(request: HttpRequest, narrowed: dict[str, Any], most: int) -> list[dict[str, Any]]:
    locale = Locale.objects.filter(language_code=get_language()).values("pk")[:1]
    articles = shown(NewsPage, locale).filter(**narrowed).defer("body")[:most]
    rows = [article.row(request) for article in articles]
    return [
        {**row, "url": _kept_in(row["url"]), "text": f"{date_format(row['date'], 'j F Y')}. {row['text']}"}
        for row in rows
    ]


def _list_url(request: HttpRequest) -> str:
    page = NewsIndexPage.objects.live().first()
    return _kept_in(page.localized.get_url(request)) if page else ""


def _kept_in(url: str | None) -> str:
    """In the language one reads, also where the words are not translated yet."""
    return in_language(url, get_language() or "") if url else ""
