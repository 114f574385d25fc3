"""Lessons in the search of the whole site: those of the courses a person is in, for nobody else can open them."""

from typing import Any

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.pages.privacy import open_to_all
from cms.pages.said_once import in_one_language
from courses.catalogue.models import CoursePage, LessonPage
from lms.search.excerpts import excerpt
from lms.search.found import Found
from lms.search.query import search_pages

from .models import Enrolment

KIND = _("Lessons")
MOST_COURSES = 20


def lessons(viewer: Any, query: str, limit: int) -> list[Found]:
    """By title, text and key points. Questions of practice and of tests are no part of what is searched."""
    if not viewer.is_authenticated:
        return []
    mine = Enrolment.objects.visible_to(viewer).filter(withdrawn_at=None).order_by("-pk")
    keys = mine.values_list("course__translation_key", flat=True)[:MOST_COURSES]
    paths = CoursePage.objects.live().filter(translation_key__in=list(keys)).values_list("path", flat=True)
    within = Q(pk__in=[])
    for path in paths:
        within |= Q(path__startswith=path)
    if not within.children[1:] and not paths:
        return []
    hits = search_pages(open_to_all(LessonPage.objects.filter(within)), query)[: 3 * limit]
    found = in_one_language(list(hits), get_language() or "")[:limit]
    return [
        Found(page.title, page.get_url() or "", KIND, excerpt(page.summary, query), language)
        for page, language in found
    ]
