"""How the background work is doing: queue, outbox, signs of life, and the lag in words. Ids: O-1, O-3."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import redis
from django.conf import settings
from django.db.models import Count, Min
from django.utils.timesince import timesince
from django.utils.translation import gettext, ngettext

from lms.celery import app
from lms.transport import Box

from .models import Beat, Message, OutboxState

# The canary runs every twenty seconds; after this it is not late but gone.
ALIVE = timedelta(seconds=90)
# What the reliability goals allow the oldest mail to wait (INV-8).
SLOW = timedelta(minutes=15)


@dataclass(frozen=True)
class Queue:
    """Tasks that wait, and since when the oldest does, where the broker can tell."""

    waiting: int
    aside: int
    since: datetime | None


@dataclass(frozen=True)
class Sign:
    """One part of the background work and when it last moved."""

    name: str
    at: datetime | None
    is_alive: bool


def queue(now: datetime) -> Queue | None:
    """None where the broker cannot be reached."""
    try:
        return _redis_queue() if settings.CELERY_BROKER_URL.startswith("redis") else _embedded_queue(now)
    except (OSError, redis.RedisError, ValueError):
        return None


def signs(now: datetime) -> list[Sign]:
    names = {"worker": gettext("Worker"), "beat": gettext("Schedule")}
    at = dict(Beat.objects.filter(name__in=names).values_list("name", "at"))
    return [Sign(word, at.get(name), name in at and now - at[name] <= ALIVE) for name, word in names.items()]


def outbox(now: datetime) -> list[dict[str, Any]]:
    """For each state that is not final: how many, and since when the oldest waits."""
    open_ones = Message.objects.filter(state__in=Message.UNFINISHED, not_before__lte=now)
    rows = open_ones.values("state").annotate(count=Count("id"), oldest=Min("wanted_at")).order_by("state")
    return [{**row, "label": Message.State(row["state"]).label, "age": now - row["oldest"]} for row in rows]


def pause() -> OutboxState | None:
    return OutboxState.objects.exclude(paused_at=None).first()


def verdict(now: datetime) -> tuple[str, str]:
    """The kind of notice, and the lag in words for someone who is no technician."""
    if pause():
        return "warning", gettext("Outgoing mail is paused until somebody releases it.")
    if not all(sign.is_alive for sign in signs(now)):
        return "error", gettext("The background work has stopped. Mails and certificates wait, and nothing is lost.")
    oldest = max((row["age"] for row in outbox(now) if row["state"] in Message.ON_THE_WAY), default=timedelta())
    if oldest > SLOW:
        behind = timesince(now - oldest, now, depth=1)
        return "warning", gettext("The background work runs, but mail is %(time)s behind.") % {"time": behind}
    seconds = int(oldest.total_seconds())
    if seconds < 1:
        return "success", gettext("The background work is up to date.")
    words = ngettext(
        "The background work runs; the oldest mail has waited %(count)s second.",
        "The background work runs; the oldest mail has waited %(count)s seconds.",
        seconds,
    )
    return "success", words % {"count": seconds}


def _embedded_queue(now: datetime) -> Queue | None:
    with app.connection_for_read() as connection:
        box: Box | None = getattr(connection.transport, "box", None)
        if box is None:
            return None
        depth = box.depth()
    since = None if depth["oldest"] is None else now - timedelta(seconds=depth["oldest"])
    return Queue(depth["waiting"], depth["aside"], since)


def _redis_queue() -> Queue:
    limits = {"socket_timeout": 2, "socket_connect_timeout": 2}
    with redis.Redis.from_url(settings.CELERY_BROKER_URL, **limits) as server:
        return Queue(int(server.llen(app.conf.task_default_queue)), 0, None)
