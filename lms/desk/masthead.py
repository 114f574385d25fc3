"""What the top of every page shows of where one is and what one may open."""

from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info

from alumni.profiles.permissions import is_member
from cms.home.models import HomePage
from courses.workshops.permissions import can_teach
from lms.accounts.permissions import can_open_admin, can_see_people

# A language is added seldom; that long it may take to appear.
KEPT = 60
SECTIONS = {"courses", "learn", "me", "community", "events", "teach", "office"}


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
    """Which part of the site an address lies in: courses, me, community, events, teach, office, or none."""
    parts = path.strip("/").split("/")
    first = parts[1] if len(parts) > 1 and parts[0] == get_language() else parts[0]
    return {"learn": "me"}.get(first, first) if first in SECTIONS else ""


def languages(request: HttpRequest) -> list[dict[str, Any]]:
    """The languages the site has content in, each leading to this same page in it (P11); none where there is no choice."""
    codes = spoken()
    if len(codes) < 2:
        return []
    said = translations(request)
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"].capitalize(),
            "url": said.get(code) or translate_url(request.get_full_path(), code),
            "current": code == get_language(),
        }
        for code in codes
    ]


def translations(request: HttpRequest) -> dict[str, str]:
    """Where the page of this request lies in each language; its own address where it has not been translated."""
    route = getattr(request, "_wagtail_route_for_request", None)
    if route is None:
        return {}
    page = route[0]
    own = page.get_url(request) or request.path
    found = dict.fromkeys(spoken(), own)
    for said in page.get_translations().live().select_related("locale"):
        found[said.locale.language_code] = said.get_url(request) or own
    return found


def spoken() -> list[str]:
    """The languages that have a front page."""
    codes: list[str] | None = caches["local"].get("languages")
    if codes is None:
        try:
            codes = list(HomePage.objects.live().order_by("pk").values_list("locale__language_code", flat=True))
        except DatabaseError:
            # The page that says the database is away has a top as well.
            return []
        caches["local"].set("languages", codes, KEPT)
    return codes
