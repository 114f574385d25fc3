"""Where a learner stands with the final test of a course, and what to read again after it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.assessment.models import Attempt, Question, Quiz
from courses.catalogue.outline import OutlineLesson

from .journey import Journey


@dataclass(frozen=True)
class Final:
    """The final test of one enrolment, with every attempt so far."""

    quiz: Quiz
    attempts: list[Attempt]
    lessons_are_done: bool
    enrolment_is_open: bool

    @property
    def running(self) -> Attempt | None:
        return next((attempt for attempt in self.attempts if attempt.is_open()), None)

    @property
    def results(self) -> list[Attempt]:
        return [attempt for attempt in self.attempts if hasattr(attempt, "submission")]

    @property
    def passed(self) -> bool:
        return any(attempt.submission.passed for attempt in self.results)

    @property
    def left(self) -> int:
        """Attempts that are not used yet: the one still open is among them."""
        return max(0, self.quiz.max_attempts - sum(not attempt.is_open() for attempt in self.attempts))

    @property
    def state(self) -> str:
        """running, passed, closed (course left or over), locked, used_up or ready: what may be done now.

        An open attempt may always be finished, also after leaving the course (Q23).
        """
        states = {
            "running": self.running is not None,
            "passed": self.passed,
            "closed": not self.enrolment_is_open,
            "locked": not self.lessons_are_done,
            "used_up": self.left == 0,
        }
        return next((state for state, holds in states.items() if holds), "ready")

    @property
    def invitation(self) -> str:
        """What the way to the test is called, for someone who may take it now; empty for everyone else."""
        if self.state == "running":
            return _("Continue the final test")
        if self.state != "ready":
            return ""
        if not self.attempts:
            return _("Start the final test")
        return ngettext(
            "Try the final test again (%(left)d attempt left)",
            "Try the final test again (%(left)d attempts left)",
            self.left,
        ) % {"left": self.left}


def final_of(way: Journey) -> Final | None:
    """The final test on a learner's way; None where the course has none."""
    return finals_of([way]).get(way.enrolment.registration)


def finals_of(ways: Iterable[Journey]) -> dict[UUID, Final]:
    """The final tests on several ways of one or more learners, by registration, with one question for all attempts."""
    tested = {way.enrolment.registration: (way, quiz) for way in ways if (quiz := way.enrolment.course.final)}
    if not tested:
        return {}
    attempts: dict[UUID, list[Attempt]] = {registration: [] for registration in tested}
    rows = Attempt.objects.filter(context__in=list(tested)).counted().select_related("submission").order_by("number")
    for attempt in rows:
        way, quiz = tested[attempt.context]
        if (attempt.learner_id, attempt.quiz_id) == (way.enrolment.learner_id, quiz.pk):
            attempts[attempt.context].append(attempt)
    return {
        registration: Final(
            quiz=quiz,
            attempts=attempts[registration],
            lessons_are_done=way.lessons_are_done,
            enrolment_is_open=way.enrolment.is_open(),
        )
        for registration, (way, quiz) in tested.items()
    }


def lessons_about(way: Journey, lost: Mapping[str, float]) -> list[OutlineLesson]:
    """What to read again: lessons whose practice is about the competencies where marks were lost, most lost first."""
    asked = {check.question for stop in way.stops for check in stop.lesson.checks}
    about = Question.objects.filter(public_id__in=asked, competency__key__in=list(lost))
    topic = dict(about.values_list("public_id", "competency__key"))
    weight = {
        stop.lesson: max(
            (lost[topic[check.question]] for check in stop.lesson.checks if check.question in topic), default=0
        )
        for stop in way.stops
    }
    return sorted((lesson for lesson in weight if weight[lesson]), key=lambda lesson: -weight[lesson])
