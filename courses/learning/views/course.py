"""Joining a course, finding one's way in it, leaving it."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail import hooks

from courses.catalogue.models import CoursePage
from lms.accounts.languages import in_language
from lms.accounts.signed_in import person_of

from .. import actions
from ..final import Final, final_of
from ..journey import Journey, Stop, journey
from ..models import Enrolment

# What a number in an address may be: beyond it no database has a row, and some refuse the question.
LARGEST_ID = 2**31 - 1


def find(request: HttpRequest, registration: UUID) -> Enrolment:
    """The caller's own enrolment; what is not theirs is not there."""
    enrolment = (
        Enrolment.objects.visible_to(request.user).filter(registration=registration).select_related("course").first()
    )
    if enrolment is None:
        raise Http404
    return enrolment


@require_POST
@login_required
def enrol(request: HttpRequest, course: int) -> HttpResponse:
    page = course <= LARGEST_ID and CoursePage.objects.visible_to(request.user).filter(pk=course).first()
    if not page:
        raise Http404
    learner = person_of(request)
    enrolment = actions.enrol(learner, page.source(), by=learner)
    return redirect(onward(journey(enrolment, language=get_language())))


@require_GET
@login_required
def course_map(request: HttpRequest, registration: UUID) -> HttpResponse:
    """Every lesson with its state, the final test, and what finishing brought."""
    enrolment = find(request, registration)
    way = journey(enrolment, language=get_language())
    completion = enrolment.completions.standing().first()
    test = final_of(way) if way.lessons_are_done and not way.passed else None
    return render(
        request,
        "courses/learning/course_map.html",
        {
            "way": way,
            "enrolment": enrolment,
            "course": enrolment.course,
            "completion": completion,
            "modules": [
                {
                    "title": module.title,
                    "lang": module.lang,
                    "steps": [step(way, way.stop_at(lesson.page_key)) for lesson in module.lessons],
                }
                for module in way.outline.modules
            ],
            "final": final_steps(way, test),
            "test": test,
            "links": result_links(request, enrolment) if completion else [],
            "onward": onward(way),
        },
    )


@require_http_methods(["GET", "POST"])
@login_required
def leave(request: HttpRequest, registration: UUID) -> HttpResponse:
    """Asks first; what was done is kept for coming back (P18)."""
    enrolment = find(request, registration)
    if not enrolment.is_open():
        return redirect("learning:course-map", registration)
    if request.method == "POST":
        actions.withdraw(enrolment, by=person_of(request))
        messages.success(request, _("You have left the course. What you have done is kept: join again to go on."))
        return redirect(in_language(enrolment.course.get_url(request) or "/courses/", get_language() or ""))
    return render(request, "courses/learning/leave.html", {"enrolment": enrolment, "course": enrolment.course})


@require_POST
@login_required
def done(request: HttpRequest, registration: UUID, page_key: UUID) -> HttpResponse:
    """Mark a lesson as done and go on; the last thing needed completes the course in this same answer (P1)."""
    enrolment = find(request, registration)
    stop = journey(enrolment, language=get_language()).stop_at(page_key)
    if stop is None:
        raise Http404
    try:
        actions.mark_done(enrolment, page_key, client_uuid=posted_uuid(request), locale=get_language())
    except actions.EnrolmentClosedError:
        messages.error(request, _("You have left this course. Join again to go on."))
        return redirect("learning:course-map", registration)
    messages.success(request, _("Lesson %(number)s is done.") % {"number": stop.lesson.number})
    way = journey(find(request, registration), language=get_language())
    if not way.enrolment.is_open() or way.next_stop is None:
        return redirect("learning:course-map", registration)
    following = way.around(page_key)[1]
    target = following if following and not following.done else way.next_stop
    return redirect(target.lesson.url)


@require_POST
@login_required
def undo(request: HttpRequest, registration: UUID, page_key: UUID) -> HttpResponse:
    enrolment = find(request, registration)
    stop = journey(enrolment, language=get_language()).stop_at(page_key)
    if stop is None:
        raise Http404
    actions.mark_not_done(enrolment, page_key, by=person_of(request), locale=get_language())
    messages.info(request, _("This lesson is no longer marked as done."))
    return redirect(stop.lesson.url)


def posted_uuid(request: HttpRequest) -> UUID:
    """The device's own id for what it sends, so that sending twice changes nothing; a new one where it is missing."""
    try:
        return UUID(request.POST.get("client_uuid", ""))
    except ValueError:
        return uuid4()


def onward(way: Journey) -> str:
    """Where a learner goes on: the next lesson, or the map with the final test."""
    if way.enrolment.is_open() and way.next_stop:
        return way.next_stop.lesson.url
    return reverse("learning:course-map", args=[way.enrolment.registration])


def step(way: Journey, stop: Stop | None) -> dict[str, Any]:
    """One lesson as the list of steps shows it."""
    if stop is None:
        raise Http404
    current = way.next_stop is stop and way.enrolment.is_open()
    state = "done" if stop.done else "current" if current else "open"
    words = {"done": _("Done"), "current": _("Next"), "open": _("To do")}
    return {
        "number": stop.lesson.number,
        "title": stop.lesson.title,
        "lang": stop.lesson.lang,
        "url": stop.lesson.url,
        "state": state,
        "status": words[state],
        "note": _("%(minutes)s min") % {"minutes": stop.lesson.minutes},
    }


def final_steps(way: Journey, test: Final | None) -> list[dict[str, Any]]:
    """The final test as the last step; that it is still being written, where the course waits for it."""
    course = way.enrolment.course
    if course.awaits_final:
        return [{"title": _("Final test"), "state": "locked", "status": _("Still being written")}]
    return [final_step(way, test)] if course.final_id else []


def final_step(way: Journey, test: Final | None) -> dict[str, Any]:
    """The final test as the last step of the course."""
    facts: dict[str, Any] = {"title": _("Final test")}
    if way.passed:
        return {**facts, "state": "done", "status": _("Passed")}
    url = reverse("learning:test-start", args=[way.enrolment.registration])
    if not way.lessons_are_done:
        return {**facts, "state": "locked", "status": _("Opens when every lesson is done")}
    if test and test.state == "used_up":
        return {**facts, "state": "open", "status": _("No attempt is left"), "url": url}
    started = test and test.state == "running"
    return {**facts, "state": "current", "status": _("Started") if started else _("Open for you"), "url": url}


def result_links(request: HttpRequest, enrolment: Enrolment) -> list[dict[str, str]]:
    """What floors above offer after completion, such as the certificate."""
    return [link for hook in hooks.get_hooks("register_result_links") for link in hook(request, enrolment)]
