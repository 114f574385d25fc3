"""From an address to its page in one query, on pages that are opened all day over slow lines."""

from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, get_language_from_path
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from .models import HomePage

# A site's name or front page changes seldom; that long the old one may be used.
KEPT = 60


class QuickRouteMiddleware:
    """Answers Wagtail's question for the page of an address beforehand. Whatever is unusual is left for Wagtail to find."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        path = _without_language(request.path_info)
        # A view of ours may say that it hands on to Wagtail's.
        if not path.strip("/") or not (view is serve or getattr(view, "serves_pages", False)):
            return
        site, home = _root(request)
        page = _page_at(home, path.strip("/").split("/")) if home else None
        if page is not None:
            request._wagtail_site = site  # type: ignore[attr-defined] # where Wagtail keeps it
            request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined] # where Wagtail keeps it


def _without_language(path: str) -> str:
    language = get_language_from_path(path)
    return path.removeprefix(f"/{language}") if language else path


def _root(request: HttpRequest) -> tuple[Site | None, HomePage | None]:
    """The site of a request and its front page in the language of the address."""
    key = f"root:{request.get_host()}:{get_language()}"
    found: tuple[Site | None, HomePage | None] | None = caches["local"].get(key)
    if found is None:
        site = Site.find_for_request(request)
        home = site.root_page.localized.specific if site else None
        found = (site, home) if isinstance(home, HomePage) else (None, None)
        caches["local"].set(key, found, KEPT)
    return found


def _page_at(home: HomePage, parts: list[str]) -> Page | None:
    """A live page with no routing of its own. What kind of page lies at an address is remembered, never the page."""
    url_path = f"{home.url_path}{'/'.join(parts)}/"
    key = f"kind:{url_path}"
    kind = caches["local"].get(key)
    if kind is None:
        page = home.page_at(parts)
        kind = page.specific_class if page is not None and page.live else None
        if kind is None or kind.route is not Page.route:
            return None
        caches["local"].set(key, kind, KEPT)
    found: Page | None = (
        kind.objects.live().filter(slug=parts[-1], url_path=url_path, path__startswith=home.path).first()
    )
    return found
