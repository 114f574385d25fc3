"""The search over all one may see: every app finds its own things, by the hook `register_site_search`.

The hook is called with the viewer, what was asked and how many at most, and answers with `Found`s. Whoever writes one begins at
`visible_to(viewer)`: what a person may not see is neither found nor counted. The `order` of the hook is that of the page: courses
and lessons stand before 0, pages, events, activities and the community after it.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from wagtail import hooks

from alumni.forum.site_search import KIND as COMMUNITY
from courses.catalogue.models.index import catalogue_page
from courses.catalogue.site_search import KIND as COURSES
from lms.accounts.languages import in_language
from lms.limits import Limit
from lms.search.found import Found

LONGEST = 200
# Of each kind on the first page, and of one kind alone.
FEW, MANY = 5, 20
LIMIT = Limit("search.site", most=30, alone=10)
LANGUAGE = re.compile(rf"^/({'|'.join(code for code, _name in settings.LANGUAGES)})(?=/)")


@dataclass
class Group:
    """Things of one kind; `more_url` where there are more of them, `own_url` a search of their own."""

    kind: str
    found: list[Found] = field(default_factory=list)
    more_url: str = ""
    own_url: str = ""


def asked(given: Any) -> tuple[str, str]:
    """What was asked for, and the one kind it was narrowed to. A zero byte is no text to a database."""
    return tuple(given.get(name, "").replace("\0", "").strip()[:LONGEST] for name in ("q", "kind"))  # type: ignore[return-value] # two names


def groups(viewer: Any, query: str, kind: str = "") -> list[Group]:
    """By kind, in the order of the apps; each thing once, whoever found it."""
    most = MANY if kind else FEW
    by_kind: dict[str, Group] = {}
    seen: set[str] = set()
    for hook in hooks.get_hooks("register_site_search"):
        for one in hook(viewer, query, most + 1):
            place = LANGUAGE.sub("", one.url)
            if one.url and place not in seen and kind in ("", str(one.kind)):
                seen.add(place)
                by_kind.setdefault(str(one.kind), Group(str(one.kind))).found.append(one)
    for group in by_kind.values():
        _cut(group, most, query, is_alone=bool(kind))
    return list(by_kind.values())


def _cut(group: Group, most: int, query: str, *, is_alone: bool) -> None:
    is_long = len(group.found) > most
    group.found = group.found[:most]
    if is_long and not is_alone:
        group.more_url = "?" + urlencode({"q": query, "kind": group.kind})
    elif is_long:
        group.own_url = _own_search(group.kind, query)


def _own_search(kind: str, query: str) -> str:
    """Where the things of this kind can be searched with filters of their own."""
    if kind == str(COURSES):
        page = catalogue_page()
        address = in_language(page.get_url() or "/courses/", get_language() or "") if page else ""
    else:
        address = _address({str(COMMUNITY): "forum:search"}.get(kind, ""))
    return f"{address}?{urlencode({'q': query})}" if address else ""


def _address(name: str) -> str:
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""
