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
PUT_AWAY = (Workshop.State.CANCELLED, Workshop.State.ARCHIVED)


def written_at(invitation: Invitation) -> datetime:
    """When its mail was last sent: it is good for as long from then on."""
    return invitation.expires_at - VALID_FOR


def to_remind(workshop: Workshop, at: datetime) -> PlaceQuerySet:
    """Who has not answered, and was not asked by this cohort for a day.

    Once the workshop is over, those it expected; once it is closed, those alone whom a certificate waits for.
    """
    return _may_answer(workshop, at).exclude(asked_at__gt=at - AGAIN_AFTER)


def asked_lately(workshop: Workshop, at: datetime) -> PlaceQuerySet:
    """Who has not answered and could be asked again, had this cohort not asked them within a day."""
    return _may_answer(workshop, at).filter(asked_at__gt=at - AGAIN_AFTER)


def _may_answer(workshop: Workshop, at: datetime) -> PlaceQuerySet:
    places: PlaceQuerySet = workshop.places.not_joined().filter(invitation__state=Invitation.State.OPEN)
    if not workshop.is_standing():
        waited_for = [one.place.pk for one in verdicts(workshop, at) if one.awaits and one.place.is_invited()]
        return places.filter(pk__in=waited_for)
    return places.expected() if workshop.is_over(at) else places


@transaction.atomic
def remind(workshop: Workshop, *, by: User, place: Place | None = None, at: datetime | None = None) -> int:
    """Ask again those who have not accepted, one or all; answers how many. Whom this cohort asked within a day is passed
    over. Who got the same invitation from elsewhere within a day gets no second one, and nobody is told of that.

    Before the workshop, and after it was closed too: what somebody took part in is theirs once they accept. Raises
    WorkshopIsOver where it was called off or put away.
    """
    now = at or timezone.now()
    workshop = Workshop.objects.select_for_update(of=("self",)).select_related("activity").get(pk=workshop.pk)
    if workshop.state in PUT_AWAY:
        raise WorkshopIsOver
    due = to_remind(workshop, now)
    places = list((due.filter(pk=place.pk) if place is not None else due).select_related("invitation"))
    for invitation in Invitation.objects.select_for_update().filter(pk__in=[one.invitation_id for one in places]):
        if written_at(invitation) <= now - AGAIN_AFTER:
            accounts.resend_invitation(invitation, by=by)
    if places:
        Place.objects.filter(pk__in=[one.pk for one in places]).update(asked_at=now)
        record("workshops.remind", place or workshop, by=by, number=len(places))
    return len(places)
