"""Changing an event: its words, its time and place, whether it takes place. Before it is saved the page says who will be told."""

from copy import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.activities.actions import ActivityIsOver
from cms.activities.models import Activity
from lms.accounts.signed_in import person_of
from lms.notifications.tasks import queue_delivery

from .. import actions, times
from ..forms import ABOUT, OWN, WHEN_AND_WHERE, AboutForm, ReasonForm, WhenForm, add_errors
from ..models import Event, Invitation
from .gate import for_office, found_event, is_past


@for_office
def describe(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Words and rules; nobody is told of these at once, the next mail has them."""
    event = found_event(request, public_id)
    initial = {name: getattr(event.activity, name) for name in ABOUT} | {name: getattr(event, name) for name in OWN}
    form = AboutForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.describe(event, by=person_of(request), facts=form.own(), activity=form.about())
        except ValidationError as refused:
            add_errors(form, refused)
        else:
            messages.success(request, _("The change is saved."))
            return redirect("events:office-event", event.public_id)
    was_sent = Invitation.objects.filter(event=event).told().exists()
    context = {"form": form, "event": event, "was_sent": was_sent, "is_over": event.is_over(timezone.now())}
    return render(request, "alumni/events/describe.html", context)


@require_POST
@for_office
def publish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    event = found_event(request, public_id)
    if actions.publish(event, by=person_of(request)):
        messages.success(request, _("Those it is for see it from now on."))
    return redirect("events:office-event", event.public_id)


@for_office
def move(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """First what would happen, then, with a second press, it happens."""
    event = found_event(request, public_id)
    if is_past(request, event):
        return redirect("events:office-event", event.public_id)
    initial = {name: getattr(event.activity, name) for name in WHEN_AND_WHERE}
    form = WhenForm(request.POST or None, initial=initial)
    context = {"form": form, "event": event, "numbers": _told(event), "when": times.when(event.activity)}
    if request.method == "POST" and form.is_valid():
        if form.when() == initial:
            messages.info(request, _("Nothing was changed."))
            return redirect("events:office-event", event.public_id)
        if "confirmed" in request.POST:
            return _moved(request, event, form, context)
        context |= {"asks": True, "new": times.when(_planned(event.activity, form.when())), "new_place": _where(form)}
    return render(request, "alumni/events/move.html", context)


@for_office
def cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    event = found_event(request, public_id)
    if is_past(request, event):
        return redirect("events:office-event", event.public_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        event = actions.cancel(event, by=person_of(request), reason=form.cleaned_data["reason"])
        queue_delivery()
        messages.success(request, _("The event is cancelled."))
        return redirect("events:office-event", event.public_id)
    told = Invitation.objects.filter(event=event).out().told().count()
    return render(request, "alumni/events/cancel.html", {"form": form, "event": event, "told": told})


@require_POST
@for_office
def reinstate(request: HttpRequest, public_id: UUID) -> HttpResponse:
    event = found_event(request, public_id)
    if is_past(request, event):
        return redirect("events:office-event", event.public_id)
    event = actions.reinstate(event, by=person_of(request))
    queue_delivery()
    messages.success(request, _("The event takes place after all. Those who were invited are told."))
    return redirect("events:office-event", event.public_id)


def _moved(request: HttpRequest, event: Event, form: WhenForm, context: dict[str, Any]) -> HttpResponse:
    try:
        event = actions.move(event, by=person_of(request), when=form.when())
    except ActivityIsOver:
        form.add_error(None, _("The event is cancelled or took place: it cannot be moved."))
        return render(request, "alumni/events/move.html", context)
    except ValidationError as refused:
        add_errors(form, refused)
        return render(request, "alumni/events/move.html", context)
    text = _("The event is moved.")
    if event.announce_at and event.announce_at > timezone.now():
        text = _("The event is moved. Mails leave in ten minutes, so that a further change goes in the same mail.")
    messages.success(request, text)
    return redirect("events:office-event", event.public_id)


def _planned(activity: Activity, when: dict[str, Any]) -> Activity:
    """As it would be, to be put into words; nothing is saved."""
    moved = copy(activity)
    for name, value in when.items():
        setattr(moved, name, value)
    moved.work_out_instants()
    return moved


def _where(form: WhenForm) -> str:
    return str(form.cleaned_data["place"] or Activity.Mode(form.cleaned_data["mode"]).label)


def _told(event: Event) -> dict[str, int]:
    """Who is told, by what they answered."""
    told = actions.people_to_tell(event)
    answers = list(told.values_list("answer", flat=True))
    return {"all": len(answers), "yes": answers.count("yes"), "maybe": answers.count("maybe")} | {
        "none": answers.count("")
    }
