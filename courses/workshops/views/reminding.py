"""Asking those again who were invited with their place and have not joined: one, or all at once."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lms.accounts.signed_in import person_of
from lms.notifications.tasks import queue_delivery

from .. import actions, permissions
from ..models import Place, Workshop
from .doors import for_teachers, found, place_of


@require_POST
@for_teachers
def remind_all(request: HttpRequest, workshop: UUID) -> HttpResponse:
    """Whoever has not joined; from the page that closes the workshop, those alone whom it names."""
    this = found(request, workshop)
    at_closing = request.POST.get("from") == "close"
    _remind(request, this, certified_alone=at_closing)
    return redirect("workshops:close" if at_closing else "workshops:roster", this.public_id)


@require_POST
@for_teachers
def remind(request: HttpRequest, workshop: UUID, place: UUID) -> HttpResponse:
    this = found(request, workshop)
    one = place_of(this, place)
    _remind(request, this, place=one)
    return redirect("workshops:place", this.public_id, one.public_id)


def _remind(
    request: HttpRequest, workshop: Workshop, *, place: Place | None = None, certified_alone: bool = False
) -> None:
    if not permissions.can_ask_again(workshop):
        raise Http404
    try:
        number = actions.remind(workshop, by=person_of(request), place=place, certified_alone=certified_alone)
    except actions.WorkshopIsOver:
        messages.error(request, _("This workshop is over. Nobody is asked any more."))
        return
    if number:
        queue_delivery()
        text = ngettext(
            "%(number)d person is asked again to accept. Nobody gets the mail more than once a day.",
            "%(number)d people are asked again to accept. Nobody gets the mail more than once a day.",
            number,
        )
        messages.success(request, text % {"number": number})
    else:
        messages.info(request, _("Nobody to remind: they joined, or were asked within a day."))
