"""The waiting list in its order: who is next, moving somebody up, giving a free seat."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.accounts.signed_in import person_of
from lms.notifications.tasks import queue_delivery

from .. import actions, permissions
from ..models import Place, Workshop
from .doors import for_teachers, found, frame, place_of

# Nobody moves the hundred and first; the roster has them all.
AT_MOST = 100


@require_safe
@for_teachers
def waiting(request: HttpRequest, workshop: UUID) -> HttpResponse:
    this = found(request, workshop)
    queue = this.places.queue().select_related("person", "invitation")
    context = {
        **frame(request, this, "waiting"),
        "queue": [{"place": place, "number": number} for number, place in enumerate(queue[:AT_MOST], start=1)],
        "free": max(0, this.seats - this.places.seated().count()) if this.is_standing() else 0,
        "offered": _offered(this) if this.is_standing() else [],
        "offers_seats": actions.offers_seats(this, timezone.now()),
    }
    return render(request, "courses/workshops/waiting.html", context)


def _offered(workshop: Workshop) -> QuerySet[Place]:
    """The offers that are open, the next to lapse first."""
    offered = workshop.places.filter(state=Place.State.OFFERED).select_related("person")
    return offered.order_by("offered_until")[:50]


@require_POST
@for_teachers
def move_up(request: HttpRequest, workshop: UUID, place: UUID) -> HttpResponse:
    this, one = _changeable(request, workshop, place)
    seen = request.POST.get("seen", "")
    try:
        actions.move_up(one, by=person_of(request), seen=int(seen) if seen.isascii() and seen.isdigit() else None)
    except actions.Overtaken:
        messages.error(request, _("The list changed in the meantime. This is how it stands now."))
    else:
        messages.success(request, _("%(name)s moved up one place.") % {"name": one.full_name()})
    return redirect("workshops:waiting", this.public_id)


@require_POST
@for_teachers
def give_seat(request: HttpRequest, workshop: UUID, place: UUID) -> HttpResponse:
    this, one = _changeable(request, workshop, place)
    try:
        actions.give_seat(one, by=person_of(request))
    except actions.CohortFull:
        messages.error(request, _("No seat is free any more."))
    except actions.Overtaken:
        messages.error(request, _("The list changed in the meantime. This is how it stands now."))
    else:
        queue_delivery()
        is_told = not this.is_over(timezone.now())
        text = _("%(name)s has a seat, and is told by mail.") if is_told else _("%(name)s has a place.")
        messages.success(request, text % {"name": one.full_name()})
    return redirect("workshops:waiting", this.public_id)


def _changeable(request: HttpRequest, workshop: UUID, place: UUID) -> tuple[Workshop, Place]:
    this = found(request, workshop)
    one = place_of(this, place)
    if not permissions.can_change_roster(request.user, this):
        raise Http404
    return this, one
