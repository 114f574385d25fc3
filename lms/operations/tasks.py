"""Upkeep in the background. The row of a slot is the clock: a lost or doubled tick does no harm (F-8, F-9)."""

import logging
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from . import actions, upkeep
from .manifest import UnfitBackup
from .models import Upkeep

log = logging.getLogger(__name__)
# In the small hours of Bangkok.
NIGHTLY = time(19, 45, tzinfo=UTC)
# A site's own limit of five minutes is for tasks somebody waits for.
LONGEST = 2 * 3600


@shared_task(time_limit=LONGEST)
def backup_if_due() -> None:
    """Every ten minutes: the backup of last night, where BACKUP_DIR is set and it has not been made."""
    if not settings.BACKUP_DIR:
        return
    taken = actions.take_slot(Upkeep.Kind.BACKUP, slot_of(timezone.now()))
    if taken is None:
        return
    try:
        upkeep.backup(taken, Path(settings.BACKUP_DIR), keep_days=settings.BACKUP_KEEP_DAYS)
    except UnfitBackup as reason:
        log.error("The backup failed: %s", reason)


@shared_task(time_limit=LONGEST)
def check_invariants() -> None:
    """Each night: what must always hold; the office and the figures tell what does not."""
    broken = upkeep.check_invariants(actions.begin(Upkeep.Kind.INVARIANTS))
    if broken:
        log.error("Broken: %s", ", ".join(broken))


def slot_of(now: datetime) -> datetime:
    """The last time it was due."""
    today = datetime.combine(now.astimezone(UTC).date(), NIGHTLY)
    return today if today <= now else today - timedelta(days=1)
