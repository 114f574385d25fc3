"""Answering from the mail, without signing in: opening shows, only sending the form answers (cases 60, 61; V4)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.accounts.languages import speak
from lms.accounts.signed_in import person_of
from lms.health import too_many
from lms.limits import address_of

from .. import actions, links, mails, times
from ..forms import AnswerForm
from ..limits import ANSWERS, GUESSES
from ..models import Invitation, Rsvp, Tier
from ..permissions import can_answer


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, token: str) -> HttpResponse:
    response = _show(request, token)
    patch_cache_control(response, no_store=True)
    response["X-Robots-Tag"] = "noindex, nofollow"
    # The link stays with us. "no-referrer" would send the form from nowhere, and a browser's answer would be refused.
    response["Referrer-Policy"] = "same-origin"
    return response


def _show(request: HttpRequest, token: str) -> HttpResponse:
    invitation = links.invitation_of(token)
    if invitation is None and GUESSES.is_over(address_of(request)):
        return too_many(request, GUESSES.seconds, why=_("Many links that do not exist were opened from your network."))
    if invitation is None or invitation.person is None:
        raise Http404
    speak(request, invitation.person.language)
    if not can_answer(invitation):
        return render(request, "alumni/events/answer_over.html", _facts(invitation))
    # Signed in as the invitee there is nothing to ask; signed in as somebody else, "I am …" would not be true.
    is_invitee = request.user == invitation.person
    if request.user.is_authenticated and not is_invitee:
        return render(request, "alumni/events/answer_other.html", status=403)
    name = "" if is_invitee else str(invitation.person)
    form = AnswerForm(request.POST if request.method == "POST" else None, invitation=invitation, name=name)
    if request.method == "POST" and form.is_valid():
        return _answer(request, token, invitation, form)
    return _page(request, token, invitation, form, status=422 if form.errors else 200)


def _page(
    request: HttpRequest, token: str, invitation: Invitation, form: AnswerForm, *, status: int, too_often: bool = False
) -> HttpResponse:
    context = {**_facts(invitation), "form": form, "token": token, "too_often": too_often}
    return render(request, "alumni/events/answer.html", context, status=status)


def _answer(request: HttpRequest, token: str, invitation: Invitation, form: AnswerForm) -> HttpResponse:
    if ANSWERS.is_over(str(invitation.public_id)):
        # What was chosen stands in the form still, and above it the answer that counts.
        page = _page(request, token, invitation, form, status=429, too_often=True)
        page["Retry-After"] = str(ANSWERS.seconds)
        return page
    data = form.cleaned_data
    by = person_of(request) if request.user.is_authenticated else None
    try:
        actions.answer(invitation, data["answer"], via=Rsvp.Via.MAIL, shows_name=data.get("shows_name"), by=by)
    except actions.TooLate:
        return render(request, "alumni/events/answer_over.html", _facts(invitation))
    return redirect("answers:show", token)


def _facts(invitation: Invitation) -> dict[str, Any]:
    event = invitation.event
    return {
        "invitation": invitation,
        "event": event,
        "title": mails.title(event),
        "summary": event.activity.summary if Tier(event.tier).allows_theme() else "",
        "place": mails.place(event),
        "when": times.when(event.activity, times.own_zone(invitation.person)),
        "event_path": links.event_path(event),
        "is_over": event.is_over(timezone.now()),
    }
