"""Who is due a digest: one row a person says when, a tick looks at the rows. Two ticks at once do no harm (case 84).

The digest of a person and day is one message whatever happens: the message itself refuses a twin (`digest_key`).
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from .actions import notify
from .models import DigestSchedule, Frequency
from .mornings import day_of, morning, next_morning, zone_of
from .preferences import frequencies, frequencies_of
from .streams import DIGEST

KIND = "digest"
# After this nobody wants yesterday's news.
STALE = timedelta(hours=12)
AT_ONCE = 200


def plan_due(*, now: datetime | None = None) -> int:
    """Put the digests that are due in the outbox, so many at a time; how many."""
    now = now or timezone.now()
    _start_clocks(now)
    due = list(DigestSchedule.objects.due(now).select_related("person")[:AT_ONCE])
    chosen = frequencies_of([schedule.person for schedule in due])
    return sum(_plan(schedule, chosen[schedule.person_id], now) for schedule in due)


def set_clock(person: Any) -> None:
    """The person chose anew, or moved to another zone: their next morning follows at once."""
    at = next_morning(timezone.now(), zone_of(person.time_zone), daily=_is_daily(frequencies(person)))
    DigestSchedule.objects.update_or_create(person=person, defaults={"next_at": at})


@transaction.atomic
def _plan(schedule: DigestSchedule, chosen: dict[str, str], now: datetime) -> bool:
    """Move the person's clock on and ask for the mail, both or neither; whoever moves the clock first asks."""
    person, zone = schedule.person, zone_of(schedule.person.time_zone)
    following = next_morning(now, zone, daily=_is_daily(chosen))
    if not DigestSchedule.objects.filter(pk=schedule.pk, next_at=schedule.next_at).update(next_at=following):
        return False
    day = day_of(schedule.next_at, zone)
    too_late = morning(day, zone) + STALE
    if chosen[DIGEST] == Frequency.OFF or too_late <= now:
        return False
    key = (person.public_id, day.isoformat())
    notify(KIND, person, context={"day": day.isoformat()}, dedupe=key, not_after=too_late)
    return True


def _start_clocks(now: datetime) -> None:
    """A row for who has none yet: new people, some at each tick."""
    people = get_user_model()._default_manager.filter(is_active=True, digest_schedule=None).order_by("pk")[:AT_ONCE]
    listed = list(people)
    chosen = frequencies_of(listed)
    rows = [
        DigestSchedule(
            person=person,
            next_at=next_morning(now, zone_of(person.time_zone), daily=_is_daily(chosen[person.pk])),
        )
        for person in listed
    ]
    DigestSchedule.objects.bulk_create(rows, ignore_conflicts=True)


def _is_daily(chosen: dict[str, str]) -> bool:
    return Frequency.DAILY in chosen.values() and chosen[DIGEST] != Frequency.OFF
