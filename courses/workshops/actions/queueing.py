"""The order of the waiting list, and giving the next seat from it by hand."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from lms.accounts.models import User
from lms.audit.log import record

from ..models import Place, Workshop
from .places import CohortFull, Overtaken, Step, after_step, free_seats, locked_place, locked_workshop, step_to

State = Place.State
BEFORE = timedelta(microseconds=1)


@transaction.atomic
def move_up(place: Place, *, by: User, seen: int | None = None) -> Place:
    """Before the one who stands in front. `seen` is the number on the page: pressed twice, it moves one place and no more."""
    workshop = locked_workshop(place.workshop)
    order = list(workshop.places.queue())
    number = next((number for number, one in enumerate(order) if one.pk == place.pk), None)
    if number is None or (seen is not None and seen != number + 1):
        raise Overtaken
    place = order[number]
    if number == 0:
        return place
    order[number - 1 : number + 1] = [place, order[number - 1]]
    _write(order)
    record("workshops.move_up", place, by=by, number=number)
    return place


@transaction.atomic
def give_seat(place: Place, *, by: User, at: datetime | None = None) -> Place:
    """A free seat for somebody on the waiting list who could not answer an offer, not having joined yet. Safe twice."""
    workshop = locked_workshop(place.workshop)
    place = locked_place(place)
    if place.state == State.CONFIRMED:
        return place
    if place.state != State.WAITLISTED:
        raise Overtaken
    if free_seats(workshop) < 1:
        raise CohortFull
    place = step_to(place, State.CONFIRMED, Step(by, at or timezone.now()))
    return after_step(workshop, place, by=by, at=at)


def numbers(workshop: Workshop) -> dict[int, int]:
    """The number of each who waits, by the key of the place; the first is 1."""
    return {key: number for number, key in enumerate(workshop.places.queue().values_list("pk", flat=True), start=1)}


def _write(order: list[Place]) -> None:
    """Give each a moment after the one before, changing no more than has to be changed."""
    for here, after in zip(reversed(order[:-1]), reversed(order[1:]), strict=True):
        if here.waiting_since is not None and after.waiting_since is not None:
            here.waiting_since = min(here.waiting_since, after.waiting_since - BEFORE)
    Place.objects.bulk_update(order, ["waiting_since"])
