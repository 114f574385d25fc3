"""A learner's way through one course: every lesson with its state, how far they are, and where to go on."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from courses.catalogue.amounts import duration
from courses.catalogue.models import CoursePage
from courses.catalogue.outline import Outline, OutlineLesson, outline_of

from .completion import EvidenceLike, Progress, final_passed, lessons_done, progress
from .models import Enrolment
from .rules import rules_of


@dataclass(frozen=True)
class Stop:
    """One lesson on the way, and its place among all of them."""

    lesson: OutlineLesson
    number: int
    done: bool


@dataclass(frozen=True)
class Journey:
    """What a course looks like to one learner today."""

    enrolment: Enrolment
    outline: Outline
    stops: list[Stop]
    progress: Progress
    passed: bool

    @property
    def next_stop(self) -> Stop | None:
        """The first lesson not done yet."""
        return next((stop for stop in self.stops if not stop.done), None)

    @property
    def missing(self) -> list[Stop]:
        """The lessons the course needs that are not done yet."""
        return [stop for stop in self.stops if stop.lesson.required and not stop.done]

    @property
    def lessons_are_done(self) -> bool:
        """Whether the final test is open: every lesson the course needs is done."""
        return not self.missing

    @property
    def waits_for_final(self) -> bool:
        """Whether nothing can be done now: every lesson is, and the test is still being written."""
        return self.next_stop is None and self.enrolment.course.awaits_final

    def steps_done(self) -> str:
        """How far they are, in words: lessons and tests that the course needs."""
        return _("%(done)s of %(total)s steps done") % {"done": self.progress.done, "total": self.progress.required}

    @property
    def time_left(self) -> str:
        """What the lessons not done yet take together, in words as on the page of the course."""
        return duration(sum(stop.lesson.minutes for stop in self.stops if not stop.done))

    def stop_at(self, page_key: UUID) -> Stop | None:
        return next((stop for stop in self.stops if stop.lesson.page_key == page_key), None)

    def around(self, page_key: UUID) -> tuple[Stop | None, Stop | None]:
        """The stop before and the stop after a lesson."""
        keys = [stop.lesson.page_key for stop in self.stops]
        if page_key not in keys:
            return None, None
        at = keys.index(page_key)
        return (self.stops[at - 1] if at else None), (self.stops[at + 1] if at + 1 < len(keys) else None)


def journey(enrolment: Enrolment, evidence: Iterable[EvidenceLike] | None = None, *, language: str = "") -> Journey:
    """Read a learner's way; `evidence` where the caller has it already, `language` for titles and addresses."""
    rows = list(enrolment.evidence.all() if evidence is None else evidence)
    course: CoursePage = enrolment.course
    rules = rules_of(course)
    done = lessons_done(rows)
    outline = outline_of(course, language)
    stops = [Stop(lesson, number, lesson.page_key in done) for number, lesson in enumerate(outline.lessons, start=1)]
    return Journey(enrolment, outline, stops, progress(rules, rows), final_passed(rules, rows))
