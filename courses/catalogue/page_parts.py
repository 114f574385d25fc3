"""What the floors above know of a visitor and a course, by two hooks.

`register_course_page`: source course, request, and the course to take first (an outline, or None) → a dict of these keys.
`actions`: buttons to enrol, to go on, to look back: a list of {label, url, method ("get" or "post"), variant; may have note}.
`steps`: the lessons as the visitor's own, by page key, as the component steps takes them; none before one has joined.

`register_course_standing`: viewer → an expression that says of a course "joined", "completed" or nothing.
"""

from typing import Any

from django.db.models import CharField, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from wagtail import hooks

from .outline import Outline


def parts_of(course: Any, request: HttpRequest, first: Outline | None) -> dict[str, Any]:
    found: dict[str, Any] = {"actions": [], "steps": {}}
    for hook in hooks.get_hooks("register_course_page"):
        parts = hook(course, request, first)
        found["actions"] += parts.get("actions", [])
        found["steps"] |= parts.get("steps", {})
    return found


def with_standing(courses: Any, viewer: Any) -> Any:
    """The same courses, each with the viewer's `standing` in it: in the one query that reads them."""
    told = [hook(viewer) for hook in hooks.get_hooks("register_course_standing")]
    nothing = Value("", output_field=CharField())
    return courses.annotate(standing=Coalesce(*told, nothing, nothing)) if viewer.is_authenticated else courses
