"""One list of people: looked through, approved, sent; until then there is always a way back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.accounts.signed_in import person_of
from lms.notifications.models import Frequency, Preference

from .. import actions, chosen, lists, times
from ..models import Event, Round
from ..permissions import can_approve, may_approve_alone
from ..tasks import plan_soon
from .gate import for_office, found_event, found_round, is_open


@require_safe
@for_office
def look_through(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """Everybody on the list and why, who was left out and why, and what would happen if it were sent now."""
    event = found_event(request, public_id)
    frozen = found_round(event, number)
    page = lists.page_of(frozen.invitations.select_related("person"), request.GET.get("after", ""))
    left_out = list(frozen.left_out.select_related("person")[: lists.PAGE + 1])
    more = frozen.left_out.count() if len(left_out) > lists.PAGE else len(left_out)
    off = Preference.objects.filter(person__in=frozen.invitations.values("person"), stream=chosen.STREAM)
    context = {
        "event": event,
        "round": frozen,
        "asked_for": chosen.asked_for(frozen.criteria),
        "rows": chosen.rows_of(page.rows, frozen.criteria),
        "count": frozen.invitations.count(),
        "off": off.filter(frequency=Frequency.OFF).count(),
        "left_out": left_out[: lists.PAGE],
        "left_out_count": more,
        "older_url": f"?after={page.next_key}" if page.next_key else "",
        "can_approve": can_approve(request.user, frozen),
        "waits_for_another": frozen.is_frozen() and not may_approve_alone(request.user, frozen),
        "left_open": [] if frozen.is_sent() else times.left_open(event.activity),
        "more_than_places": 0 if frozen.is_sent() else _more_than_places(event),
        "is_approved": frozen.state == Round.State.APPROVED,
        "can_send": frozen.state == Round.State.APPROVED and is_open(event),
    }
    return render(request, "alumni/events/round.html", context)


def _more_than_places(event: Event) -> int:
    """How many may come, where that is more than there are places; it may be meant, as some say no."""
    number = lists.may_come(event) if event.capacity else 0
    return number if number > (event.capacity or 0) else 0


@require_POST
@for_office
def remove(request: HttpRequest, public_id: UUID, number: int, invitation: UUID) -> HttpResponse:
    event = found_event(request, public_id)
    frozen = found_round(event, number)
    found = get_object_or_404(frozen.invitations.select_related("person"), public_id=invitation)
    name = str(found.person)
    if actions.remove(found, by=person_of(request)):
        messages.success(request, _("%(name)s is off the list.") % {"name": name})
    else:
        messages.info(request, _("The list is approved already: nobody can be taken off it."))
    return redirect("events:round", event.public_id, frozen.number)


@require_POST
@for_office
def put_back(request: HttpRequest, public_id: UUID, number: int, person: UUID) -> HttpResponse:
    event = found_event(request, public_id)
    frozen = found_round(event, number)
    found = get_object_or_404(frozen.left_out.select_related("person"), person__public_id=person)
    if actions.put_back(found, by=person_of(request)):
        messages.success(request, _("%(name)s is on the list again.") % {"name": found.person})
    else:
        messages.info(request, _("The list is approved already, or this person was not taken off it."))
    return redirect("events:round", event.public_id, frozen.number)


@require_POST
@for_office
def discard(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    event = found_event(request, public_id)
    if actions.discard(found_round(event, number), by=person_of(request)):
        messages.success(request, _("The list is discarded. Nobody was told."))
    else:
        messages.info(request, _("The list was sent already: it cannot be discarded."))
    return redirect("events:office-event", event.public_id)


@require_POST
@for_office
def approve(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    event = found_event(request, public_id)
    try:
        if actions.approve(found_round(event, number), by=person_of(request)):
            messages.success(request, _("The list is approved. It can be sent now."))
    except actions.AuthorMayNotApprove:
        messages.error(request, _("So many people: somebody else at the office must approve the list."))
    return redirect("events:round", event.public_id, number)


@require_POST
@for_office
def unapprove(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """The way back from an approval, as long as nothing was sent."""
    event = found_event(request, public_id)
    if actions.unapprove(found_round(event, number), by=person_of(request)):
        messages.success(request, _("The approval is taken back. The list can be changed again."))
    else:
        messages.info(request, _("The list is not approved, or it was sent already."))
    return redirect("events:round", event.public_id, number)


@require_POST
@for_office
def send(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """The act is a row; the mails follow from it, whatever becomes of this page."""
    event = found_event(request, public_id)
    try:
        if actions.send(found_round(event, number), by=person_of(request)):
            plan_soon()
            messages.success(request, _("The invitations are on their way. You can leave this page."))
    except actions.NotOpen:
        messages.error(request, _("The event is cancelled or over: nobody is invited to it."))
    return redirect("events:office-event", event.public_id)
