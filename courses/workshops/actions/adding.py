"""Adding somebody to a cohort, and what happens when they accept the invitation that came with it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lms.accounts import actions as accounts
from lms.accounts.models import Invitation, User
from lms.accounts.names import name_key
from lms.accounts.permissions import is_staff
from lms.audit.log import record

from ..models import Place, Workshop
from ..standing import meets_rule
from .adding_many import WRITTEN, Added, Newcomer, add_many, of_the_office
from .places import Step, begin_course


class CannotBeAdded(ValueError):  # noqa: N818 - named by what is wrong
    """The account is suspended or erased; or it is of the RSO's office, whose people only the office adds."""


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

    They are told by one mail: a new person is invited once, and that mail names the workshop (H7). So is whoever has an
    account, unless the office adds them: a trainer learns of an account only once its owner has accepted (decision 0030).
    `over_seats_because` is the RSO's reason for a seat past the limit.
    Raises WorkshopIsOver, CannotBeAdded.
    """
    knows = is_staff(by)
    if not knows and of_the_office([who.email]):
        raise CannotBeAdded
    step = Step(by, at or timezone.now(), over_seats_because)
    (added,) = add_many(workshop, [who], step, source=source, knows_accounts=knows)
    if added is None:
        raise CannotBeAdded
    if added.invitation is not None:
        accounts.mail_invitations([added.invitation])
    return added


@transaction.atomic
def accept_invited(invitation: Invitation, person: User) -> int:
    """Who accepted an invitation takes the places that were kept under it; answers how many.

    Only the person is filled in: no seat changes hands. Where they have a place of their own already, that one stands.
    Of a workshop that was closed meanwhile they are credited with what they took part in, by the sweep that certifies.
    """
    taken = 0
    for place in Place.objects.select_for_update(of=("self",)).filter(invitation=invitation, person=None):
        if Place.objects.filter(workshop=place.workshop_id, person=person).exists():
            continue
        place.hand_over(person)
        place.name_key = name_key(person.full_name, person.native_name)
        place.awaits_verification = _earned_meanwhile(place)
        place.save(update_fields=["person", "name_key", "awaits_verification", *WRITTEN])
        begin_course(place.workshop, place, by=place.added_by, at=None)
        record("workshops.join", place, by=person)
        taken += 1
    return taken


def _earned_meanwhile(place: Place) -> bool:
    """Whether they were there often enough in a workshop that is closed: asked now, since marks may have been corrected."""
    workshop = place.workshop
    return workshop.state == Workshop.State.CLOSED and meets_rule(workshop, place, timezone.now())
