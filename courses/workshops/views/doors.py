"""Who comes in: RSO staff and trainers, each to the cohorts that are theirs today (H11, H12)."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import permissions
from ..models import CohortSession, Place, Workshop

P = ParamSpec("P")


def for_teachers(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For everybody else there is nothing at this address."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not permissions.can_teach(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(guarded)


def for_office(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """RSO staff alone."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not permissions.can_open_workshops(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(guarded)


def found(request: HttpRequest, workshop: UUID) -> Workshop:
    """One of their cohorts; a wrong address and somebody else's look alike."""
    mine = Workshop.objects.visible_to(request.user).select_related("activity", "course", "partner").with_span()
    return get_object_or_404(mine, public_id=workshop)


def place_of(workshop: Workshop, place: UUID) -> Place:
    rows = workshop.places.select_related("person", "invitation", "written_member", "enrolment")
    found: Place = get_object_or_404(rows, public_id=place)
    found.workshop = workshop
    return found


def session_of(workshop: Workshop, session: UUID) -> CohortSession:
    found: CohortSession = get_object_or_404(workshop.sessions, public_id=session)
    found.workshop = workshop
    return found


def frame(request: HttpRequest, workshop: Workshop, here: str) -> dict[str, Any]:
    """What every page of a cohort carries: the workshop and the way to its other pages."""
    tabs = [
        ("roster", _("Roster"), True),
        ("waiting", _("Waiting list"), workshop.is_standing()),
        ("sessions", _("Sessions and attendance"), True),
        ("set-up", _("Set up"), permissions.can_open_workshops(request.user) and workshop.is_standing()),
        ("close", _("Close and certify"), not workshop.is_called_off()),
    ]
    return {
        "workshop": workshop,
        "activity": workshop.activity,
        "tabs": [
            {"title": title, "url": reverse(f"workshops:{name}", args=[workshop.public_id]), "current": name == here}
            for name, title, shown in tabs
            if shown
        ],
        "is_standing": workshop.is_standing(),
        "may_call_off": permissions.can_call_off(request.user, workshop),
        "may_put_back": permissions.can_put_back(request.user, workshop),
        "is_staff": permissions.can_open_workshops(request.user),
    }
