"""Asking those again who were invited with their place and have not joined."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from lms.accounts import actions as accounts
from lms.accounts.actions.invitations import VALID_FOR
from lms.accounts.models import Invitation, User
from lms.audit.log import record

from ..models import Place, PlaceQuerySet, Workshop
from .places import WorkshopIsOver

# One mail a day, whoever asks for it, from whichever cohort.
AGAIN_AFTER = timedelta(days=1)


def written_at(invitation: Invitation) -> datetime:
    """When its mail was last sent: it is good for as long from then on."""
    return invitation.expires_at - VALID_FOR


def to_remind(workshop: Workshop, at: datetime) -> PlaceQuerySet:
    """Who has not answered, and got no mail for a day."""
    places: PlaceQuerySet = workshop.places.not_joined().filter(
        invitation__state=Invitation.State.OPEN, invitation__expires_at__lte=at - AGAIN_AFTER + VALID_FOR
    )
    return places


@transaction.atomic
def remind(workshop: Workshop, *, by: User, place: Place | None = None, at: datetime | None = None) -> int:
    """Send the invitation again, to one or to all; answers to how many. Whoever got it within a day is passed over."""
    now = at or timezone.now()
    workshop = Workshop.objects.select_for_update(of=("self",)).select_related("activity").get(pk=workshop.pk)
    if not workshop.is_standing() or workshop.is_over(now):
        raise WorkshopIsOver
    due = to_remind(workshop, now)
    places = due.filter(pk=place.pk) if place is not None else due
    reminded = 0
    for invitation in Invitation.objects.select_for_update().filter(
        pk__in=list(places.values_list("invitation", flat=True))
    ):
        if written_at(invitation) <= now - AGAIN_AFTER:
            accounts.resend_invitation(invitation, by=by)
            reminded += 1
    if reminded:
        record("workshops.remind", place or workshop, by=by, number=reminded)
    return reminded
