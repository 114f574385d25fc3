"""What a person's own page gathers from the network: the next sessions, workshops, invitations, what waits for an answer."""

from typing import Any

from django.utils import timezone

from alumni.events.models import Event, Invitation
from alumni.events.times import own_zone, when
from alumni.profiles.models import Introduction, Profile
from alumni.profiles.permissions import is_member
from courses.workshops.coming import coming, with_next
from courses.workshops.models import Place
from courses.workshops.states import GONE

# Who has more looks at the pages themselves.
MOST = 20


def network(person: Any) -> dict[str, Any]:
    """For the page `me`: coming, workshops, invitations (rows), introductions (a number), has_profile, is_hidden. Four questions.

    Who is not verified cannot open the pages of the network: nothing there leads to them.
    """
    now = timezone.now()
    places = Place.objects.belonging_to(person).exclude(state__in=GONE)
    workshops = list(with_next(places, now)[:MOST])
    listing = Profile.objects.filter(person=person).values_list("listing", flat=True).first()
    return {
        "coming": coming(workshops, now, own_zone(person)),
        "workshops": workshops,
        "invitations": _invitations(person),
        "introductions": Introduction.objects.pending().filter(asked=person).count() if is_member(person) else 0,
        "has_profile": listing is not None,
        "is_hidden": listing == Profile.Listing.HIDDEN,
    }


def _invitations(person: Any) -> list[dict[str, Any]]:
    invited = Invitation.objects.of(person).filter(
        event__state=Event.State.OPEN, event__activity__ends_at__gt=timezone.now()
    )
    zone = own_zone(person)
    return [
        {
            "event": own.event,
            "answer": own.get_answer_display() if own.answer else "",
            "when": when(own.event.activity, zone),
        }
        for own in invited.select_related("event__activity").order_by("event__activity__starts_at")[:MOST]
    ]
