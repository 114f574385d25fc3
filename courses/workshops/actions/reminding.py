"""Asking those again who were invited with their place and have not joined."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from lms.accounts import actions as accounts
from lms.accounts.actions.invitations import VALID_FOR
from lms.accounts.models import Invitation, User
from lms.audit.log import record

from ..models import Place, PlaceQuerySet, Workshop
from ..standing import verdicts
from .places import WorkshopIsOver

# One mail a day, whoever asks for it, from whichever cohort.
AGAIN_AFTER = timedelta(days=1)


def written_at(invitation: Invitation) -> datetime:
    """When its mail was last sent: it is good for as long from then on."""
    return invitation.expires_at - VALID_FOR


def may_answer(workshop: Workshop, at: datetime, *, certified_alone: bool = False) -> PlaceQuerySet:
    """Who has not answered and still can. Once the workshop is over, those it expected.

    Those alone whom a certificate waits for once it is closed, or where `certified_alone` says so, as on the page that
    closes it.
    """
    places: PlaceQuerySet = workshop.places.not_joined().with_open_invitation()
    if certified_alone or not workshop.is_standing():
        return places.filter(pk__in=[one.place.pk for one in verdicts(workshop, at) if one.awaits])
    return places.expected() if workshop.is_over(at) else places


def to_remind(places: PlaceQuerySet, at: datetime) -> PlaceQuerySet:
    """Of these, whom their cohort did not ask for a day."""
    return places.exclude(asked_at__gt=at - AGAIN_AFTER)


def asked_lately(places: PlaceQuerySet, at: datetime) -> PlaceQuerySet:
    """Of these, who could be asked again, had their cohort not asked them within a day."""
    return places.filter(asked_at__gt=at - AGAIN_AFTER)


@transaction.atomic
def remind(
    workshop: Workshop,
    *,
    by: User,
    place: Place | None = None,
    certified_alone: bool = False,
    at: datetime | None = None,
) -> int:
    """Ask again those who `may_answer`, one or all; answers how many. Whom this cohort asked within a day is passed over.
    Who got the same invitation from elsewhere within a day gets no second one, and nobody is told of that.

    Before the workshop, and after it was closed too: what somebody took part in is theirs once they accept. Raises
    WorkshopIsOver where it was called off or put away.
    """
    now = at or timezone.now()
    workshop = Workshop.objects.select_for_update(of=("self",)).select_related("activity").get(pk=workshop.pk)
    if workshop.is_put_away():
        raise WorkshopIsOver
    due = to_remind(may_answer(workshop, now, certified_alone=certified_alone), now)
    places = list((due.filter(pk=place.pk) if place is not None else due).select_related("invitation"))
    for invitation in Invitation.objects.select_for_update().filter(pk__in=[one.invitation_id for one in places]):
        if written_at(invitation) <= now - AGAIN_AFTER:
            accounts.resend_invitation(invitation, by=by)
    if places:
        Place.objects.filter(pk__in=[one.pk for one in places]).update(asked_at=now)
        record("workshops.remind", place or workshop, by=by, number=len(places))
    return len(places)
