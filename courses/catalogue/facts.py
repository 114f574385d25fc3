"""What one wants to know of a course before starting: how long, how much data, what it asks, what it earns."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .amounts import duration, weight
from .outline import Outline


def course_facts(course: Any, outline: Outline, languages: list[str]) -> list[dict[str, str]]:
    """For the facts list of the course page, in the order people ask."""
    lessons = len(outline.lessons)
    facts = [
        {"icon": "clock", "term": _("Takes"), "value": duration(outline.minutes)},
        {
            "icon": "document",
            "term": _("Has"),
            "value": ngettext("%(count)s lesson", "%(count)s lessons", lessons) % {"count": lessons},
        },
        {
            "icon": "data",
            "term": _("Data"),
            "value": _("%(size)s of text and pictures") % {"size": weight(course.bytes_text)},
        },
        {"icon": "flag", "term": _("Level"), "value": str(course.get_level_display())},
        {"icon": "language", "term": _("Languages"), "value": ", ".join(languages)},
    ]
    if course.final_id:
        facts.append({"icon": "check", "term": _("At the end"), "value": final_in_words(course.final)})
    facts.append({"icon": "award", "term": _("Earns"), "value": _("A certificate that anyone can check")})
    return facts


def card_facts(course: Any, languages: list[str]) -> list[dict[str, str]]:
    """The few that fit on a card."""
    return [
        {"icon": "clock", "text": duration(course.minutes)},
        {"icon": "flag", "text": str(course.get_level_display())},
        {"icon": "data", "text": weight(course.bytes_text)},
        {"icon": "language", "text": ", ".join(languages)},
        {"icon": "award", "text": _("Certificate")},
    ]


def final_in_words(quiz: Any) -> str:
    asked = sum(quiz.wanted().values())
    return _("A test of %(asked)s questions; %(percent)s %% passes; %(attempts)s attempts") % {
        "asked": asked,
        "percent": quiz.pass_percent,
        "attempts": quiz.max_attempts,
    }
