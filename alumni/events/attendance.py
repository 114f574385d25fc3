"""Who comes, as far as an event lets it be seen: nobody, how many, from where, or the names of those who agree (V21).

The same answer wherever it is shown. Small numbers stay small: they identify people (community.md principle 8).
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from lms.accounts.models import Affiliation

from .models import Event, Invitation

FEWER_THAN = 10
MOST_NAMES = 200


@dataclass(frozen=True)
class Attendance:
    """`total` is None where it may not be told, 0 < total < ten is told as "fewer than ten"."""

    total: int | None = None
    is_few: bool = False
    countries: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def attendance(event: Event) -> Attendance:
    kind = Event.Attendees(event.attendees)
    if kind is Event.Attendees.NONE:
        return Attendance()
    coming = Invitation.objects.filter(event=event, answer=Invitation.Answer.YES, state__in=Invitation.OUT)
    total = coming.count()
    told: dict[str, Any] = {"total": total if total >= FEWER_THAN else None, "is_few": total < FEWER_THAN}
    if kind is Event.Attendees.COUNTRIES:
        return Attendance(countries=_countries(coming), **told)
    if kind is Event.Attendees.NAMES:
        agreed = coming.filter(shows_name=True).exclude(person=None).order_by("person__name_key", "pk")
        return Attendance(names=tuple(agreed.values_list("person__full_name", flat=True)[:MOST_NAMES]), **told)
    return Attendance(**told)


def _countries(coming: Any) -> tuple[str, ...]:
    """Members from which at least so many come; one alone from a member would be recognised."""
    posts = Affiliation.objects.filter(valid_to=None, person__in=coming.values("person"))
    counted = posts.values("member__name").annotate(n=Count("person", distinct=True)).filter(n__gte=5)
    return tuple(counted.order_by("member__name").values_list("member__name", flat=True))
