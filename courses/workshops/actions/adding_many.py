"""People into a cohort, as many as there are, with so many questions to the database whatever their number."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from lms.accounts import actions as accounts
from lms.accounts.addresses import clean_address
from lms.accounts.facts import Guest
from lms.accounts.models import Invitation, RoleGrant, User
from lms.accounts.names import clean_name, name_key
from lms.audit.log import record_many

from ..models import Place, PlaceChange, Workshop
from ..states import GONE
from .places import Step, begin_course, free_seats, locked_workshop, offer_free_seats, turn
from .telling import tell_many

State = Place.State
# What was written down of somebody who has not accepted yet.
WRITTEN = ["written_name", "written_agency", "written_member"]
# What changes where somebody takes up a place they had left.
TAKEN_UP = [
    *("state", "changed_at", "waiting_since", "offered_until", "person", "invitation", "name_key", "asked_at"),
    *WRITTEN,
]


@dataclass(frozen=True)
class Newcomer(Guest):
    """Somebody as a roster writes them. An account of the same address, if there is one, is never changed (H8), and is
    tied to the place when its owner accepts.
    """


class Added(NamedTuple):
    """The place, the step by which it was made or taken up again just now, and the invitation that was made with it."""

    place: Place
    change: PlaceChange | None = None
    invitation: Invitation | None = None

    @property
    def is_new(self) -> bool:
        return self.change is not None

    @property
    def invited(self) -> bool:
        return self.invitation is not None

    @property
    def asks(self) -> bool:
        """Whether the person is asked to accept, whatever else they were asked to before."""
        return self.is_new and self.place.is_invited()


@dataclass
class _Known:
    """Accounts that may be known here, places in this cohort and open invitations, by address; addresses of closed accounts."""

    people: dict[str, User]
    places: dict[str, Place]
    closed: frozenset[str]
    invitations: dict[str, Invitation]

    def is_open(self, email: str) -> bool:
        return email not in self.closed

    def is_free(self, email: str) -> bool:
        """Whether this address may be given a place: it has none, or left the one it had."""
        place = self.places.get(email)
        return self.is_open(email) and (place is None or place.state in GONE)


@transaction.atomic
def add_many(
    workshop: Workshop, who: Sequence[User | Newcomer], step: Step, *, source: str, knows_accounts: bool
) -> list[Added | None]:
    """A place for each, in their order; None for a closed account. A reason in `step` gives a seat past the limit (H2).

    They are told of it. Whom this invites has no mail yet: the caller sends it, and it names the workshop. Whether the
    address of a newcomer has an account makes a difference only where the caller `knows_accounts` (decision 0030).
    Raises WorkshopIsOver.
    """
    workshop = locked_workshop(workshop)
    emails = [clean_address(one.email) for one in who]
    known = _look_up(workshop, dict(zip(emails, who, strict=True)), knows_accounts=knows_accounts)
    new = [email for email in dict.fromkeys(emails) if known.is_free(email)]
    made = _invite(known, new, dict(zip(emails, who, strict=True)), by=step.by)
    # Whoever waits for a seat that is free is offered it before anybody new; for what is left then nobody waits (H3).
    offer_free_seats(workshop, at=step.at)
    guests = {email: one for email, one in zip(emails, who, strict=True) if isinstance(one, Newcomer)}
    changes = dict(zip(new, _seat(workshop, new, known, guests, step, source), strict=True))
    _write(list(changes.values()), step, source)
    for change in changes.values():
        begin_course(workshop, change.place, by=step.by, at=step.at)
    tell_many(workshop, [change for change in changes.values() if change.place.invitation not in made], at=step.at)
    # Of an address that stands there twice, the first made the place.
    return [_added(known, email, changes.pop(email, None), made) for email in emails]


def of_the_office(emails: Collection[str]) -> bool:
    """Whether one of these addresses is of somebody at the office; so many questions whether it has an account or not."""
    offices = RoleGrant.objects.standing(timezone.now()).of_the_office().filter(person=OuterRef("pk"))
    people = User.objects.filter(email__in=[clean_address(email) for email in emails])
    return people.filter(Q(is_superuser=True) | Exists(offices)).exists()


def _look_up(workshop: Workshop, who: dict[str, User | Newcomer], *, knows_accounts: bool) -> _Known:
    given = {email: one for email, one in who.items() if isinstance(one, User)}
    people = given | {one.email: one for one in User.objects.filter(email__in=set(who) - set(given))}
    mine = Q(person__in=people.values()) | Q(person=None, invitation__email__in=who)
    found = workshop.places.filter(mine).select_for_update(of=("self",)).select_related("person", "invitation")
    # One's own place counts before one that an invitation to the same address holds.
    places = {one.email(): one for one in sorted(found, key=lambda one: one.person_id is not None)}
    closed = frozenset(email for email, person in people.items() if not person.is_active)
    if not knows_accounts:
        here = {place.person_id for place in places.values()} - {None}
        people = {email: one for email, one in people.items() if email in given or one.pk in here}
    return _Known(people, places, closed, {})


def _invite(known: _Known, new: list[str], who: dict[str, User | Newcomer], *, by: User | None) -> set[Invitation]:
    """One open invitation to each address that no known account has, whoever sent it; answers those made just now."""
    guests = {email: one for email in new if email not in known.people and isinstance(one := who[email], Newcomer)}
    if not guests or by is None:
        return set()
    made = accounts.invite_many(guests.values(), by=by)
    standing = Invitation.objects.filter(email__in=guests, state=Invitation.State.OPEN)
    known.invitations = {one.email: one for one in standing}
    return set(made)


def _seat(
    workshop: Workshop, emails: Collection[str], known: _Known, guests: dict[str, Newcomer], step: Step, source: str
) -> list[PlaceChange]:
    """A seat for each as long as there are any, then the waiting list (H2, H3)."""
    free, changes = free_seats(workshop), []
    for email in emails:
        person = known.people.get(email)
        fresh = Place(workshop=workshop, source=source, added_at=step.at, added_by=step.by)
        place = known.places.setdefault(email, fresh)
        place.hand_over(person)
        place.invitation = known.invitations.get(email) or place.invitation
        if person is None:
            guest = guests[email]
            place.write_down(clean_name(guest.full_name), guest.post.member, guest.post.agency, at=step.at)
        place.name_key = name_key(place.full_name(), person.native_name if person else "")
        has_seat = bool(step.reason) or free > 0
        changes.append(turn(place, State.CONFIRMED if has_seat else State.WAITLISTED, step))
        free -= has_seat
    return changes


def _write(changes: list[PlaceChange], step: Step, source: str) -> None:
    again = [change.place for change in changes if change.place.pk]
    Place.objects.bulk_create([change.place for change in changes if not change.place.pk])
    Place.objects.bulk_update(again, TAKEN_UP)
    PlaceChange.objects.bulk_create(changes)
    moved = [(change.place, {"old": change.old, "new": change.new}) for change in changes]
    record_many("workshops.move_place", moved, by=step.by)
    added = [(change.place, {"source": source, "over": bool(step.reason)}) for change in changes]
    record_many("workshops.add", added, by=step.by)


def _added(known: _Known, email: str, change: PlaceChange | None, made: set[Invitation]) -> Added | None:
    place = known.places.get(email)
    if place is None or (change is None and not known.is_open(email)):
        return None
    is_invited = change is not None and place.person is None and place.invitation in made
    return Added(place, change, place.invitation if is_invited else None)
