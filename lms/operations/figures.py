"""How the site is, in figures that cost a few short questions: for machines and for the page of the office."""

import shutil
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min

from courses.credentials.models import Certificate
from courses.credentials.signing import key_ring
from lms.notifications import pulse
from lms.notifications.models import Beat, Message, OutboxState

from .models import Upkeep

# What went wrong longer ago than this has been looked at, or never will be.
LATELY = timedelta(days=1)


@dataclass(frozen=True)
class Figures:
    """One look. Ages are in seconds; None where there is nothing to have one."""

    now: datetime
    mails: dict[str, int]
    mails_due: int
    oldest_mail: float | None
    troubled: int
    is_paused: bool
    beats: dict[str, float]
    certificates_waiting: int
    oldest_certificate: float | None
    certificates_held: int
    # The latest of each kind that ended, and the latest that ended well.
    latest: dict[str, Upkeep] = field(default_factory=dict)
    latest_good: dict[str, Upkeep] = field(default_factory=dict)

    def age(self, kind: str) -> float | None:
        """Since the last one that went well: what counts is how old the data is that would come back."""
        good = self.latest_good.get(kind)
        return None if good is None else (self.now - good.began_at).total_seconds()


def look(now: datetime) -> Figures:
    """Seven questions to the database."""
    mails = list(
        Message.objects.filter(state__in=Message.UNFINISHED).values("state").annotate(count=Count("id")).order_by()
    )
    on_the_way = Message.objects.filter(state__in=Message.ON_THE_WAY, not_before__lte=now)
    due = on_the_way.aggregate(count=Count("pk"), oldest=Min("wanted_at"))
    waiting = Certificate.objects.awaiting_file().aggregate(count=Count("pk"), oldest=Min("issued_at"))
    held = Certificate.objects.valid().exclude(needs_attention="")
    latest, latest_good = _upkeep()
    return Figures(
        now=now,
        mails={row["state"]: row["count"] for row in mails},
        mails_due=due["count"],
        oldest_mail=_age(now, due["oldest"]),
        troubled=Message.objects.filter(state__in=Message.ATTENTION, created_at__gte=now - LATELY).count(),
        is_paused=OutboxState.objects.exclude(paused_at=None).exists(),
        beats={name: (now - at).total_seconds() for name, at in Beat.objects.values_list("name", "at")},
        certificates_waiting=waiting["count"],
        oldest_certificate=_age(now, waiting["oldest"]),
        certificates_held=held.count(),
        latest=latest,
        latest_good=latest_good,
    )


@dataclass(frozen=True)
class Disk:
    """The disk the data lies on."""

    total: int
    free: int

    @property
    def used_share(self) -> float:
        return 1 - self.free / self.total if self.total else 0.0


def disk() -> Disk:
    path = Path(settings.DATA_DIR)
    while not path.exists():
        path = path.parent
    found = shutil.disk_usage(path)
    return Disk(found.total, found.free)


def database_size() -> int:
    if connection.vendor == "sqlite":
        file = Path(str(connection.settings_dict["NAME"]))
        return sum(path.stat().st_size for path in (file, Path(f"{file}-wal")) if path.exists())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def signing_key(now: datetime) -> tuple[str, timedelta] | None:
    """The id and the age of the key that signs certificates."""
    keys = [key for key in key_ring().published() if key.is_current]
    # A key is dated one day back, so that no clock finds it in the future.
    return (keys[0].id, now - keys[0].certificate.not_valid_before_utc - timedelta(days=1)) if keys else None


def queue_length(now: datetime) -> int | None:
    queue = pulse.queue(now)
    return None if queue is None else queue.waiting


def _upkeep() -> tuple[dict[str, Upkeep], dict[str, Upkeep]]:
    latest: dict[str, Upkeep] = {}
    good: dict[str, Upkeep] = {}
    for kind in Upkeep.Kind.values:
        last = Upkeep.objects.ended(kind).first()
        last_good = last if last is None or last.is_good else Upkeep.objects.good(kind).first()
        latest |= {} if last is None else {kind: last}
        good |= {} if last_good is None else {kind: last_good}
    return latest, good


def _age(now: datetime, at: datetime | None) -> float | None:
    return None if at is None else max(0.0, (now - at).total_seconds())
