"""Plain pages in the search of the whole site."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.search.excerpts import excerpt
from lms.search.found import Found
from lms.search.query import search_pages

from .models import BasePage, StandardPage
from .privacy import open_to_all
from .said_once import in_one_language

KIND = _("Pages")


def pages(viewer: Any, query: str, limit: int) -> list[Found]:
    """Plain pages. Kinds with pages of their own find their own."""
    return pages_of(StandardPage, KIND, query, limit)


def pages_of(model: type[BasePage], kind: str | Promise, query: str, limit: int) -> list[Found]:
    """Pages of one kind that anybody may open; a private page is found by nobody."""
    hits = search_pages(open_to_all(model.objects.all()), query)[: 3 * limit]
    found = in_one_language(list(hits), get_language() or "")[:limit]
    return [
        Found(page.title, page.get_url() or "", kind, excerpt(page.summary or _text(page), query), language)
        for page, language in found
    ]


def _text(page: Any) -> str:
    if hasattr(page, "own_words"):
        return str(page.own_words())
    body = page._meta.get_field("body")
    return " ".join(str(part) for part in body.get_searchable_content(page.body))
