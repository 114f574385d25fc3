"""What learning adds to the page of a course and to its card: the way in and on, and where the visitor stands."""

from typing import Any

from django.db.models import Case, CharField, OuterRef, Subquery, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from courses.catalogue.models import CoursePage
from courses.catalogue.outline import Outline

from .journey import journey
from .models import Completion, Enrolment
from .views.course import step


def parts(course: CoursePage, request: HttpRequest, first: Outline | None) -> dict[str, Any]:
    """The one way into a course: sign in, join, go on, or look back. Who has joined finds the lessons as on the map."""
    if not request.user.is_authenticated:
        sign_in = f"{reverse('account_login')}?{urlencode({'next': request.path})}"
        return {"actions": [{"label": _("Sign in to join"), "url": sign_in, "method": "get", "variant": ""}]}
    enrolment = Enrolment.objects.visible_to(request.user).filter(course=course).order_by("-period").first()
    if enrolment is None or enrolment.withdrawn_at:
        url = reverse("learning:course-enrol", args=[course.pk])
        join = {"label": _("Join this course"), "url": url, "method": "post", "variant": ""}
        return {"actions": [{**join, "note": _take_first(request.user, first)}]}
    enrolment.course = course
    way = journey(enrolment)
    on = {"url": reverse("learning:course-map", args=[enrolment.registration]), "method": "get", "variant": ""}
    if enrolment.is_open():
        on |= {"label": _("Continue"), "note": way.steps_done()}
    else:
        on |= {"label": _("See what you completed")}
    return {"actions": [on], "steps": {stop.lesson.page_key: step(way, stop) for stop in way.stops}}


def _take_first(person: Any, first: Outline | None) -> str:
    """Nobody is kept out of a course, but who has not completed the one to take first is told so where they join."""
    done = Completion.objects.standing().filter(enrolment__learner=person)
    if first is None or done.filter(enrolment__course=first.pk).exists():
        return ""
    return _("You have not completed “%(course)s” yet. You can join all the same.") % {"course": first.title}


def standing(viewer: Any) -> Subquery:
    """Of a course: whether the viewer has joined it or, in their latest period there, completed it."""
    own = Enrolment.objects.visible_to(viewer).filter(course=OuterRef("pk"), withdrawn_at=None).order_by("-period")
    state = Case(When(closed_at=None, then=Value("joined")), default=Value("completed"), output_field=CharField())
    return Subquery(own.values(state=state)[:1])
