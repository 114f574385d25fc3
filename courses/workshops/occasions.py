"""What somebody has to know of their place, line by line: for the mails of workshops, and for an invitation that came with it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.accounts.models import Invitation
from lms.accounts.occasions import Occasion

from .models import Place, Workshop
from .slots import DAY, Slot
from .standing import meets_rule
from .states import EXPECTED, GONE, SEATED

# A mail is no timetable; the page has the rest.
MOST = 20


@dataclass(frozen=True)
class Told:
    """A place with its workshop, in words."""

    place: Place
    own_zone: str = ""

    def sessions(self) -> list[str]:
        """Each session that is still to come, with place and zone; the days of the activity where there is none."""
        workshop = self.place.workshop
        rows = workshop.sessions.standing().filter(ends_at__gt=timezone.now())[:MOST]
        found = [" · ".join([row.title, *Slot.of(row).lines(self.own_zone)]) for row in rows]
        return found or [_days(workshop)]

    def partner(self) -> str:
        partner = self.place.workshop.partner
        return partner.name if partner else ""


def of_invitation(invitation: Invitation) -> list[Occasion]:
    """The workshops that count on somebody who has not joined yet: a seat, or the waiting list and what that means."""
    places = Place.objects.filter(invitation=invitation, person=None).exclude(state__in=GONE)
    # What is put away or called off is nobody's occasion; of a closed one it is a certificate, by the marks as they are.
    rows = places.exclude(workshop__state__in=Workshop.PUT_AWAY)
    now = timezone.now()
    found = [
        _occasion(place, now) for place in rows.select_related("workshop__activity", "workshop__partner").order_by("pk")
    ]
    return [one for one in found if one is not None]


def _occasion(place: Place, now: datetime) -> Occasion | None:
    told = Told(place)
    workshop = place.workshop
    if not workshop.is_standing() or workshop.is_over(now):
        credited = _("This workshop is over. What you took part in is credited to you once you have accepted.")
        is_awaited = place.state in EXPECTED and (workshop.is_standing() or meets_rule(workshop, place, now))
        return Occasion(workshop.activity.title, [credited]) if is_awaited else None
    how = _("A seat is kept for you in this workshop.")
    if place.state == Place.State.WAITLISTED:
        how = _(
            "You are on the waiting list of this workshop: all seats are taken. You need not do anything but accept; "
            "when a seat comes free for you, we write to you."
        )
    elif place.state not in SEATED:
        how = _("You are proposed for this workshop. We write to you when it is decided.")
    partner = [_("With %(partner)s") % {"partner": told.partner()}] if told.partner() else []
    return Occasion(place.workshop.activity.title, [how, *partner, *told.sessions()])


def _days(workshop: Workshop) -> str:
    activity = workshop.activity
    if activity.starts_local is None:
        return _("The dates follow.")
    days = date_format(activity.starts_local, DAY)
    return " · ".join(part for part in (days, activity.place) if part)
