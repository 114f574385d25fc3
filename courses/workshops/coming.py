"""What comes next for somebody with a seat: the next session of each of their workshops, for the pages where they begin."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse

from cms.activities.models import Activity
from lms.accounts.models import Invitation

from .models import CohortSession, Place, Workshop
from .models.places import PlaceQuerySet
from .slots import Slot
from .states import GONE, HELD, SEATED, PlaceState

WITHIN = timedelta(weeks=4)
# Of the workshops somebody is in at one time, and of those the sessions that are shown.
MOST_PLACES, MOST = 20, 3
TOLD = ("title", "starts_local", "ends_local", "zone", "place", "starts_at")


@dataclass(frozen=True)
class Coming:
    """One session. `lines` are when it is, on the clock over there and on one's own, and where; `url` is of one's place."""

    starts_at: datetime
    workshop: str
    session: str
    lines: tuple[str, ...]
    url: str


def with_next(places: PlaceQuerySet, at: datetime) -> Any:
    """Each place with the next session of its workshop as `next_…`: the soonest first, then the latest without one.

    The pages where people begin are asked for often: one question gets the places and what comes next.
    """
    ahead = CohortSession.objects.standing().filter(workshop=OuterRef("workshop"), ends_at__gt=at)
    following = ahead.order_by("starts_at", "number")
    rows = places.annotate(**{f"next_{name}": Subquery(following.values(name)[:1]) for name in TOLD})
    soonest = F("next_starts_at").asc(nulls_last=True)
    return rows.select_related("workshop__activity", "invitation").order_by(soonest, "-pk")


def seats(person: Any, at: datetime) -> list[Any]:
    """The places with a seat, or the offer of one, in workshops not at rest; and those they are asked to accept."""
    held = Q(person=person, state__in=SEATED)
    # An account of the address that a cohort invited: its owner answers with the link of the mail, or where they begin.
    invitation = {"invitation__email": person.email, "invitation__state": Invitation.State.OPEN}
    asked = Q(person=None, **invitation) & ~Q(state__in=GONE)
    rows = Place.objects.filter(held | asked).exclude(workshop__state__in=Workshop.AT_REST)
    return list(with_next(rows, at)[:MOST_PLACES])


def offers(places: Iterable[Any]) -> list[Any]:
    """Those that wait for a yes or a no."""
    return [place for place in places if place.is_invited() or place.state == PlaceState.OFFERED]


def coming(places: Iterable[Any], at: datetime, own_zone: str) -> list[Coming]:
    """The next session of each of these places `with_next` within four weeks; one that is under way is the next.

    Without a seat nobody is expected. One that is offered or asked about is not taken yet: it waits for an answer.
    """
    held = [place for place in places if place.state in HELD and not place.is_invited()]
    taken = [place for place in held if place.workshop.is_standing()]
    soon = [place for place in taken if place.next_starts_at and place.next_starts_at < at + WITHIN]
    return [_coming(place, own_zone) for place in soon[:MOST]]


def _coming(place: Any, own_zone: str) -> Coming:
    activity = place.workshop.activity
    times = Slot(place.next_title, place.next_starts_local, place.next_ends_local, place.next_zone).lines(own_zone)
    is_online = activity.mode in {Activity.Mode.ONLINE, Activity.Mode.HYBRID}
    where = [place.next_place or activity.place, str(activity.get_mode_display()) if is_online else ""]
    return Coming(
        starts_at=place.next_starts_at,
        workshop=activity.title,
        session=place.next_title,
        lines=(*times, *filter(None, [" · ".join(filter(None, where))])),
        url=reverse("workshops:mine", args=[place.workshop.public_id]),
    )
