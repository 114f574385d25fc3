"""One person, as the one who looks may read them."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from .. import actions, permissions
from ..cards import card_of
from ..forms import ReasonForm
from ..models import Introduction, Profile


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def card(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The card. Who is not listed, who is listed for others alone and who never was look alike (case 38), but for staff,
    who give a reason."""
    visible = Profile.objects.visible_to(request.user).select_related("person")
    profile = visible.filter(public_id=public_id).first()
    if profile is None:
        return _hidden(request, public_id)
    card = card_of(profile, request.user)
    if request.method == "POST" or not card.is_known:
        raise Http404
    return _page(request, profile, card)


def _hidden(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Not listed: staff say why, then read it in this one answer."""
    if not permissions.can_open_hidden(request.user):
        raise Http404
    profile = get_object_or_404(Profile.objects.hidden().select_related("person"), public_id=public_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        staff: Any = request.user
        actions.open_hidden(profile, reason=form.cleaned_data["reason"], by=staff)
        return _page(request, profile, card_of(profile, request.user, with_reason=True))
    return render(request, "alumni/profiles/hidden.html", {"form": form})


def _page(request: HttpRequest, profile: Profile, card: Any) -> HttpResponse:
    now = timezone.now()
    asked = Introduction.objects.standing_between(request.user, profile.person, now).first()
    context = {
        "card": card,
        "listed": profile.is_listed(),
        "can_ask": permissions.can_ask(request.user, profile),
        "asked": asked,
        "asked_state": asked.state_for_asker(now) if asked else "",
    }
    return render(request, "alumni/profiles/card.html", context)
