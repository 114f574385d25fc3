"""The addresses anybody may open, for search engines. Apps whose pages are not Wagtail's add theirs by a hook."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import get_page_models

from .heads import absolute
from .models import BasePage
from .privacy import open_to_all

MOST = 10_000


@dataclass(frozen=True)
class Address:
    """One page: where it lies, when it changed, where it lies in other languages (code and address)."""

    url: str
    changed_at: datetime | None = None
    alternates: tuple[tuple[str, str], ...] = ()


def addresses(request: HttpRequest) -> list[Address]:
    """`request` is nobody's: what only the signed-in may see is not there. Hook `register_sitemap_addresses`: request → Addresses."""
    found = _of_pages(request)
    for hook in hooks.get_hooks("register_sitemap_addresses"):
        found += hook(request)
    return found[:MOST]


def _of_pages(request: HttpRequest) -> list[Address]:
    families: dict[Any, list[Any]] = {}
    for model in get_page_models():
        if issubclass(model, BasePage) and model.in_sitemap:
            for page in _rows(model, request.user):
                families.setdefault(page.translation_key, []).append(page)
    return [one for family in families.values() for one in _family(family, request)]


def _rows(model: Any, viewer: Any) -> Iterable[Any]:
    rows = model.objects.defer_streamfields()
    # A kind of page that not everybody may see says so itself.
    rows = rows.visible_to(viewer) if hasattr(rows, "visible_to") else rows
    return open_to_all(rows).select_related("locale").order_by("path")[:MOST]


def _family(pages: list[Any], request: HttpRequest) -> Iterable[Address]:
    urls = {page.locale.language_code: page.get_url(request) for page in pages}
    said = tuple((code, absolute(url)) for code, url in sorted(urls.items()) if url) if len(urls) > 1 else ()
    if said:
        said += (("x-default", dict(said).get(settings.LANGUAGE_CODE, said[0][1])),)
    for page in pages:
        url = urls[page.locale.language_code]
        if url:
            yield Address(absolute(url), page.last_published_at, said)
