"""Introductions: asking, answering, and reading an address after a yes (A12)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import actions, permissions
from ..cards import card_of
from ..correspondence import asked_by, asked_of
from ..forms import AskForm
from ..models import Introduction, Profile


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask somebody listed to be introduced. What was typed stays where it cannot be sent."""
    visible = Profile.objects.visible_to(request.user).select_related("person")
    profile = get_object_or_404(visible, public_id=public_id)
    if not permissions.can_ask(request.user, profile):
        raise Http404
    form = AskForm(request.POST if request.method == "POST" else None)
    waiting = Introduction.objects.visible_to(request.user).pending().filter(asked=profile.person).first()
    if waiting:
        until = date_format(timezone.localtime(waiting.expires_at), "j F Y")
        told = _("You have asked this person already. Your question is open until %(day)s.") % {"day": until}
        messages.info(request, told)
        return redirect("profiles:introductions")
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask(profile, form.cleaned_data["purpose"], by=_person(request))
        except actions.AskedTooOften:
            form.add_error(None, _("You asked five people in the last seven days. Wait a little, then ask again."))
        else:
            messages.success(request, _("We asked. You see the answer here, and a mail tells you."))
            return redirect("profiles:introductions")
    return render(request, "alumni/profiles/ask.html", {"form": form, "card": card_of(profile, request.user)})


@require_safe
@login_required
def introductions(request: HttpRequest) -> HttpResponse:
    """Who asks me, and whom I asked."""
    if not permissions.is_member(request.user):
        raise Http404
    context: dict[str, Any] = {"received": asked_of(request.user), "sent": asked_by(request.user)}
    return render(request, "alumni/profiles/introductions.html", context)


@require_POST
@login_required
def answer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Yes or no from who was asked; showing the address to who asked."""
    if not permissions.is_member(request.user):
        raise Http404
    introduction = get_object_or_404(Introduction.objects.visible_to(request.user), public_id=public_id)
    what, person = request.POST.get("answer", ""), _person(request)
    if introduction.asked_id == person.pk and what in {"yes", "no"}:
        _decide(request, introduction, yes=what == "yes")
    elif what == "show" and not actions.show_address(introduction, by=person):
        messages.error(request, _("The address cannot be shown any more."))
    return redirect("profiles:introductions")


def _decide(request: HttpRequest, introduction: Introduction, *, yes: bool) -> None:
    if not actions.answer(introduction, yes=yes, by=_person(request)):
        messages.error(request, _("This was answered already, or the time for an answer is over."))
    elif yes:
        messages.success(request, _("You said yes. They can read your work address now, nobody else can."))
    else:
        messages.success(request, _("You said no. They learn nothing about you."))


def _person(request: HttpRequest) -> Any:
    return request.user
