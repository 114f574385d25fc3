"""Courses in the search of the whole site: those the viewer may see, once each, in their language where there is one."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.pages.privacy import open_to_all
from cms.pages.said_once import in_one_language
from lms.search.excerpts import excerpt
from lms.search.found import Found
from lms.search.query import search_pages

from .models import CoursePage

KIND = _("Courses")


def courses(viewer: Any, query: str, limit: int) -> list[Found]:
    hits = search_pages(open_to_all(CoursePage.objects.visible_to(viewer)), query)[: 3 * limit]
    found = in_one_language(list(hits), get_language() or "")[:limit]
    return [
        Found(page.title, page.get_url() or "", KIND, excerpt(page.summary, query), language)
        for page, language in found
    ]
