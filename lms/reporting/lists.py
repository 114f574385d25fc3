"""The frozen reports, read page by page: newest first."""

from dataclasses import dataclass
from typing import Any

from .models import Snapshot

PAGE = 25


@dataclass(frozen=True)
class Page:
    """Some reports, and the key the next page begins after."""

    rows: list[Snapshot]
    next_key: str


def page_of(viewer: Any, key: str) -> Page:
    """One question, whatever the size; the reports themselves stay where they are."""
    found = Snapshot.objects.visible_to(viewer).select_related("made_by").defer("report")
    if key.isdecimal() and key.isascii() and len(key) <= 9:
        found = found.before(int(key))
    rows = list(found.order_by("-number")[: PAGE + 1])
    return Page(rows[:PAGE], str(rows[PAGE - 1].number) if len(rows) > PAGE else "")
