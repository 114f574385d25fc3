"""From an address to its page in one query, on pages that are opened all day over slow lines."""

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, get_language_from_path
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from cms.pages.sites import KEPT, site_of

from .models import HomePage


class QuickRouteMiddleware:
    """Answers Wagtail's question for the page of an address beforehand, and what it would ask on its way there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        parts = [part for part in _without_language(request.path_info).split("/") if part]
        # A view of ours may say that it hands on to Wagtail's.
        if not parts or not (view is serve or getattr(view, "serves_pages", False)):
            return
        home = _front_page(request)
        if home is not None:
            # Where Wagtail keeps it.
            kept: Any = request
            kept._wagtail_route_for_request = _at(home, parts, request)


def _without_language(path: str) -> str:
    language = get_language_from_path(path)
    return path.removeprefix(f"/{language}") if language else path


def _front_page(request: HttpRequest) -> HomePage | None:
    """In the language of the address."""
    site = site_of(request)
    key = f"front:{request.get_host()}:{get_language()}"
    found: HomePage | None = caches["local"].get(key)
    if found is None and site is not None:
        page = site.root_page.localized.specific
        found = page if isinstance(page, HomePage) else None
        caches["local"].set(key, found, KEPT)
    return found


def _at(home: HomePage, parts: list[str], request: HttpRequest) -> RouteResult | None:
    """What Wagtail would find. What kind of page lies at an address is remembered, never the page."""
    url_path = f"{home.url_path}{'/'.join(parts)}/"
    key = f"kind:{blake2b(url_path.encode(), digest_size=16).hexdigest()}"
    kind = caches["local"].get(key)
    if kind is not None:
        pages = kind.objects.live().filter(slug=parts[-1], url_path=url_path, path__startswith=home.path)
        page = pages.first()
        if page is not None:
            return RouteResult(page)
    try:
        found = home.route(request, parts)
    except Http404:
        return None
    if found.page.url_path == url_path and type(found.page).route is Page.route:
        caches["local"].set(key, type(found.page), KEPT)
    return found
