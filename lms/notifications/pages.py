"""The pages of an inbox: what is unread first, by key and not by number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from .models import Notification, NotificationQuerySet
from .notice_kinds import Shown, shown

PAGE = 25
# What may not be seen is passed over; a page stays short rather than ask on and on.
LOOKS = 4
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Page:
    """Some notices with their words, and the key the next page begins after."""

    rows: Sequence[tuple[Notification, Shown]]
    next_key: str


def page_of(viewer: Any, key: str) -> Page:
    found = Notification.objects.visible_to(viewer).unread_first()
    rows: list[tuple[Notification, Shown]] = []
    for _look in range(LOOKS):
        some = list(_after(found, key)[: PAGE + 1])
        words = shown(some[:PAGE], viewer)
        for place, notice in enumerate(some[:PAGE], start=1):
            key = _key_of(notice)
            if notice.pk in words:
                rows.append((notice, words[notice.pk]))
            if len(rows) == PAGE:
                return Page(rows, key if place < len(some) else "")
        if len(some) <= PAGE:
            return Page(rows, "")
    return Page(rows, key)


def _key_of(notice: Any) -> str:
    return f"{notice.turn}-{(notice.happened_at - EPOCH) // MICROSECOND}-{notice.pk}"


def _after(found: NotificationQuerySet, key: str) -> NotificationQuerySet:
    """What follows that key; a key that is none begins at the top."""
    parts = key.split("-")
    # No database counts further than this, and no clock runs that long.
    is_key = len(parts) == 3 and all(part.isdecimal() and part.isascii() and len(part) <= 16 for part in parts)
    if not is_key:
        return found
    turn, moment, pk = (int(part) for part in parts)
    return found.after(turn, EPOCH + moment * MICROSECOND, pk)
