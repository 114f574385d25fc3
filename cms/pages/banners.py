"""Which banners stand above a page now. Asked once a minute, not once a page; the times are kept to the second."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import get_language

from .models import Banner

# That many seconds a new banner may take to be seen.
KEPT = 60
MOST_ROWS = 60
# More than two would push what people came for out of sight.
MOST = 2
COOKIE = "banners"
MOST_CLOSED = 12
URGENCY = [Banner.Kind.MAINTENANCE, Banner.Kind.WARNING, Banner.Kind.INFORMATION]


@dataclass(frozen=True)
class Shown:
    """One banner as a page has it; `mark` is what a browser remembers of it once it was closed."""

    mark: str
    kind: str
    text: str
    target: str
    until: datetime | None
    is_closable: bool
    language: str


def shown(user: Any, closed: str, *, at: datetime | None = None) -> list[Shown]:
    """The most urgent ones for this person that this browser has not closed."""
    at = at or timezone.now()
    language = get_language() or settings.LANGUAGE_CODE
    signed_in = user is not None and user.is_authenticated
    away = set(closed.split("."))
    best: dict[Any, Banner] = {}
    for row in _kept():
        is_now = row.starts_at <= at and (row.ends_at is None or row.ends_at > at)
        if is_now and (signed_in or row.audience == Banner.Audience.EVERYBODY):
            known = best.get(row.translation_key)
            if known is None or row.locale.language_code == language:
                best[row.translation_key] = row
    waiting = [row for row in best.values() if not (row.is_closable and mark(row) in away)]
    waiting.sort(key=lambda row: (URGENCY.index(Banner.Kind(row.kind)), -row.starts_at.timestamp(), row.pk))
    return [_as_shown(row, language) for row in waiting[:MOST]]


def mark(banner: Banner) -> str:
    """The same in every language; another one when the banner begins anew."""
    return f"{banner.translation_key.hex[:10]}{int(banner.starts_at.timestamp()):x}"


def with_closed(closed: str, new: str) -> str:
    """What the cookie says after one more was closed. Only marks of ours go in, and old ones make room."""
    marks = [one for one in [*closed.split("."), new] if one.isalnum() and one.isascii() and len(one) <= 20]
    return ".".join(dict.fromkeys(marks[::-1][:MOST_CLOSED]))


def _kept() -> list[Banner]:
    rows: list[Banner] | None = caches["local"].get("banners")
    if rows is None:
        try:
            found = Banner.objects.not_over(timezone.now()).select_related("locale").order_by("pk")
            rows = list(found[:MOST_ROWS])
        except DatabaseError:
            # The page that says the database is away has a top as well.
            return []
        caches["local"].set("banners", rows, KEPT)
    return rows


def _as_shown(row: Banner, language: str) -> Shown:
    said = row.locale.language_code
    return Shown(
        mark=mark(row),
        kind=row.kind,
        text=row.text,
        target=row.target,
        until=row.ends_at if row.kind == Banner.Kind.MAINTENANCE else None,
        is_closable=row.is_closable,
        language=said if said != language else "",
    )
