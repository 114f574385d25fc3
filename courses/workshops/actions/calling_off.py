"""A workshop that does not take place after all, and one that does again. Its activity is the hinge: calling off the one
cancels the other, wherever that was done, and everybody with a seat or on the waiting list is told.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cms.activities import actions as activities
from cms.activities.models import Activity
from lms.accounts.models import User
from lms.audit.log import record
from lms.notifications.actions import cancel_many
from lms.notifications.models import Message

from ..models import CohortSession, Letter, Place, Workshop
from .announcing import announce, drop
from .places import WorkshopIsOver, offer_until
from .telling import What, everybody_to_tell, queue

State = Workshop.State


class HasBegun(ValueError):  # noqa: N818 - named by what is wrong
    """What has begun, or would have, cannot be put back."""


@transaction.atomic
def call_off(workshop: Workshop, reason: str, *, by: User) -> Workshop:
    """It does not take place. Roster, courses begun and marks stay as they are. Safe twice."""
    activities.cancel(workshop.activity, by=by, reason=reason)
    workshop = _fresh(workshop)
    if not workshop.is_called_off():
        # Closed, or the activity says that it took place.
        raise WorkshopIsOver
    return workshop


@transaction.atomic
def put_back(workshop: Workshop, *, by: User, at: datetime | None = None) -> Workshop:
    """It takes place after all, as long as it would not have begun. Safe twice."""
    workshop = _fresh(workshop)
    if workshop.is_called_off():
        if workshop.has_begun(at or timezone.now()):
            raise HasBegun
        activities.reinstate(workshop.activity, by=by)
    return _fresh(workshop)


@transaction.atomic
def follow(activity: Activity, what: frozenset[str], *, by: Any) -> None:
    """The activity of a workshop was cancelled or reinstated, wherever that was done."""
    if "state" not in what:
        return
    workshop = Workshop.objects.select_for_update().filter(activity=activity).first()
    if workshop is None:
        return
    workshop.activity = activity
    if activity.is_cancelled() and workshop.is_standing():
        _called_off(workshop, by)
    elif activity.is_open() and workshop.is_called_off():
        _put_back(workshop, by)


def _called_off(workshop: Workshop, by: Any) -> None:
    now = timezone.now()
    if workshop.is_over(now):
        # Nobody is told that it is called off; of a session that was cancelled or moved they were to be told before.
        announce(workshop, now)
    _turn(workshop, State.CANCELLED, called_off_at=now, announce_at=None)
    drop(workshop)
    told = _tell(workshop, everybody_to_tell(workshop), What.CALLED_OFF, now)
    record("workshops.call_off", workshop, by=by, told=told)


def _put_back(workshop: Workshop, by: Any) -> None:
    """Offers begin anew; who was not told that it was off is not told that it is on."""
    now = timezone.now()
    letters = Letter.objects.filter(place__workshop=workshop, what=What.CALLED_OFF, number=workshop.turns)
    cancel_many(Message.objects.filter(workshop_letter__in=letters), reason="takes-place")
    knowing = letters.exclude(message__state__in=[Message.State.CANCELLED, Message.State.SUPPRESSED])
    _turn(workshop, State.OPEN, called_off_at=None)
    workshop.places.filter(state=Place.State.OFFERED).update(offered_until=offer_until(workshop, now))
    concerned = everybody_to_tell(workshop).filter(pk__in=knowing.values("place"))
    told = _tell(workshop, concerned, What.REINSTATED, now)
    record("workshops.put_back", workshop, by=by, told=told)


def _turn(workshop: Workshop, to: str, **facts: Any) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(state=to, turns=F("turns") + 1, **facts)
    workshop.refresh_from_db(fields=["state", "turns", *facts])
    # Calendars read it as a new version of each session (H16).
    CohortSession.objects.standing().filter(workshop=workshop).update(sequence=F("sequence") + 1)


def _tell(workshop: Workshop, places: Any, what: What, now: datetime) -> int:
    """Nobody is told of a workshop that is long over."""
    if workshop.is_over(now):
        return 0
    _starts, ends = workshop.span()
    return queue(places.select_related("person", "invitation"), what, workshop.turns, not_after=ends)


def _fresh(workshop: Workshop) -> Workshop:
    found: Workshop = Workshop.objects.select_related("activity", "partner", "course").get(pk=workshop.pk)
    return found
