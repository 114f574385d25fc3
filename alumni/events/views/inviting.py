"""Choosing people, seeing the mail, taking an invitation back. What lies between is in `rounds`."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alumni.profiles.finding import people_matching
from lms.accounts.signed_in import person_of
from lms.notifications.tasks import queue_delivery

from .. import actions, mails, times
from ..forms import PeopleForm
from ..models import Invitation
from .gate import for_office, found_event, is_open
from .narrowing import back_to_invitations

FEWER_THAN = 10


@for_office
def choose(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How many would be found; then the list is made, and frozen."""
    event = found_event(request, public_id)
    asks = "look" in request.GET or request.method == "POST"
    form = PeopleForm((request.POST or request.GET) if asks else None)
    context: dict[str, Any] = {"form": form, "event": event, "is_closed": not is_open(event)}
    if asks and form.is_valid():
        people = people_matching(form.criteria())
        if request.method == "POST" and is_open(event):
            made = actions.freeze(event, people.iterator(), criteria=form.kept(), by=person_of(request))
            return redirect("events:round", event.public_id, made.number)
        count = people.exclude(event_invitations__event=event).count()
        context |= {"found": True, "count": count if count >= FEWER_THAN else None, "is_none": not count}
        context["kept"] = [(name, value) for name in form.fields for value in request.GET.getlist(name)]
    return render(request, "alumni/events/choose.html", context)


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
    left_open = times.left_open(event.activity)
    context = {
        "event": event,
        "left_open": left_open,
        "mail": mail,
        "entry": entry,
        "reader": reader,
        "is_self": reader == request.user,
    }
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
    return back_to_invitations(request, event)
