"""What follows for learners when a course, a module or a lesson is withdrawn or deleted: said before it is done."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.catalogue.belonging import source_course_of
from courses.catalogue.models import CoursePage

from .models import Completion, Enrolment


def for_learners(page: Page, act: str) -> list[str]:
    """How many it concerns, and what becomes of them; nothing where nobody ever joined the course."""
    course = source_course_of(page)
    if course is None or not Enrolment.objects.filter(course=course).exists():
        return []
    facts = {
        "title": page.title,
        "taking": Enrolment.objects.open().filter(course=course).count(),
        "completed": _people(Completion.objects.standing().filter(enrolment__course=course), "enrolment__learner"),
    }
    if isinstance(page, CoursePage):
        return [_of_the_course(facts)]
    keys = page.get_descendants(inclusive=True).values("translation_key")
    here = _people(Enrolment.objects.filter(course=course, evidence__page_key__in=keys), "learner")
    if not page.live and not here:
        return []
    return [_of_a_part({**facts, "here": here}), _of_what_they_did(act)]


def _people(rows: QuerySet[Any], learner: str) -> int:
    return rows.values(learner).distinct().count()


def _of_the_course(facts: dict[str, Any]) -> str:
    return (
        _(
            "“%(title)s”: people taking this course now: %(taking)s; people who have completed it: %(completed)s. Nobody "
            "else can join it then. Those who are in it go on as long as its modules and lessons stay published. What they "
            "did is kept, and certificates stay valid."
        )
        % facts
    )


def _of_a_part(facts: dict[str, Any]) -> str:
    return (
        _(
            "“%(title)s”: people taking its course now: %(taking)s; people who have done something here: %(here)s; people "
            "who have completed the course: %(completed)s. Those who have completed it keep it, and certificates stay valid."
        )
        % facts
    )


def _of_what_they_did(act: str) -> str:
    if act == "delete":
        kept = _("What people did here is kept on record, but never counts again, even if the same is written anew.")
    else:
        kept = _("What people did here is kept, and counts again once it is published again.")
    return f"{kept} " + _(
        "The course then no longer asks for it: whoever has nothing else left to do completes the course, and staff "
        "are shown them before a certificate goes out."
    )
