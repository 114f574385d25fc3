"""One step of a place at a time, each with its actor, time and reason (H1)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils import timezone

from courses.learning import actions as learning
from lms.accounts.models import User
from lms.audit.log import record
from lms.faults import fault_point
from lms.notifications.actions import notify

from ..models import Place, PlaceChange, Workshop
from ..models.places import UNDO_WITHIN
from ..states import SEATED, may_follow
from .telling import tell_place

State = Place.State
# How long a seat is kept for the first of the waiting list, unless the last session begins before (H3).
OFFER_STANDS = timedelta(hours=72)


class WrongStep(ValueError):  # noqa: N818 - named by what is wrong
    """A step H1 does not know."""


class Overtaken(ValueError):  # noqa: N818 - named by what is wrong
    """Somebody else changed this place in the meantime; nothing is overwritten (H25)."""


class CohortFull(ValueError):  # noqa: N818 - named by what is wrong
    """No seat is free, or others wait for it (H2, H3)."""


class WorkshopIsOver(ValueError):  # noqa: N818 - named by what is wrong
    """Closed, archived or called off: its roster is a record."""


@dataclass(frozen=True)
class Step:
    """Who moves a place, when and why; `seen` is the state they saw when they decided."""

    by: User | None
    at: datetime
    reason: str = ""
    seen: str = ""


@transaction.atomic
def move(place: Place, to: str, *, by: User, reason: str = "", seen: str = "", at: datetime | None = None) -> Place:
    """Take one legal step. The same step again changes nothing; a step from a state that is no longer there is refused."""
    workshop = locked_workshop(place.workshop)
    place = locked_place(place)
    if place.state == to:
        return place
    if seen and seen != place.state:
        raise Overtaken
    if not may_follow(place.state, to):
        raise WrongStep(f"{place.state} → {to}")
    _needs_seat(workshop, place, to)
    return after_step(workshop, step_to(place, to, Step(by, at or timezone.now(), reason)), by=by, at=at)


@transaction.atomic
def seat_over(place: Place, *, by: User, reason: str, at: datetime | None = None) -> Place:
    """RSO gives a seat past the limit or past the queue, and says why (H2)."""
    workshop = locked_workshop(place.workshop)
    place = locked_place(place)
    if place.state not in (State.APPROVED, State.WAITLISTED, State.OFFERED):
        raise WrongStep(f"{place.state} → confirmed")
    step_to(place, State.CONFIRMED, Step(by, at or timezone.now(), reason))
    record("workshops.seat_over", place, by=by)
    return after_step(workshop, place, by=by, at=at)


@transaction.atomic
def undo(change: PlaceChange, *, by: User, at: datetime | None = None) -> Place:
    """Take the last step of a place back, within a day. What followed from it elsewhere, such as an offer, stands: where
    the seat has gone to somebody else, the person is the first of the waiting list.
    """
    now = at or timezone.now()
    workshop = locked_workshop(change.place.workshop)
    place = locked_place(change.place)
    change = PlaceChange.objects.select_for_update().get(pk=change.pk)
    if change.undone_by_id:
        return place
    if place.changes.last() != change or now - change.at > UNDO_WITHIN:
        raise Overtaken
    if change.old == State.OFFERED and not offers_seats(workshop, now):
        raise Overtaken
    to = change.old or State.WITHDRAWN
    if to in SEATED and place.state not in SEATED and free_seats(workshop) < 1:
        to = State.WAITLISTED
    place = _back_to(workshop, place, to, Step(by, now))
    PlaceChange.objects.filter(pk=change.pk).update(undone_by=place.changes.last())
    record("workshops.undo", place, by=by)
    return after_step(workshop, place, by=by, at=now)


def locked_workshop(workshop: Workshop) -> Workshop:
    """The workshop's row is the lock for its seats: whoever gives one away waits for whoever came first (H2)."""
    found: Workshop | None = Workshop.objects.select_for_update().filter(pk=workshop.pk).first()
    # Gone where it was removed while somebody waited here.
    if found is None or not found.is_standing():
        raise WorkshopIsOver
    fault_point("workshop.locked")
    return found


def locked_place(place: Place) -> Place:
    found: Place = Place.objects.select_for_update(of=("self",)).select_related("person", "invitation").get(pk=place.pk)
    return found


def free_seats(workshop: Workshop) -> int:
    return workshop.seats - workshop.places.seated().count()


def offers_seats(workshop: Workshop, at: datetime) -> bool:
    """Whether a seat that comes free is offered: nobody could take it up once the last session has begun."""
    last = workshop.last_call()
    return last is None or at < last


def offer_until(workshop: Workshop, at: datetime) -> datetime:
    """How long a seat that is offered now is kept."""
    last = workshop.last_call()
    return at + OFFER_STANDS if last is None else min(at + OFFER_STANDS, last)


def shorten_offers(workshop: Workshop) -> None:
    """The last session begins earlier than it did: an offer is kept no longer than that."""
    last = workshop.last_call()
    if last is not None:
        workshop.places.filter(state=State.OFFERED, offered_until__gt=last).update(offered_until=last)


def has_room(workshop: Workshop) -> bool:
    """Whether somebody new may have a seat: one is free, and nobody waits for it."""
    return free_seats(workshop) > 0 and not waiting(workshop).exists()


def _back_to(workshop: Workshop, place: Place, to: str, step: Step) -> Place:
    """An offer is made anew; who waited waits since then; who lost the seat meanwhile is the first to wait."""
    if to == State.OFFERED:
        return _offer(workshop, place, step)
    waited = place.changes.filter(new=State.WAITLISTED).last() if to == State.WAITLISTED else None
    first = workshop.places.queue().first()
    step_to(place, to, step)
    if to == State.WAITLISTED:
        if waited is not None and place.changes.filter(pk__gt=waited.pk, new__in=SEATED).first() is None:
            place.waiting_since = waited.at
        elif first is not None and first.waiting_since is not None:
            place.waiting_since = first.waiting_since - timedelta(microseconds=1)
        place.save(update_fields=["waiting_since"])
    return place


def next_in_line(workshop: Workshop) -> Place | None:
    """Who is offered the next seat that comes free."""
    return waiting(workshop).select_related("person").first()


def waiting(workshop: Workshop, at: datetime | None = None) -> models.QuerySet[Place]:
    """The queue, without those who could not answer an offer: not joined yet, or with a closed account. Of a workshop that
    offers no seat any more nobody.
    """
    if not offers_seats(workshop, at or timezone.now()):
        return workshop.places.none()
    return workshop.places.queue().filter(person__is_active=True)


def step_to(place: Place, to: str, step: Step) -> Place:
    """Write the step and its line in the history. The caller holds the locks and knows that it is legal."""
    change = turn(place, to, step)
    # These alone: the person may be accepting the invitation at this moment.
    place.save(update_fields=["state", "changed_at", "waiting_since", "offered_until"])
    change.save()
    record("workshops.move_place", place, by=step.by, old=change.old, new=to)
    return place


def turn(place: Place, to: str, step: Step) -> PlaceChange:
    """The place in its new state and the line in its history, neither of them stored yet."""
    old = place.state if place.pk else ""
    place.state, place.changed_at = State(to), step.at
    place.waiting_since = step.at if to == State.WAITLISTED else None
    place.offered_until = offer_until(place.workshop, step.at) if to == State.OFFERED else None
    return PlaceChange(place=place, old=old, new=to, by=step.by, at=step.at, reason=step.reason)


def after_step(workshop: Workshop, place: Place, *, by: User | None, at: datetime | None) -> Place:
    """What follows: the confirmed begin the course, a seat that came free is offered (H3), and the person is told."""
    begin_course(workshop, place, by=by, at=at)
    offer_free_seats(workshop, at=at or timezone.now())
    tell_place(workshop, place, at=at)
    return place


def begin_course(workshop: Workshop, place: Place, *, by: User | None, at: datetime | None) -> None:
    """Whoever is confirmed takes the course that belongs to the workshop."""
    person, course = place.person, workshop.course
    if place.state != State.CONFIRMED or course is None or person is None or place.enrolment_id:
        return
    if workshop.is_called_off():
        return
    place.enrolment = learning.enrol(person, course, by=by or person, at=at)
    place.save(update_fields=["enrolment"])


def offer_free_seats(workshop: Workshop, *, at: datetime) -> int:
    """Offer each free seat to the first of the queue, with a deadline: never a silent enrolment (H3). None of a workshop
    whose last session has begun.
    """
    offered = 0
    for place in list(waiting(workshop, at)[: max(0, free_seats(workshop))]):
        _offer(workshop, locked_place(place), Step(None, at))
        offered += 1
    return offered


def _offer(workshop: Workshop, place: Place, step: Step) -> Place:
    """The seat is kept for this person until they answer."""
    place.workshop = workshop
    place = step_to(place, State.OFFERED, step)
    dedupe = f"place:{place.public_id}:offered:{step.at.isoformat()}"
    notify("workshops.offer", place.person, context={"place": place.pk}, dedupe=dedupe)
    return place


def _needs_seat(workshop: Workshop, place: Place, to: str) -> None:
    if to in SEATED and place.state not in SEATED and not has_room(workshop):
        raise CohortFull
