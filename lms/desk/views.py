"""A person's own page, and the start of the office: what needs me, and where everything is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe
from wagtail import hooks

from cms.contact.models import Enquiry
from courses.credentials.models import Certificate, Correction
from courses.learning import actions
from courses.learning.final import Final, finals_of
from courses.learning.journey import Journey, journey
from courses.learning.models import Completion, Enrolment
from lms.accounts.forms import NEW_NAME
from lms.accounts.models import User
from lms.accounts.permissions import can_see_people, is_staff
from lms.accounts.signed_in import person_of
from lms.limits import caller
from lms.notifications.models import Message

from . import searching
from .learning_of import standing
from .mine import network
from .what_now import is_at_leisure, next_course

MOST = 50


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """One question to everything the visitor may see. It stands in the address, so that it can be asked again."""
    query, kind = searching.asked(request.GET)
    context = {"query": query, "kind": kind}
    if query and searching.LIMIT.is_over(caller(request)):
        response = render(request, "lms/desk/search.html", {**context, "too_often": True}, status=429)
        response["Retry-After"] = str(searching.LIMIT.seconds)
    else:
        found = searching.groups(request.user, query, kind) if query else []
        response = render(request, "lms/desk/search.html", {**context, "groups": found})
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@dataclass(frozen=True)
class Desk:
    """One duty of the office: how much waits there, and where it is."""

    title: str
    text: str
    url: str
    waiting: int


@require_GET
@login_required
def me(request: HttpRequest) -> HttpResponse:
    """One way onward, then everything a person has done and earned."""
    enrolments = (
        Enrolment.objects.visible_to(request.user)
        .select_related("course__final")
        .prefetch_related("evidence", "completions")
        .order_by("-enrolled_at")[:MOST]
    )
    ways = [journey(enrolment, enrolment.evidence.all(), language=get_language()) for enrolment in enrolments]
    certificates = Certificate.objects.visible_to(request.user).order_by("-issued_at")[:MOST]
    at_leisure = is_at_leisure(ways)
    return render(
        request,
        "lms/desk/me.html",
        {
            "going_on": with_tests(_doable_first(way for way in ways if way.enrolment.is_open())),
            "finished": [(way, standing(way.enrolment)) for way in ways if standing(way.enrolment)],
            "left": [way for way in ways if way.enrolment.withdrawn_at],
            "certificates": certificates,
            "at_leisure": at_leisure,
            "next": next_course(request.user, ways) if at_leisure else None,
            **network(request.user),
        },
    )


def _doable_first(ways: Iterable[Journey]) -> list[Journey]:
    """A final test that is open comes first; courses that wait for theirs come last: nothing can be done in them now."""
    return sorted(ways, key=lambda way: (way.waits_for_final, way.next_stop is not None))


def with_tests(ways: list[Journey]) -> list[tuple[Journey, Final | None]]:
    """Each way with its final test, once nothing else is left to do."""
    tests = finals_of([way for way in ways if way.next_stop is None and not way.passed])
    return [(way, tests.get(way.enrolment.registration)) for way in ways]


@require_GET
@login_required
def office(request: HttpRequest) -> HttpResponse:
    """What needs somebody today. A focal point sees the people of their own member alone."""
    desks = []
    if can_see_people(request.user):
        waiting = User.objects.visible_to(request.user).awaiting_verification().count()
        desks.append(
            Desk(
                _("People"),
                _("Verify, invite and look after people."),
                f"{reverse('accounts:people')}?state=unverified" if waiting else reverse("accounts:people"),
                waiting,
            )
        )
        desks += _names(request.user)
    if is_staff(request.user):
        desks += _staff_desks(request.user)
        # What stands beside the desk on the roof adds its own.
        desks += [Desk(**told) for listed in hooks.get_hooks("register_office_desks") for told in listed()]
    if not desks:
        raise Http404
    return render(request, "lms/desk/office.html", {"desks": desks})


def _names(viewer: Any) -> list[Desk]:
    """Only while one waits: it is rare that a verified officer is called otherwise."""
    asked = User.objects.visible_to(viewer).with_new_name_for(viewer).count()
    url = f"{reverse('accounts:people')}?state={NEW_NAME}"
    return [Desk(_("New names"), _("Verified people who want another name."), url, asked)] if asked else []


def _staff_desks(viewer: Any) -> list[Desk]:
    troubled = Message.objects.needing_attention().count()
    held = Certificate.objects.exclude(needs_attention="").filter(state=Certificate.State.VALID).count()
    held += Correction.objects.open().count()
    released = Completion.objects.awaiting_release().count()
    asked = Enquiry.objects.visible_to(viewer).filter(state=Enquiry.State.NEW).count()
    return [
        Desk(_("Messages"), _("What people ask us, and our answers."), reverse("contact:enquiries"), asked),
        Desk(_("Events"), _("Make events, invite alumni, see who comes."), reverse("events:office-events"), 0),
        Desk(_("Workshops"), _("Cohorts, places, attendance, closing."), reverse("workshops:teach"), 0),
        Desk(
            _("Deliveries"),
            _("Mails that failed, or may not have arrived."),
            reverse("notifications:delivery-list"),
            troubled,
        ),
        Desk(_("Certificates"), _("Find, withdraw and look into certificates."), reverse("credentials:register"), held),
        Desk(
            _("Completions"),
            _("Completed because a course changed: release first."),
            reverse("desk:completions"),
            released,
        ),
        Desk(
            _("Background work"),
            _("Whether mails and certificates are being made."),
            reverse("notifications:background"),
            0,
        ),
    ]


@require_GET
@login_required
def completions(request: HttpRequest) -> HttpResponse:
    """People who finished only because a course changed; nothing goes out before it is released (P5)."""
    if not is_staff(request.user):
        raise Http404
    waiting = Completion.objects.awaiting_release().select_related("enrolment__learner", "enrolment__course")
    return render(request, "lms/desk/completions.html", {"waiting": waiting.order_by("pk")[:MOST]})


@require_POST
@login_required
def release(request: HttpRequest, completion: int) -> HttpResponse:
    if not is_staff(request.user):
        raise Http404
    waiting = Completion.objects.awaiting_release().filter(pk=completion).first()
    if waiting is None:
        messages.info(request, _("This completion has been released already."))
    else:
        actions.release(waiting, by=person_of(request))
        messages.success(request, _("Released. The certificate is on its way."))
    return redirect("desk:completions")
