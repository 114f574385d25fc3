"""What somebody could do next who has completed something and has nothing under way: the next course, colleagues."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language

from courses.catalogue.models import CoursePage
from courses.catalogue.outline import Outline, outline_of
from courses.learning.journey import Journey


def is_at_leisure(ways: Sequence[Journey]) -> bool:
    """Whether something is completed, and nothing can be gone on with."""
    under_way = any(way.enrolment.is_open() and not way.waits_for_final for way in ways)
    return not under_way and any(_is_completed(way) for way in ways)


def next_course(person: Any, ways: Sequence[Journey]) -> Outline | None:
    """The first course that builds on a completed one, among those the person may see and never joined. Two questions."""
    completed = [way.outline.translation_key for way in ways if _is_completed(way)]
    courses = CoursePage.objects.sources().visible_to(person).select_related("locale")
    following = courses.filter(prerequisite__translation_key__in=completed)
    course = following.exclude(pk__in=[way.outline.pk for way in ways]).order_by("path").first()
    return outline_of(course, get_language() or "") if course else None


def _is_completed(way: Journey) -> bool:
    return not way.enrolment.is_open() and way.enrolment.withdrawn_at is None
