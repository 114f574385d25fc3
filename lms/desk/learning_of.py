"""What staff see of somebody's learning, on the page of the person in the office: courses, how far, and certificates."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.credentials.models import Certificate
from courses.learning.journey import Journey, journey
from courses.learning.models import Completion, Enrolment

# More than anybody takes at once; what is older stands in their transcript.
MOST = 20


@dataclass(frozen=True)
class Course:
    """One course somebody takes or took, and how it stands, in words."""

    title: str
    state: str


def courses_of(person: Any) -> list[Course]:
    """The newest first."""
    enrolments = (
        person.enrolments.select_related("course").prefetch_related("evidence", "completions").order_by("-enrolled_at")
    )
    ways = [journey(one, one.evidence.all(), language=get_language()) for one in enrolments[:MOST]]
    return [Course(way.outline.title, _state(way)) for way in ways]


def _state(way: Journey) -> str:
    completion = standing(way.enrolment)
    if completion:
        return _("completed on %(day)s") % {"day": _day(completion.completed_at)}
    if way.enrolment.withdrawn_at:
        return _("left on %(day)s") % {"day": _day(way.enrolment.withdrawn_at)}
    since = _("since %(day)s") % {"day": _day(way.enrolment.enrolled_at)}
    return f"{way.steps_done()}, {since}"


def standing(enrolment: Enrolment) -> Completion | None:
    """The completion that stands, read from what is prefetched."""
    return next((completion for completion in enrolment.completions.all() if completion.invalidated_at is None), None)


def _day(at: Any) -> str:
    return date_format(localtime(at), "j F Y")


def certificates_of(person: Any) -> list[Certificate]:
    return list(Certificate.objects.filter(person=person).order_by("-issued_at", "-pk")[:MOST])
