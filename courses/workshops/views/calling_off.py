"""Calling a workshop off and putting it back: each first says who will be told and what stays."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lms.accounts.signed_in import person_of
from lms.notifications.tasks import queue_delivery

from .. import actions, permissions
from ..forms import CallOffForm
from ..models import Attendance, Workshop
from .doors import for_teachers, found, frame


@require_http_methods(["GET", "HEAD", "POST"])
@for_teachers
def call_off(request: HttpRequest, workshop: UUID) -> HttpResponse:
    """With a reason, which everybody who is told reads."""
    this = found(request, workshop)
    if not permissions.can_call_off(request.user, this):
        return redirect("workshops:roster", this.public_id)
    told = _reached(this)
    form = CallOffForm(request.POST or None, is_told=bool(told))
    if request.method == "POST" and form.is_valid():
        try:
            actions.call_off(this, form.cleaned_data["reason"], by=person_of(request))
        except actions.WorkshopIsOver:
            form.add_error(None, _("This workshop was closed or took place. It cannot be called off."))
        else:
            return _done(request, this, _("The workshop is called off."), told)
    context = {
        **_page(request, this, "call-off"),
        "form": form,
        "begun": this.has_begun(timezone.now()),
        "marked": Attendance.objects.marked().filter(session__workshop=this).exists(),
    }
    return render(request, "courses/workshops/call_off.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_teachers
def put_back(request: HttpRequest, workshop: UUID) -> HttpResponse:
    """It takes place after all."""
    this = found(request, workshop)
    if not permissions.can_put_back(request.user, this):
        return redirect("workshops:roster", this.public_id)
    if request.method == "POST":
        told = _reached(this)
        try:
            actions.put_back(this, by=person_of(request))
        except actions.HasBegun:
            messages.error(request, _("It would have begun by now. Plan another workshop instead."))
            return redirect("workshops:roster", this.public_id)
        return _done(request, this, _("The workshop takes place after all."), told)
    return render(request, "courses/workshops/put_back.html", _page(request, this, "put-back"))


def _reached(workshop: Workshop) -> int:
    """How many are told: nobody of a workshop that is long over."""
    return 0 if workshop.is_over(timezone.now()) else actions.everybody_to_tell(workshop).count()


def _page(request: HttpRequest, workshop: Workshop, here: str) -> dict[str, Any]:
    return {**frame(request, workshop, here), "told": _reached(workshop)}


def _done(request: HttpRequest, workshop: Workshop, text: str, told: int) -> HttpResponse:
    queue_delivery()
    words = ngettext("%(number)d person is told by mail.", "%(number)d people are told by mail.", told)
    messages.success(request, f"{text} {words % {'number': told}}" if told else text)
    return redirect("workshops:roster", workshop.public_id)
