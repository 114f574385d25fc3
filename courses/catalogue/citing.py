"""Which lessons rest on a source, for the page of the resource it stands for."""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from cms.library.citing import MOST, Citing
from cms.sources.models import Source

from .models import CoursePage, LessonPage, ModulePage


def lessons_citing(viewer: Any, sources: Sequence[int]) -> list[Citing]:
    """Live lessons of courses the viewer may see. Who is not enrolled cannot open a lesson, so each leads to its place
    in the course. Five questions, however many lessons there are."""
    courses = list(CoursePage.objects.sources().visible_to(viewer).order_by("path"))
    lessons = LessonPage.objects.live().public().filter(pk__in=pages_citing(sources)).order_by("path")
    found = [
        (lesson, course) for lesson in lessons[: MOST * 4] for course in courses if lesson.path.startswith(course.path)
    ]
    modules = {module.path: module for module in ModulePage.objects.live().public().filter(path__in=_above(found))}
    return [
        Citing(lesson.title, f"{course.get_url()}#{modules[above].slug}", course.title)
        for lesson, course in found
        if (above := _parent(lesson)) in modules
    ][:MOST]


def pages_citing(sources: Sequence[int]) -> list[int]:
    """By the index of references, which Wagtail keeps with every change of a page."""
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(Source),
        to_object_id__in=[str(source) for source in sources],
    )
    return [int(pk) for pk in references.values_list("object_id", flat=True).distinct() if pk.isdigit()]


def _above(found: list[tuple[Any, Any]]) -> set[str]:
    return {_parent(lesson) for lesson, _course in found}


def _parent(lesson: Any) -> str:
    path: str = lesson.path[: -lesson.steplen]
    return path
