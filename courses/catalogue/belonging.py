"""To which course a page of one belongs."""

from wagtail.models import Page

from .models import CoursePage, LessonPage, ModulePage


def source_course_of(page: Page) -> CoursePage | None:
    """The course of a page that counts: a translation says the same in other words, and nobody's way hangs on it."""
    if not isinstance(page, CoursePage | ModulePage | LessonPage):
        return None
    course = CoursePage.objects.ancestor_of(page, inclusive=True).first()
    return course if course and course.is_source() else None
