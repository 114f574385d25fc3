"""The lesson player: opens a lesson page for the enrolled, with their answers and their way on."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page

from courses.assessment.practice import practice_questions
from courses.catalogue.models import LessonPage
from courses.catalogue.reading import parts_with, read

from .. import actions
from ..journey import Journey, Stop, journey
from ..models import Enrolment
from ..practice import Check, checks_of
from .course import find, posted_uuid


def play(page: LessonPage, enrolment: Enrolment, request: HttpRequest) -> HttpResponse:
    """The lesson of somebody who is enrolled; 404 where it is no part of the course as it stands."""
    language = get_language()
    evidence = list(enrolment.evidence.all())
    way = journey(enrolment, evidence, language=language)
    stop = way.stop_at(page.translation_key)
    if stop is None:
        raise Http404
    places = {check.block_id: check.question for check in stop.lesson.checks}
    checks = checks_of(places, practice_questions(places.values(), language), evidence, page.translation_key)
    reading = read(way.outline, stop.lesson)
    before, after = way.around(page.translation_key)
    return render(
        request,
        "courses/learning/lesson.html",
        {
            "page": page,
            "way": way,
            "enrolment": enrolment,
            "course": enrolment.course,
            "stop": stop,
            "reading": reading,
            "parts": parts_with(reading, checks),
            "before": before.lesson if before else None,
            "onward": _onward(way, stop, after),
            "missing": [] if after else [one for one in way.missing if one is not stop],
            "client_uuid": uuid4(),
            "unanswered": f"check-{request.GET.get('unanswered', '')}",
            "again": f"check-{request.GET.get('again', '')}",
        },
    )


def _onward(way: Journey, stop: Stop, after: Stop | None) -> dict[str, Any] | None:
    """What follows at the foot of a lesson. While it is not marked, the button marks and goes on: beside it the way past it is
    quiet, and says that it records nothing.
    """
    if after is None:
        return _beyond(way) if stop.done else None
    skips = way.enrolment.is_open() and not stop.done
    label = _("Next, without marking this one as done") if skips else ""
    return {
        "number": after.lesson.number,
        "title": after.lesson.title,
        "url": after.lesson.url,
        "label": label,
        "is_quiet": skips,
    }


def _beyond(way: Journey) -> dict[str, Any]:
    """What follows the last lesson once it is done: the final test where it is open, else the map of the course."""
    enrolment, course = way.enrolment, way.enrolment.course
    if course.final_id and enrolment.is_open() and way.lessons_are_done and not way.passed:
        return {"title": _("Final test"), "url": reverse("learning:test-start", args=[enrolment.registration])}
    url = reverse("learning:course-map", args=[enrolment.registration])
    return {"label": _("Back to the course"), "title": way.outline.title, "url": url}


@require_POST
@login_required
def practise(request: HttpRequest, registration: UUID, page_key: UUID, block_id: UUID) -> HttpResponse:
    """Answer a practice question; the lesson comes back at the same place, with what every option means."""
    enrolment = find(request, registration)
    stop = journey(enrolment, language=get_language()).stop_at(page_key)
    question = (
        next((check.question for check in stop.lesson.checks if check.block_id == block_id), None) if stop else None
    )
    asked = practice_questions([question], get_language()).get(question) if question else None
    if stop is None or asked is None:
        raise Http404
    check = Check(block_id, asked, None)
    chosen = request.POST.getlist(check.name)
    known = {option.key for option in asked.options}
    if not chosen or not set(chosen) <= known or (len(chosen) > 1 and not asked.several):
        return redirect(f"{stop.lesson.url}?unanswered={block_id}#{check.name}")
    try:
        actions.record_practice(
            enrolment,
            page_key,
            block_id,
            actions.PracticeAnswer(asked.revision, sorted(set(chosen))),
            client_uuid=posted_uuid(request),
            locale=get_language(),
        )
    except actions.EnrolmentClosedError:
        messages.error(request, _("You have left this course. Join again to go on."))
        return redirect("learning:course-map", registration)
    return redirect(f"{stop.lesson.url}#{check.name}")


def enrolment_of(page: LessonPage, request: HttpRequest) -> Enrolment | None:
    """The caller's latest enrolment in the course this lesson belongs to, in whatever language the page is.

    `has_others`: whether they ever joined anything beside it.
    """
    course_path = page.path[: -2 * page.steplen]
    own = Enrolment.objects.visible_to(request.user)
    return (
        own.annotate(has_others=Exists(own.exclude(pk=OuterRef("pk"))))
        .filter(
            withdrawn_at=None,
            course__translation_key__in=Page.objects.filter(path=course_path).values("translation_key"),
        )
        .select_related("course")
        .order_by("-period")
        .first()
    )
