"""The verbs of upkeep: begin and end one, take the slot that is due, and what a restored site must settle first."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from courses.credentials.actions import skip_numbers
from lms.audit.log import record
from lms.notifications.actions import hold_restored

from .models import Upkeep

State = Upkeep.State
# A slot that failed is tried again, but not for ever.
MOST_TRIES = 3
# No upkeep takes longer; what says nothing for so long was killed.
LONGEST = timedelta(hours=2)
RESTORED = "It was running when the backup was made that this data comes from."


@transaction.atomic
def begin(kind: str, *, by: Any = None) -> Upkeep:
    """Somebody asked for it now."""
    upkeep = Upkeep.objects.create(kind=kind)
    record("operations.begin", upkeep, by=by, kind=kind)
    return upkeep


@transaction.atomic
def take_slot(kind: str, slot: datetime, *, now: datetime | None = None) -> Upkeep | None:
    """The upkeep of this hour, for this process alone; None where it is done, being done, or has failed too often (F-8)."""
    now = now or timezone.now()
    upkeep, is_new = Upkeep.objects.get_or_create(kind=kind, slot=slot, defaults={"began_at": now})
    if not is_new and not _take_again(upkeep, now):
        return None
    upkeep.refresh_from_db()
    record("operations.begin", upkeep, kind=kind, tries=upkeep.tries)
    return upkeep


@transaction.atomic
def end(upkeep: Upkeep, *, facts: dict[str, Any], fault: str = "") -> Upkeep:
    """How it ended. Safe twice: the first word stands."""
    now = timezone.now()
    state = State.FAILED if fault else State.GOOD
    told = {"state": state, "ended_at": now, "seconds": round((now - upkeep.began_at).total_seconds(), 1)}
    ended = Upkeep.objects.filter(pk=upkeep.pk, state=State.RUNNING, tries=upkeep.tries)
    if ended.update(**told, facts=facts, fault=fault[:500]):
        record("operations.end", upkeep, kind=upkeep.kind, state=state)
    upkeep.refresh_from_db()
    return upkeep


@transaction.atomic
def settle_restored(name: str, *, made_at: datetime, by: Any = None) -> int:
    """Before anybody uses data from a backup: mail waits, numbers are left out, what was running is not. Uncertain mails."""
    uncertain = hold_restored(by=by)
    skip_numbers(since=made_at, by=by)
    now = timezone.now()
    Upkeep.objects.filter(state=State.RUNNING).update(state=State.FAILED, ended_at=now, fault=RESTORED)
    record("operations.restore", None, by=by, file=name)
    return uncertain


def _take_again(upkeep: Upkeep, now: datetime) -> bool:
    """A failed try, or one whose process was killed, begins anew; the count of tries decides between two who want it."""
    is_over = upkeep.state == State.FAILED or (upkeep.state == State.RUNNING and now - upkeep.began_at > LONGEST)
    if not is_over or upkeep.tries >= MOST_TRIES:
        return False
    again = {"state": State.RUNNING, "began_at": now, "ended_at": None, "tries": F("tries") + 1, "fault": ""}
    return bool(Upkeep.objects.filter(pk=upkeep.pk, state=upkeep.state, tries=upkeep.tries).update(**again))
