"""One person, as the one who looks may read them."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ..cards import card_of
from ..models import Profile


@require_safe
@login_required
def card(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The card. Who is not listed and who never was look alike (case 38)."""
    profile = get_object_or_404(Profile.objects.visible_to(request.user).select_related("person"), public_id=public_id)
    context = {"card": card_of(profile, request.user), "listed": profile.is_listed()}
    return render(request, "alumni/profiles/card.html", context)
