"""The rules of a course as they stand: read from its source page alone (P10)."""

from courses.catalogue.models import CoursePage
from courses.catalogue.outline import outline_of

from .completion import Rules


def rules_of(course: CoursePage) -> Rules:
    """Lessons that are live and needed, and the final test under the course's own key."""
    outline = outline_of(course)
    return Rules(
        version=course.rule_version,
        lessons=frozenset(lesson.page_key for lesson in outline.lessons if lesson.required),
        # A test still being written is required too: nobody can have passed it, so nobody completes without it. The
        # same where nobody has said how the course ends.
        final=course.translation_key if course.final_id or course.awaits_final else None,
    )
