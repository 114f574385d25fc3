"""One place: how it came about, the next step, and taking the last one back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.accounts.signed_in import person_of
from lms.notifications.tasks import queue_delivery

from .. import actions, permissions
from ..forms import MoveForm, OverSeatsForm
from ..models import Place, PlaceChange, Workshop
from ..models.places import UNDO_WITHIN
from ..standing import presences, sittings
from ..states import EXPECTED, GONE, SEATED, PlaceState, open_steps
from .doors import for_teachers, found, frame, place_of

WAITING = (PlaceState.APPROVED, PlaceState.WAITLISTED, PlaceState.OFFERED)


@require_safe
@for_teachers
def place(request: HttpRequest, workshop: UUID, place: UUID) -> HttpResponse:
    this = found(request, workshop)
    one = place_of(this, place)
    return render(request, "courses/workshops/place.html", _page(request, this, one, MoveForm(state=one.state)))


@require_POST
@for_teachers
def move(request: HttpRequest, workshop: UUID, place: UUID) -> HttpResponse:
    """Take a step; the form says which state it was seen in, so that nobody's decision is overwritten (H25)."""
    this, one = _changeable(request, workshop, place)
    form = MoveForm(request.POST, state=one.state)
    if form.is_valid():
        facts = {"reason": form.cleaned_data["reason"], "seen": form.cleaned_data["seen"]}
        try:
            actions.move(one, form.cleaned_data["to"], by=person_of(request), **facts)
        except actions.Overtaken:
            form.add_error(None, _("Somebody else changed this place in the meantime. This is how it stands now."))
        except actions.WrongStep:
            form.add_error(None, _("This step cannot follow any more."))
        except actions.CohortFull:
            form.add_error("to", _("No seat is free, or others wait for it. Put this person on the waiting list."))
        else:
            return _done(request, this, one, _("Saved. You can undo this within a day."))
    return render(request, "courses/workshops/place.html", _page(request, this, one, form))


@require_POST
@for_teachers
def undo(request: HttpRequest, workshop: UUID, place: UUID) -> HttpResponse:
    """Take the last step back."""
    this, one = _changeable(request, workshop, place)
    change = last_step(one)
    try:
        if change is None:
            raise actions.Overtaken
        now = actions.undo(change, by=person_of(request))
    except actions.Overtaken:
        messages.error(request, _("This cannot be undone any more."))
        return redirect("workshops:place", this.public_id, one.public_id)
    return _done(request, this, one, _undone(now, change))


def _undone(place: Place, change: PlaceChange) -> str:
    """Where the person stands after all."""
    name = {"name": place.full_name()}
    if place.state == PlaceState.WAITLISTED and change.old != PlaceState.WAITLISTED:
        text = _("Undone, but the seat has gone to somebody else: %(name)s is the first on the waiting list.")
        return text % name
    if change.new == PlaceState.WITHDRAWN and place.state in SEATED:
        return _("Undone. %(name)s has the seat again.") % name
    return _("Undone.")


@require_POST
@for_teachers
def seat_over(request: HttpRequest, workshop: UUID, place: UUID) -> HttpResponse:
    """The RSO gives a seat past the limit, with a reason (H2)."""
    this, one = _changeable(request, workshop, place)
    if not permissions.can_go_over_seats(request.user):
        raise Http404
    form = OverSeatsForm(request.POST)
    if form.is_valid():
        try:
            actions.seat_over(one, by=person_of(request), reason=form.cleaned_data["over"])
        except actions.WrongStep:
            form.add_error(None, _("This step cannot follow any more."))
        else:
            return _done(request, this, one, _("This person has a seat."))
    page = _page(request, this, one, MoveForm(state=one.state)) | {"over_form": form, "page_has_errors": True}
    return render(request, "courses/workshops/place.html", page)


def last_step(place: Place) -> PlaceChange | None:
    """The step that may be undone: the last one, made by a person, taken back by nobody, not a day old."""
    change: PlaceChange | None = place.changes.last()
    if change is None or hasattr(change, "undoes") or timezone.now() - change.at > UNDO_WITHIN:
        return None
    # An offer cannot be made anew once the last session has begun.
    if change.old == PlaceState.OFFERED and not actions.offers_seats(place.workshop, timezone.now()):
        return None
    by_rule = change.by_id is None or change.new in (PlaceState.COMPLETED, PlaceState.ATTENDED, PlaceState.NO_SHOW)
    return None if by_rule else change


def _changeable(request: HttpRequest, workshop: UUID, place: UUID) -> tuple[Workshop, Place]:
    this = found(request, workshop)
    one = place_of(this, place)
    if not permissions.can_change_roster(request.user, this):
        raise Http404
    return this, one


def _done(request: HttpRequest, workshop: Workshop, place: Place, text: str) -> HttpResponse:
    queue_delivery()
    messages.success(request, text)
    return redirect("workshops:place", workshop.public_id, place.public_id)


def _page(request: HttpRequest, workshop: Workshop, place: Place, form: MoveForm) -> dict[str, Any]:
    now = timezone.now()
    standing, office = workshop.is_standing(), permissions.can_see_history(request.user)
    return {
        **frame(request, workshop, "place"),
        "place": place,
        "post": place.post(),
        "presence": presences(sittings(workshop, now), [place])[place.pk],
        "expected": place.state in EXPECTED,
        "form": form if standing and open_steps(place.state) else None,
        "over_form": OverSeatsForm() if standing and office and place.state in WAITING else None,
        "undo": last_step(place) if standing else None,
        "number": actions.numbers(workshop).get(place.pk) if place.state == PlaceState.WAITLISTED else None,
        "heir": actions.next_in_line(workshop) if standing and place.state in SEATED else None,
        "undo_waits": _undo_waits(workshop, place) if standing else False,
        **_asking_again(workshop, place, now),
        "changes": _history(place),
        "marks": place.attendance.marked().select_related("session", "by").order_by("session__starts_at")[:100],
        "is_office": office,
        "page_has_errors": bool(form.errors),
    }


def _undo_waits(workshop: Workshop, place: Place) -> bool:
    """Whether an undo would lead to the waiting list, the seat being gone: said before somebody asks for it."""
    change = last_step(place)
    lost = change is not None and change.old in SEATED and place.state not in SEATED
    return lost and workshop.places.seated().count() >= workshop.seats


def _asking_again(workshop: Workshop, place: Place, now: datetime) -> dict[str, Any]:
    """For somebody who has not joined: when they were written to, and whether they may be today."""
    if not place.is_invited() or place.invitation is None or place.state in GONE:
        return {}
    may = permissions.can_ask_again(workshop) and _may_be_asked(workshop, place, now)
    return {"asked_at": place.asked_at, "may_remind": may}


def _may_be_asked(workshop: Workshop, place: Place, now: datetime) -> bool:
    return actions.to_remind(actions.may_answer(workshop, now), now).filter(pk=place.pk).exists()


def _history(place: Place) -> QuerySet[PlaceChange]:
    return place.changes.select_related("by").reverse()[:50]
