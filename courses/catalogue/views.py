"""Pages of the catalogue that are not Wagtail pages."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cms.sources.models import Source

from . import permissions
from .citing import pages_citing
from .models import CoursePage, LessonPage
from .review import open_claims, tally
from .shelf import asked_for

LESSONS_PER_PAGE = 20
# What a claim may wait for. One whose source is wholly checked waits for nothing.
STATES = [(state.value, state.label) for state in Source.Checked if state != Source.Checked.CHECKED]


@require_GET
def claims_to_check(request: HttpRequest) -> HttpResponse:
    """Every citation of live lessons whose source is not wholly checked, and every note to reviewers, by lesson.

    Of all courses or one, of sources in any state or one; both stand in the address.
    """
    if not permissions.can_review_claims(request.user):
        raise PermissionDenied
    courses = list(CoursePage.objects.sources().live().order_by("path"))
    asked = asked_for(request.GET, "course").lower()
    course = next((course for course in courses if course.code.lower() == asked), None)
    state = asked_for(request.GET, "state")
    state = state if state in dict(STATES) else ""
    after = asked_for(request.GET, "after")
    lessons = _lessons([course] if course else courses, state)
    page = list(lessons.filter(path__gt=after).order_by("path")[: LESSONS_PER_PAGE + 1])
    kept = {name: value for name, value in (("course", course.code if course else ""), ("state", state)) if value}
    shown = page[:LESSONS_PER_PAGE]
    return render(
        request,
        "courses/catalogue/claims_report.html",
        {
            "header_title": _("Claims to check"),
            "courses": courses,
            "chosen": course,
            "states": STATES,
            "state": state,
            "entries": open_claims(shown, state),
            "tally": tally(lessons.only("body").iterator(), state),
            "first": f"?{urlencode(kept)}" if after else "",
            "more": f"?{urlencode({**kept, 'after': shown[-1].path})}" if page[LESSONS_PER_PAGE:] else "",
        },
    )


def _lessons(courses: list[CoursePage], state: str) -> Any:
    """The live lessons of some courses. With a state, those that cite such a source, so that no page comes out empty."""
    within = Q(pk__in=[])
    for course in courses:
        within |= Q(path__startswith=course.path)
    lessons = LessonPage.objects.live().filter(within)
    if state:
        sources = Source.objects.filter(checked=state).values_list("pk", flat=True)
        lessons = lessons.filter(pk__in=pages_citing(list(sources)))
    return lessons
