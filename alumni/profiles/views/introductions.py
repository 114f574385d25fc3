"""Introductions: asking, answering, and reading an address after a yes (A12)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import actions, permissions
from ..cards import card_of
from ..correspondence import asked_by, asked_of, question_to
from ..forms import AskForm
from ..models import Introduction, Profile


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask somebody listed to be introduced. What was typed stays where it cannot be sent."""
    visible = Profile.objects.visible_to(request.user).select_related("person")
    profile = get_object_or_404(visible, public_id=public_id)
    card = card_of(profile, request.user)
    if not (card.is_known and permissions.can_ask(request.user, profile)):
        raise Http404
    if Introduction.objects.standing_between(request.user, profile.person, timezone.now()).exists():
        # That one has asked, and when, stands on the person's page.
        return redirect("profiles:card", profile.public_id)
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask(profile, form.cleaned_data["purpose"], by=_person(request))
        except actions.AskedTooOften:
            form.add_error(None, _("You asked five people in the last seven days. Wait a little, then ask again."))
        else:
            messages.success(request, _("We asked. If they say yes you see it here, and a mail tells you."))
            return redirect("profiles:introductions")
    return render(request, "alumni/profiles/ask.html", {"form": form, "card": card})


@require_safe
@login_required
def introductions(request: HttpRequest) -> HttpResponse:
    """Who asks me, and whom I asked."""
    if not permissions.is_member(request.user):
        raise Http404
    context: dict[str, Any] = {"received": asked_of(request.user), "sent": asked_by(request.user)}
    return render(request, "alumni/profiles/introductions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What a yes would show, to who was asked; then yes or no from them, and from who asked: taking it back, or reading
    the address."""
    if not permissions.is_member(request.user):
        raise Http404
    introduction = get_object_or_404(
        Introduction.objects.visible_to(request.user).select_related("asker", "asked"), public_id=public_id
    )
    if request.method != "POST":
        return _before_a_yes(request, introduction)
    what, person = request.POST.get("answer", ""), _person(request)
    if introduction.asked_id == person.pk and what in {"yes", "no"}:
        _decide(request, introduction, yes=what == "yes")
    elif introduction.asker_id == person.pk and what == "back":
        _take_back(request, introduction)
    elif what == "show" and not actions.show_address(introduction, by=person):
        messages.error(request, _("The address cannot be shown any more."))
    return redirect("profiles:introductions")


def _before_a_yes(request: HttpRequest, introduction: Introduction) -> HttpResponse:
    person = _person(request)
    if introduction.asked_id != person.pk or introduction.state == Introduction.State.TAKEN_BACK:
        raise Http404
    if not introduction.is_pending():
        return redirect("profiles:introductions")
    if not permissions.is_member(introduction.asker):
        raise Http404
    letter, shown = question_to(person, introduction)
    return render(request, "alumni/profiles/accept.html", {"letter": letter, "shown": shown})


def _take_back(request: HttpRequest, introduction: Introduction) -> None:
    if actions.take_back(introduction, by=_person(request)):
        messages.success(request, _("Your question is taken back. They do not see it any more."))
    else:
        messages.error(request, _("This was answered already, or the time for an answer is over."))


def _decide(request: HttpRequest, introduction: Introduction, *, yes: bool) -> None:
    if not actions.answer(introduction, yes=yes, by=_person(request)):
        messages.error(request, _("This was answered already, or the time for an answer is over."))
    elif yes:
        messages.success(request, _("You said yes. They can read your work address now, nobody else can."))
    else:
        messages.success(request, _("You said no. They are not told: they read that nobody has answered."))


def _person(request: HttpRequest) -> Any:
    return request.user
