"""What follows for a course when a page below it is published, withdrawn, moved or deleted."""

import gzip
import time
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.models import Page

from lms.audit.log import record
from lms.search.gathering import index_words_of

from .models import CoursePage, LessonPage
from .outline import build
from .reading import parts_with, read_page

STEP = Page.steplen


@transaction.atomic
def note_change(pages: Iterable[Page], *, by: Any = None) -> None:
    """Move on the content stamp of the courses these pages lie in, and count again what their lessons hold.

    The stamp is a time, and never goes back: two publications at once cannot end on the same stamp.
    """
    paths = {page.path[:end] for page in pages for end in range(STEP, len(page.path) + 1, STEP)}
    keys = CoursePage.objects.filter(path__in=paths).values_list("translation_key", flat=True)
    for source in CoursePage.objects.sources().filter(translation_key__in=list(keys)).select_for_update():
        now = time.time_ns() // 1000
        CoursePage.objects.filter(pk=source.pk).update(content_stamp=Greatest(F("content_stamp") + 1, Value(now)))
        # What is not live is counted when it goes live, not once for each of its lessons.
        if source.live:
            count_again(source, by=by)
    # The catalogue finds a course by the words of its lessons.
    for course in CoursePage.objects.live().filter(translation_key__in=list(keys)):
        index_words_of(course)


@transaction.atomic
def count_again(source: CoursePage, *, by: Any = None) -> None:
    """Minutes and weight of the live lessons of a course; a new unchecked claim takes its sign-off back (decision 26)."""
    course = CoursePage.objects.select_related("locale").get(pk=source.pk)
    lessons = build(course, course.locale.language_code).lessons
    weights = LessonPage.objects.filter(pk__in=[lesson.pk for lesson in lessons]).values_list("bytes_text", flat=True)
    CoursePage.objects.filter(pk=course.pk).update(
        minutes=sum(lesson.minutes for lesson in lessons), bytes_text=sum(weights)
    )
    signed = CoursePage.objects.filter(pk=course.pk, review=CoursePage.Review.REVIEWED)
    if signed.exists() and course.has_open_claims():
        signed.update(review=CoursePage.Review.AWAITING)
        record("catalogue.reopen_review", course, by=by)


@transaction.atomic
def weigh(lesson: LessonPage, *, by: Any = None) -> int:
    """How much data a lesson takes: its text as it is sent, compressed, and its pictures."""
    language = lesson.locale.language_code
    with translation.override(language):
        reading = read_page(lesson)
        context = {"page": lesson, "reading": reading, "parts": parts_with(reading, {})}
        text = render_to_string("courses/catalogue/lesson_body.html", context)
    size = len(gzip.compress(text.encode())) + sum(_pictures(lesson))
    LessonPage.objects.filter(pk=lesson.pk).update(bytes_text=size)
    return size


def _pictures(lesson: LessonPage) -> Iterable[int]:
    for block in lesson.body:
        if block.block_type == "image" and block.value["image"]:
            yield block.value["image"].get_rendition("width-800|format-webp").file.size
