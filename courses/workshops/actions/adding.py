"""Adding people to a cohort: those who have an account, and those who are invited with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lms.accounts import actions as accounts
from lms.accounts.addresses import clean_address
from lms.accounts.facts import Post
from lms.accounts.models import Invitation, User
from lms.accounts.names import name_key
from lms.audit.log import record

from ..models import Place, Workshop
from ..states import GONE
from .places import Step, after_step, begin_course, has_room, locked_place, locked_workshop, step_to

State = Place.State


@dataclass(frozen=True)
class Newcomer:
    """Somebody who may have no account: what a roster says of them. An account of the same address is never changed (H8)."""

    email: str
    full_name: str
    post: Post
    language: str = "en"


class Added(NamedTuple):
    """The place, whether it was made or taken up again just now, and whether an invitation was sent with it."""

    place: Place
    is_new: bool
    invited: bool = False


class CannotBeAdded(ValueError):  # noqa: N818 - named by what is wrong
    """The account is suspended or erased."""


@transaction.atomic
def add_to_cohort(
    workshop: Workshop,
    who: User | Newcomer,
    *,
    by: User,
    source: str = Place.Source.MANUAL,
    over_seats_because: str = "",
    at: datetime | None = None,
) -> Added:
    """A confirmed place while seats are free and nobody waits, else one on the waiting list (H2, H3). Safe twice.

    A new person is invited once (H7). `over_seats_because` is the RSO's reason for a seat past the limit.
    Raises WorkshopIsOver, CannotBeAdded.
    """
    workshop, now = locked_workshop(workshop), at or timezone.now()
    person = who if isinstance(who, User) else User.objects.filter(email=clean_address(who.email)).first()
    if person is not None and not person.is_active:
        raise CannotBeAdded
    place = _standing_place(workshop, person, who)
    if place is not None and place.state not in GONE:
        return Added(place, is_new=False)
    invitation, invited = (None, False) if person else _invitation(who, by=by)
    place = place or Place(workshop=workshop, source=source, added_at=now, added_by=by)
    place.person, place.invitation = person, invitation or place.invitation
    place.name_key = name_key(place.full_name(), place.person.native_name if place.person else "")
    state = State.CONFIRMED if over_seats_because or has_room(workshop) else State.WAITLISTED
    step_to(place, state, Step(by, now, over_seats_because))
    record("workshops.add", place, by=by, source=source, over=bool(over_seats_because))
    return Added(after_step(workshop, place, by=by, at=at), is_new=True, invited=invited)


@transaction.atomic
def accept_invited(invitation: Invitation, person: User) -> int:
    """Who accepted an invitation takes the places that were kept under it; answers how many.

    Only the person is filled in: no seat changes hands. Where they have a place of their own already, that one stands.
    """
    taken = 0
    for place in Place.objects.select_for_update(of=("self",)).filter(invitation=invitation, person=None):
        if Place.objects.filter(workshop=place.workshop_id, person=person).exists():
            continue
        place.person, place.name_key = person, name_key(person.full_name, person.native_name)
        place.save(update_fields=["person", "name_key"])
        begin_course(place.workshop, place, by=place.added_by, at=None)
        record("workshops.join", place, by=person)
        taken += 1
    return taken


def _standing_place(workshop: Workshop, person: User | None, who: User | Newcomer) -> Place | None:
    """The place somebody has in this cohort, by account or by the address of an invitation."""
    email = person.email if person else clean_address(who.email)
    mine = Q(person=person) if person else Q(pk=None)
    found = workshop.places.filter(mine | Q(person=None, invitation__email=email)).order_by("person", "pk").first()
    return locked_place(found) if found else None


def _invitation(who: User | Newcomer, *, by: User) -> tuple[Invitation, bool]:
    """The open invitation to this address, whoever sent it, or a new one; and whether it was sent just now."""
    if isinstance(who, User):
        raise TypeError("A person with an account is not invited.")
    standing = Invitation.objects.filter(email=clean_address(who.email), state=Invitation.State.OPEN).first()
    if standing is not None:
        return standing, False
    return accounts.invite(who.email, who.full_name, who.post, language=who.language, by=by), True
