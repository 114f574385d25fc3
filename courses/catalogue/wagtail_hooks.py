"""What the catalogue adds to Wagtail's admin and to the floors below: the list of claims to check, its acts."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page, ReferenceIndex

from lms.accounts.languages import in_language
from lms.search.found import Found

from . import actions, permissions, site_search, views
from .choosers import PracticeQuestionChooser, practice_questions
from .citing import lessons_citing
from .loading import load_index, load_index_words
from .models import LessonPage
from .models.index import catalogue_page, featured, of_programme

MOST_OF_PROGRAMME = 6


@hooks.register("register_admin_urls")
def claims_urls() -> list[URLPattern]:
    return [path("reports/claims/", views.claims_to_check, name="claims_to_check")]


@hooks.register("register_front_page")
def front_page(request: HttpRequest) -> dict[str, Any]:
    """The first courses, and where the others are."""
    page = catalogue_page()
    url = in_language(page.get_url(request) or "/courses/", get_language() or "") if page else ""
    return {"courses": featured(request), "courses_url": url}


@hooks.register("register_programme_parts")
def courses_of_programme(request: HttpRequest, programme: Any) -> list[dict[str, Any]]:
    """Below its activities, the courses of a programme."""
    cards = of_programme(request, programme, MOST_OF_PROGRAMME)
    rows = [{name: one[name] for name in ("title", "url", "text", "lang")} for one in cards]
    return [{"order": 20, "id": "courses", "title": gettext("Courses"), "rows": rows}]


# Called with the viewer and the keys of sources.
hooks.register("register_citations", lessons_citing)


class ClaimsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return permissions.can_review_claims(request.user)


@hooks.register("register_admin_viewset")
def question_chooser() -> PracticeQuestionChooser:
    return practice_questions


@hooks.register("register_reports_menu_item")
def claims_menu_item() -> MenuItem:
    return ClaimsMenuItem(_("Claims to check"), reverse("claims_to_check"), icon_name="openquote", order=50)


# Lessons show the words of sources and diagrams: what is kept of a lesson is old when these change.
@hooks.register("after_edit_snippet")
def refresh_lessons(request: HttpRequest, instance: models.Model) -> None:
    shown = ReferenceIndex.get_references_to(instance).values_list("object_id", flat=True)
    lessons = list(LessonPage.objects.live().filter(pk__in=[pk for pk in shown if str(pk).isdigit()]))
    actions.note_change(lessons, by=request.user)


@hooks.register("register_audit_acts")
def audit_acts() -> dict[str, str | Promise]:
    return {
        "catalogue.load_course": _("Brought a course in from a file"),
        "catalogue.load_words": _("Brought a translation of a course in from a file"),
        "catalogue.reopen_review": _("A course needs review again"),
    }


@hooks.register("register_root_pages")
def hang_catalogue(home: Page, *, by: Any = None) -> None:
    load_index(home, by=by)


# Called with the front page and the words of the pages below it in a language.
hooks.register("register_root_page_words", load_index_words)


@hooks.register("register_site_search", order=-30)
def find_courses(viewer: Any, query: str, limit: int) -> list[Found]:
    return site_search.courses(viewer, query, limit)
