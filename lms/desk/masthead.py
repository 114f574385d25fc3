"""What the top of every page shows of where one is and what one may open."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from alumni.profiles.permissions import is_member
from courses.workshops.permissions import can_teach
from lms.accounts.permissions import can_open_admin, can_see_people

SECTIONS = {"courses", "learn", "me", "community", "events", "teach", "office", "calendar", "library", "search"}


def masthead(request: HttpRequest) -> dict[str, Any]:
    """For every template: show_network, show_teaching, show_office, show_editing, section and languages, each asked only where shown."""
    return {
        "show_network": lambda: _may(is_member, request),
        "show_teaching": lambda: _may(can_teach, request),
        "show_office": lambda: _may(can_see_people, request),
        "show_editing": lambda: _may(can_open_admin, request),
        "section": section(request.path),
        "languages": lambda: languages(request),
    }


def _may(ask: Callable[[Any], bool], request: HttpRequest) -> bool:
    """No: a page that says what went wrong may have nobody to ask about."""
    return hasattr(request, "user") and ask(request.user)


def section(path: str) -> str:
    """Which part of the site an address lies in: one of SECTIONS, or none."""
    parts = path.strip("/").split("/")
    first = parts[1] if len(parts) > 1 and parts[0] == get_language() else parts[0]
    return {"learn": "me"}.get(first, first) if first in SECTIONS else ""


def languages(request: HttpRequest) -> list[dict[str, Any]]:
    """The languages of the site, each by its own name; choosing one keeps the place (P11)."""
    spoken = get_language()
    return [{"code": code, "name": name, "current": code == spoken} for code, name in settings.LANGUAGES]
