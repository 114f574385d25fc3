"""Seats and the waiting list: what comes free is offered, answered or passed on (H2, H3, H4)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lms.accounts.models import User
from lms.audit.log import record

from ..models import Place, Workshop
from .places import Overtaken, Step, after_step, locked_place, locked_workshop, offer_free_seats, step_to

State = Place.State
AT_ONCE = 200


class TooFewSeats(ValueError):  # noqa: N818 - named by what is wrong
    """More people hold a seat than there would be seats; `taken` says how many (H4)."""

    def __init__(self, taken: int) -> None:
        super().__init__(f"{taken} seats are taken.")
        self.taken = taken


@transaction.atomic
def change_seats(workshop: Workshop, seats: int, *, by: User, at: datetime | None = None) -> Workshop:
    """More seats are offered to the waiting list; fewer than are taken is refused (H4)."""
    workshop = locked_workshop(workshop)
    if workshop.seats == seats:
        return workshop
    taken = workshop.places.seated().count()
    # A cohort that is over its limit by the RSO's leave may come down step by step.
    if seats < min(taken, workshop.seats):
        raise TooFewSeats(taken)
    record("workshops.change_seats", workshop, by=by, old=workshop.seats, new=seats)
    workshop.seats = seats
    workshop.save(update_fields=["seats"])
    offer_free_seats(workshop, at=at or timezone.now())
    return workshop


@transaction.atomic
def answer_offer(place: Place, *, accept: bool, by: User, at: datetime | None = None) -> Place:
    """Take the seat that was offered, or leave it to the next (H3). Answering again changes nothing; too late is too late."""
    now = at or timezone.now()
    workshop = locked_workshop(place.workshop)
    place = locked_place(place)
    answer = State.CONFIRMED if accept else State.DECLINED
    if place.state == answer:
        return place
    if place.state != State.OFFERED or place.offered_until is None or place.offered_until <= now:
        raise Overtaken
    return after_step(workshop, step_to(place, answer, Step(by, now)), by=by, at=now)


def pass_on_lapsed(at: datetime) -> int:
    """Offers nobody answered go to the next in the queue; answers how many lapsed (H3). Safe twice."""
    lapsed = list(Place.objects.lapsed(at).filter(workshop__in=Workshop.objects.standing()).order_by("pk")[:AT_ONCE])
    return sum(_pass_on(place, at) for place in lapsed)


@transaction.atomic
def _pass_on(place: Place, at: datetime) -> bool:
    workshop = locked_workshop(place.workshop)
    place = locked_place(place)
    if place.state != State.OFFERED or place.offered_until is None or place.offered_until > at:
        return False
    after_step(workshop, step_to(place, State.DECLINED, Step(None, at, "No answer by the deadline.")), by=None, at=at)
    return True
