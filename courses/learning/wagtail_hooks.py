"""What learning adds to the floors below: the player, the way into a course, its acts."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from courses.assessment.models import Quiz
from courses.assessment.permissions import can_preview
from courses.catalogue.models import LessonPage
from lms.search.found import Found

from . import consequences, course_page, front_page, site_search
from .views.lesson import enrolment_of, play

Serve = Callable[[Any, HttpRequest, Any, Any], HttpResponse]


# After page privacy (order 0) has spoken; before it, a private lesson would open to the enrolled of another course.
@hooks.register("on_serve_page", order=10)
def open_lesson(following: Serve) -> Serve:
    """A lesson opens for the enrolled. Its own `serve` shows it to whoever may edit it, and answers 404 to all others."""

    def serve(page: Any, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        if isinstance(page, LessonPage) and (enrolment := enrolment_of(page, request)):
            return play(page, enrolment, request)
        return following(page, request, args, kwargs)

    return serve


# Outside privacy: its way to the sign-in page would tell that something is there.
@hooks.register("on_serve_page", order=-10)
def hide_private_lessons(following: Serve) -> Serve:
    """Denied and absent look alike: what privacy would send elsewhere answers 404 under a course."""

    def serve(page: Any, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        response = following(page, request, args, kwargs)
        if isinstance(page, LessonPage) and response.status_code in {301, 302}:
            raise Http404
        return response

    return serve


hooks.register("register_course_page", course_page.parts)
hooks.register("register_course_standing", course_page.standing)


@hooks.register("register_audit_acts")
def audit_acts() -> dict[str, Any]:
    return {
        "learning.enrol": _("Joined a course"),
        "learning.renew": _("Began a further period of a course"),
        "learning.withdraw": _("Left a course"),
        "learning.reopen": _("Took a lesson back"),
        "learning.complete": _("Completed a course"),
        "learning.achieve": _("Achievement recorded"),
        "learning.invalidate": _("Completion taken back by staff"),
    }


@hooks.register("register_snippet_listing_buttons")
def preview_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Quiz) and can_preview(user):
        url = reverse("learning:test-preview", args=[snippet.public_id])
        yield Button(_("Try it as a learner"), url=url, icon_name="view", priority=20)


@hooks.register("register_front_page")
def way_onward(request: HttpRequest) -> dict[str, Any]:
    """One big button for whoever has a course under way."""
    return {"onward": front_page.onward(request.user)} if request.user.is_authenticated else {}


# Called with a page that is about to be withdrawn or deleted, and which of the two.
hooks.register("register_consequences", consequences.for_learners)


@hooks.register("register_site_search", order=-20)
def find_lessons(viewer: Any, query: str, limit: int) -> list[Found]:
    return site_search.lessons(viewer, query, limit)
