"""Choosing people, looking through the list, approving it, sending it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alumni.profiles.finding import people_matching
from lms.accounts.signed_in import person_of
from lms.notifications.models import Frequency, Preference
from lms.notifications.tasks import queue_delivery

from .. import actions, mails
from ..forms import PeopleForm
from ..lists import PAGE
from ..models import Event, Invitation, Round
from ..permissions import can_approve, may_approve_alone
from ..tasks import plan_soon
from .gate import for_office, found_event, found_round

FEWER_THAN = 10
STREAM = "events"


@for_office
def choose(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How many would be found; then the list is made, and frozen."""
    event = found_event(request, public_id)
    asks = "look" in request.GET or request.method == "POST"
    form = PeopleForm((request.POST or request.GET) if asks else None)
    context: dict[str, Any] = {"form": form, "event": event, "is_closed": not _is_open(event)}
    if asks and form.is_valid():
        people = people_matching(form.criteria()).exclude(event_invitations__event=event)
        if request.method == "POST" and _is_open(event):
            made = actions.freeze(event, people.iterator(), criteria=form.kept(), by=person_of(request))
            return redirect("events:round", event.public_id, made.number)
        count = people.count()
        context |= {"found": True, "count": count if count >= FEWER_THAN else None, "is_none": not count}
        context["kept"] = [(name, value) for name in form.fields for value in request.GET.getlist(name)]
    return render(request, "alumni/events/choose.html", context)


@require_safe
@for_office
def look_through(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """Everybody on the list, and what would happen if it were sent now."""
    event = found_event(request, public_id)
    frozen = found_round(event, number)
    rows = frozen.invitations.select_related("person").order_by("pk")
    after = request.GET.get("after", "")
    if after.isdecimal() and after.isascii() and len(after) <= 18:
        rows = rows.filter(pk__gt=int(after))
    page = list(rows[: PAGE + 1])
    people = frozen.invitations.values("person")
    off = Preference.objects.filter(person__in=people, stream=STREAM, frequency=Frequency.OFF)
    context = {
        "event": event,
        "round": frozen,
        "rows": page[:PAGE],
        "count": frozen.invitations.count(),
        "off": off.count(),
        "older_url": f"?after={page[PAGE - 1].pk}" if len(page) > PAGE else "",
        "can_approve": can_approve(request.user, frozen),
        "waits_for_another": frozen.is_frozen() and not may_approve_alone(request.user, frozen),
        "can_send": frozen.state == Round.State.APPROVED and _is_open(event),
    }
    return render(request, "alumni/events/round.html", context)


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
def discard(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    event = found_event(request, public_id)
    if actions.discard(found_round(event, number), by=person_of(request)):
        messages.success(request, _("The list is discarded. Nobody was told."))
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


@require_safe
@for_office
def preview(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Exactly what the first person on the newest list would get; before there is a list, what you would."""
    event = found_event(request, public_id)
    on_list = Invitation.objects.filter(event=event, state=Invitation.State.FROZEN).exclude(person=None)
    first = on_list.select_related("person").first()
    reader = first.person if first and first.person else person_of(request)
    mail = mails.sample(event, reader)
    entry = mail.calendar.content.decode() if mail.calendar else ""
    context = {"event": event, "mail": mail, "entry": entry, "reader": reader, "is_self": reader == request.user}
    return render(request, "alumni/events/preview.html", context)


@require_POST
@for_office
def test(request: HttpRequest, public_id: UUID) -> HttpResponse:
    event = found_event(request, public_id)
    actions.send_test(event, by=person_of(request))
    queue_delivery()
    messages.success(request, _("A test is on its way to you, and to nobody else."))
    return redirect("events:invitation-preview", event.public_id)


@require_POST
@for_office
def withdraw(request: HttpRequest, public_id: UUID, invitation: UUID) -> HttpResponse:
    event = found_event(request, public_id)
    found = get_object_or_404(event.invitations.select_related("person"), public_id=invitation)
    if actions.withdraw(found, by=person_of(request)):
        queue_delivery()
        messages.success(request, _("The invitation is taken back."))
    return redirect("events:invitations", event.public_id)


def _is_open(event: Event) -> bool:
    return not event.is_cancelled() and not event.is_over(timezone.now())
