"""Pages of the catalogue that are not Wagtail pages."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from . import permissions
from .models import CoursePage, LessonPage
from .review import open_claims
from .shelf import asked_for

LESSONS_PER_PAGE = 40


@require_GET
def claims_to_check(request: HttpRequest) -> HttpResponse:
    """Every citation of live lessons whose source is not wholly checked, and every note to reviewers, by lesson."""
    if not permissions.can_review_claims(request.user):
        raise PermissionDenied
    courses = CoursePage.objects.sources().live().order_by("path")
    code = asked_for(request.GET, "course")
    chosen = courses.filter(code=code).first() if code else courses.first()
    lessons = LessonPage.objects.live().descendant_of(chosen) if chosen else LessonPage.objects.none()
    after = asked_for(request.GET, "after")
    page = list(lessons.filter(path__gt=after).order_by("path")[: LESSONS_PER_PAGE + 1])
    more = len(page) > LESSONS_PER_PAGE
    page = page[:LESSONS_PER_PAGE]
    return render(
        request,
        "courses/catalogue/claims_report.html",
        {
            "header_title": _("Claims to check"),
            "courses": courses,
            "chosen": chosen,
            "entries": open_claims(page),
            "older": page[-1].path if more else "",
        },
    )
