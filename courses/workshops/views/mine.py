"""What a participant sees of a workshop: their place, the sessions, an offer to answer, and "I am here"."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.accounts.signed_in import person_of
from lms.notifications.tasks import queue_delivery

from .. import actions
from ..models import Place
from ..standing import presences, sittings
from ..states import EXPECTED, PlaceState

AT_MOST = 100


def own(request: HttpRequest, workshop: UUID) -> Place:
    places = Place.objects.belonging_to(request.user).select_related(
        "workshop__activity", "workshop__partner", "enrolment", "person"
    )
    return get_object_or_404(places, workshop__public_id=workshop)


@require_safe
@login_required
def mine(request: HttpRequest, workshop: UUID) -> HttpResponse:
    place, now = own(request, workshop), timezone.now()
    marks = dict(place.attendance.marked().values_list("session", "mark"))
    rows = [
        {
            "session": session,
            "mark": marks.get(session.pk),
            "open": place.state in EXPECTED and session.pk not in marks and actions.is_open_now(session, now),
        }
        for session in place.workshop.sessions.standing()[:AT_MOST]
    ]
    context = {
        "place": place,
        "workshop": place.workshop,
        "activity": place.workshop.activity,
        "rows": rows,
        "presence": presences(sittings(place.workshop, now), [place])[place.pk],
        "offer": place.state == PlaceState.OFFERED and place.workshop.is_standing(),
        "expected": place.state in EXPECTED,
        "number": actions.numbers(place.workshop).get(place.pk) if place.state == PlaceState.WAITLISTED else None,
        "called_off": place.workshop.is_called_off(),
        "is_standing": place.workshop.is_standing(),
        "offers_seats": actions.offers_seats(place.workshop, now),
    }
    return render(request, "courses/workshops/mine.html", context)


@require_POST
@login_required
def answer(request: HttpRequest, workshop: UUID) -> HttpResponse:
    """Yes or no to a seat that was offered (H3)."""
    place = own(request, workshop)
    accept = request.POST.get("answer") == "yes"
    if not accept and request.POST.get("answer") != "no":
        return redirect("workshops:mine", workshop)
    try:
        place = actions.answer_offer(place, accept=accept, by=person_of(request))
    except actions.WorkshopIsOver:
        messages.error(request, _("This workshop was closed or called off: its offers are over."))
    except actions.Overtaken:
        messages.error(
            request, _("This offer is over. Ask the Regional Support Office if you would still like to come.")
        )
    else:
        queue_delivery()
        messages.success(request, _("You have a seat.") if accept else _("You left the seat to the next person."))
    return redirect("workshops:mine", workshop)


@require_POST
@login_required
def here(request: HttpRequest, workshop: UUID, session: UUID) -> HttpResponse:
    """I am here: during the session; outside it an explanation and whom to ask, never a dead end (H13)."""
    place = own(request, workshop)
    one = get_object_or_404(place.workshop.sessions, public_id=session)
    try:
        if place.state not in EXPECTED:
            raise actions.NotBegun
        actions.mark_self(place, one)
    except actions.NotBegun:
        messages.error(request, _("This session is not open for checking in. Ask your trainer to mark you."))
    else:
        messages.success(request, _("Thank you. Your trainer sees that you are here."))
    return redirect("workshops:mine", workshop)
