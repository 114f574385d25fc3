"""What one wants to know of a course before starting: how long, how much data, what it asks, what it earns."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .amounts import duration, weight
from .outline import Outline


def course_facts(
    course: Any, outline: Outline, languages: list[str], first: Outline | None = None
) -> list[dict[str, str]]:
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
    if first:
        told = {"icon": "next", "term": _("Take first"), "value": first.title, "url": first.url, "lang": first.lang}
        facts.insert(0, told)
    return facts + what_it_earns(course)


def what_it_earns(course: Any) -> list[dict[str, str]]:
    """The test at the end and the certificate; plainly that there is none yet, where the test is still being written."""
    if course.awaits_final:
        return [
            {"icon": "check", "term": _("At the end"), "value": _("A final test, which is still being written")},
            {"icon": "award", "term": _("Earns"), "value": _("No certificate yet: it comes with the final test")},
        ]
    earned = {"icon": "award", "term": _("Earns"), "value": _("A certificate that anyone can check")}
    if not course.final_id:
        return [earned]
    return [{"icon": "check", "term": _("At the end"), "value": final_in_words(course.final)}, earned]


def card_facts(course: Any, languages: list[str]) -> list[dict[str, str]]:
    """The few that fit on a card."""
    return [
        {"icon": "clock", "text": duration(course.minutes)},
        {"icon": "flag", "text": str(course.get_level_display())},
        {"icon": "data", "text": weight(course.bytes_text)},
        {"icon": "language", "text": ", ".join(languages)},
        {"icon": "award", "text": _("No certificate yet") if course.awaits_final else _("Certificate")},
    ]


def final_in_words(quiz: Any) -> str:
    asked = sum(quiz.wanted().values())
    return _("A test of %(asked)s questions; %(percent)s %% passes; %(attempts)s attempts") % {
        "asked": asked,
        "percent": quiz.pass_percent,
        "attempts": quiz.max_attempts,
    }
