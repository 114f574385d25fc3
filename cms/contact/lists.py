"""The list of enquiries, read page by page: newest first, from where the last page ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from .models import Enquiry
from .references import as_kept

PAGE = 25
OPEN = "open"
STATES: dict[str, Any] = {OPEN: _("Open"), **dict(Enquiry.State.choices), "all": _("All")}


@dataclass(frozen=True)
class Page:
    """Some enquiries, and the key the next page begins after."""

    rows: list[Enquiry]
    next_key: str


def page_of(viewer: Any, asked: Mapping[str, Any], key: str) -> Page:
    """Two questions, whatever the size."""
    found = Enquiry.objects.visible_to(viewer).select_related("person", "assignee")
    state = asked.get("state") or OPEN
    if asked.get("q"):
        found = found.filter(reference=as_kept(asked["q"]))
    elif state in Enquiry.State.values:
        found = found.filter(state=state)
    elif state != "all":
        found = found.open()
    if asked.get("topic"):
        found = found.filter(topic=asked["topic"])
    if asked.get("mine"):
        found = found.filter(assignee=viewer)
    if key.isdecimal() and key.isascii() and len(key) <= 18:
        found = found.before(int(key))
    rows = list(found.order_by("-pk")[: PAGE + 1])
    return Page(rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else "")


def links(asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The states as links; what else was asked for stays."""
    current = asked.get("state") or OPEN
    kept = {"topic": asked.get("topic") or "", "mine": "on" if asked.get("mine") else ""}
    return [
        {"title": title, "url": f"?{address({**kept, 'state': state})}", "current": state == current}
        for state, title in STATES.items()
    ]


def address(asked: Mapping[str, Any]) -> str:
    return urlencode({name: value for name, value in asked.items() if value})
