"""The sessions of a cohort: add, move, cancel, and put back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts.signed_in import person_of
from lms.notifications.tasks import queue_delivery

from .. import actions, permissions
from ..forms import SessionForm
from ..models import CohortSession, Workshop
from ..presence import PRESENT
from .doors import for_teachers, found, frame, session_of

AT_MOST = 100


@require_safe
@for_teachers
def sessions(request: HttpRequest, workshop: UUID) -> HttpResponse:
    """Every session in order of time, with how many were there."""
    this, now = found(request, workshop), timezone.now()
    there = Count("attendance", filter=Q(attendance__mark__in=PRESENT))
    rows = this.sessions.annotate(marked=Count("attendance", filter=~Q(attendance__mark="")), there=there)[:AT_MOST]
    context = {
        **frame(request, this, "sessions"),
        "sessions": [{"session": row, "begun": actions.has_begun(row, now)} for row in rows],
        "told": actions.seated_to_tell(this).count(),
    }
    return render(request, "courses/workshops/sessions.html", context)


@for_teachers
def add(request: HttpRequest, workshop: UUID) -> HttpResponse:
    this = _changeable(request, workshop)
    initial = {"zone": this.activity.zone, "place": this.activity.place}
    form = SessionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        new = actions.add_session(this, form.sitting(), by=person_of(request))
        return _done(request, new, _("The session is added."))
    return render(request, "courses/workshops/session.html", _page(request, this, form))


@for_teachers
def session(request: HttpRequest, workshop: UUID, session: UUID) -> HttpResponse:
    """Another title, time or place; percentages follow."""
    this = _changeable(request, workshop)
    one = session_of(this, session)
    form = SessionForm.of(one, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.move_session(one, form.sitting(), by=person_of(request))
        return _done(request, one, _("The session is changed."))
    return render(request, "courses/workshops/session.html", _page(request, this, form, one))


@require_http_methods(["GET", "HEAD", "POST"])
@for_teachers
def cancel(request: HttpRequest, workshop: UUID, session: UUID) -> HttpResponse:
    """First who will be told; then it does not take place."""
    this = _changeable(request, workshop)
    one = session_of(this, session)
    if request.method == "POST":
        actions.cancel_session(one, by=person_of(request))
        return _done(request, one, _("Cancelled. It does not count any more; you can put it back."))
    return render(request, "courses/workshops/session_cancel.html", _page(request, this, None, one))


@require_POST
@for_teachers
def reinstate(request: HttpRequest, workshop: UUID, session: UUID) -> HttpResponse:
    this = _changeable(request, workshop)
    one = session_of(this, session)
    actions.reinstate_session(one, by=person_of(request))
    return _done(request, one, _("The session takes place again."))


def _changeable(request: HttpRequest, workshop: UUID) -> Workshop:
    this = found(request, workshop)
    if not permissions.can_change_roster(request.user, this):
        raise Http404
    return this


def _done(request: HttpRequest, session: CohortSession, text: str) -> HttpResponse:
    queue_delivery()
    words = _told(session)
    messages.success(request, f"{text} {words}" if words else text)
    return redirect("workshops:sessions", session.workshop.public_id)


def _told(session: CohortSession) -> str:
    """Who is told of this change and when, in words; of other sessions that wait it says nothing."""
    due = actions.told_at(session)
    told = actions.seated_to_tell(session.workshop).count() if due else 0
    if due is None or not told:
        return ""
    if due <= timezone.now():
        words = ngettext(
            "%(number)d person with a seat is told by mail at once.",
            "%(number)d people with a seat are told by mail at once.",
            told,
        )
    else:
        words = ngettext(
            "%(number)d person with a seat is told by mail in ten minutes, in one mail for all you change until then.",
            "%(number)d people with a seat are told by mail in ten minutes, in one mail for all you change until then.",
            told,
        )
    return words % {"number": told}


def _page(request: HttpRequest, workshop: Workshop, form: Any, session: CohortSession | None = None) -> dict[str, Any]:
    over = session is not None and session.ends_at <= timezone.now()
    told = actions.seated_to_tell(workshop).count()
    return {**frame(request, workshop, "session"), "form": form, "session": session, "told": told, "session_over": over}
