"""Who comes to the office's pages of events, and which event they see."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Event, Round
from ..permissions import can_manage_events

P = ParamSpec("P")


def for_office(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """RSO staff; for everybody else there is nothing at this address."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not can_manage_events(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(guarded)


def found_event(request: HttpRequest, public_id: UUID) -> Event:
    seen = Event.objects.visible_to(request.user).select_related("activity")
    event: Event = get_object_or_404(seen, public_id=public_id)
    return event


def found_round(event: Event, number: int) -> Round:
    # No list of any event has such a number, and no database counts so far.
    if number > 32_000:
        raise Http404
    found: Round = get_object_or_404(event.rounds.select_related("author", "approver"), number=number)
    found.event = event
    return found


def is_open(event: Event) -> bool:
    """Somebody can still be invited to it."""
    return not event.is_cancelled() and not event.is_over(timezone.now())


def is_past(request: HttpRequest, event: Event) -> bool:
    """It took place, or would have: whoever wants to change that is told why not."""
    if not event.is_over(timezone.now()):
        return False
    messages.error(request, _("The event is over: it cannot be moved, cancelled or put back any more."))
    return True
