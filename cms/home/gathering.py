"""What the front page gathers from the floors above, by the hook `register_front_page`: request → a dict of these keys.

`courses`, `courses_url`: cards, and where the others are.
`onward`: the one way onward of somebody signed in (course, lesson, url, link; may have note, done, total, words).
`coming`: what they are expected at, a list of {starts_at, workshop, session, lines, url}; shown soonest first.
`waiting`: what waits for them, a list of {text, url}.
`sections`: parts of the page, a list of {order, id, title, cards or rows, more_url, more_text}; `cards` as the component card
takes them, `rows` a list of {title, url; may have text, lang}. A part with nothing in it is left out. No people.

Lists of several apps are joined; of `onward` the first one counts.
"""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

JOINED = ("coming", "waiting", "sections")
# The page fits one screen, and the first answer of the server.
MOST_COMING = 3
MOST_WAITING = 5
MOST_IN_SECTION = 3


def gathered(request: HttpRequest) -> dict[str, Any]:
    found: dict[str, Any] = {"coming": [], "waiting": [], "sections": []}
    for hook in hooks.get_hooks("register_front_page"):
        for key, value in hook(request).items():
            if key in JOINED:
                found[key] += value
            elif value or key not in found:
                found[key] = found.get(key) or value
    found["coming"] = sorted(found["coming"], key=lambda one: one["starts_at"])[:MOST_COMING]
    found["waiting"] = found["waiting"][:MOST_WAITING]
    found["sections"] = [
        _cut(one) for one in sorted(found["sections"], key=lambda one: one.get("order", 50)) if _is_full(one)
    ]
    return found


def _is_full(section: dict[str, Any]) -> bool:
    return bool(section.get("cards") or section.get("rows"))


def _cut(section: dict[str, Any]) -> dict[str, Any]:
    return {**section, **{key: section[key][:MOST_IN_SECTION] for key in ("cards", "rows") if section.get(key)}}
