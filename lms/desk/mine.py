"""What a person's own page gathers from the network: workshops, invitations, what waits for an answer."""

from typing import Any

from django.utils import timezone

from alumni.events.models import Event, Invitation
from alumni.events.times import own_zone, when
from alumni.profiles.models import Introduction, Profile
from courses.workshops.models import Place
from courses.workshops.states import GONE

# Who has more looks at the pages themselves.
MOST = 20


def network(person: Any) -> dict[str, Any]:
    """For the page `me`: workshops, invitations (rows), introductions (a number), has_profile. Four questions."""
    return {
        "workshops": _workshops(person),
        "invitations": _invitations(person),
        "introductions": Introduction.objects.pending().filter(asked=person).count(),
        "has_profile": Profile.objects.filter(person=person).exists(),
    }


def _workshops(person: Any) -> list[Place]:
    places = Place.objects.belonging_to(person).exclude(state__in=GONE).select_related("workshop__activity")
    return list(places.order_by("-pk")[:MOST])


def _invitations(person: Any) -> list[dict[str, Any]]:
    coming = Invitation.objects.of(person).filter(
        event__state=Event.State.OPEN, event__activity__ends_at__gt=timezone.now()
    )
    zone = own_zone(person)
    return [
        {
            "event": own.event,
            "answer": own.get_answer_display() if own.answer else "",
            "when": when(own.event.activity, zone),
        }
        for own in coming.select_related("event__activity").order_by("event__activity__starts_at")[:MOST]
    ]
