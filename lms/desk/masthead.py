"""What the top of every page shows of where one is and what one may open."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from alumni.profiles.permissions import is_member
from courses.workshops.permissions import can_teach
from lms.accounts.permissions import can_open_admin, can_see_people

SECTIONS = {"courses", "learn", "me", "community", "events", "teach", "office", "calendar", "library", "search"}


def masthead(request: HttpRequest) -> dict[str, Any]:
    """For every template: show_network, show_teaching, show_office, show_editing, section, here and languages, each asked only where shown."""
    return {
        "show_network": lambda: _may(is_member, request),
        "show_teaching": lambda: _may(can_teach, request),
        "show_office": lambda: _may(can_see_people, request),
        "show_editing": lambda: _may(can_open_admin, request),
        "section": section(request.path),
        "here": here(request),
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


def here(request: HttpRequest) -> str:
    """The address to come back to. A page that a button made is not there for reading: then the one on which it was pressed."""
    pressed_on = urlsplit(request.headers.get("Referer", ""))
    if request.method in {"GET", "HEAD"} or not pressed_on.path or pressed_on.netloc != request.get_host():
        return request.get_full_path()
    return f"{pressed_on.path}?{pressed_on.query}" if pressed_on.query else pressed_on.path


def languages(request: HttpRequest) -> list[dict[str, Any]]:
    """The languages of the site, each by its own name; choosing one keeps the place (P11)."""
    spoken = get_language()
    return [{"code": code, "name": name, "current": code == spoken} for code, name in settings.LANGUAGES]
