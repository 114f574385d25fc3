"""Courses with lessons and a final test, and officers on their way through them."""

import itertools
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Locale, Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.home.models import HomePage
from courses.assessment import actions as assessment
from courses.assessment.models import Quiz
from courses.catalogue.models import CourseIndexPage, CoursePage, LessonPage, ModulePage
from courses.learning import actions
from courses.learning.journey import journey
from courses.learning.models import Enrolment
from lms.search.gathering import indexed_once
from tests.factories.assessment import make_bank, make_question, make_quiz

_numbers = itertools.count(1)


def make_officer(**fields):
    number = next(_numbers)
    facts = {"email": f"officer{number}@learning.example", "full_name": f"Officer {number}", "state": "verified"}
    return get_user_model().objects.create_user(**{**facts, **fields})


def make_index():
    """The site's root and its catalogue, once."""
    index = CourseIndexPage.objects.first()
    if index:
        return index
    home = HomePage.objects.first()
    if home is None:
        home = Page.get_first_root_node().add_child(instance=HomePage(title="Home", slug=f"home-{next(_numbers)}"))
        Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "testserver", "root_page": home})
    return home.add_child(instance=CourseIndexPage(title="Courses", slug="courses"))


@indexed_once()
def make_course(lessons=3, final=True, checks=0, **fields):
    """One module with some lessons, published; a final test of three questions unless `final` is False."""
    number = next(_numbers)
    # What refers to what is asked by the tests of deleting and citing; they make what they need with add_lesson.
    with disable_reference_index_auto_update():
        return _make_course(number, lessons, final, checks, fields)


def _make_course(number, lessons, final, checks, fields):
    quiz = make_quiz(questions=6, count=3) if final is True else final or None
    facts = {"title": f"Course {number}", "slug": f"course-{number}", "code": f"course-{number}", "final": quiz}
    facts["ends_without_test"] = quiz is None and not fields.get("final_awaited")
    course = make_index().add_child(instance=CoursePage(**{**facts, **fields}))
    module = course.add_child(instance=ModulePage(title="Module 1", slug="module-1"))
    for lesson in range(1, lessons + 1):
        add_lesson(module, lesson, checks=checks)
    return fresh(course)


def add_lesson(module, number, checks=0, asks=(), **fields):
    """A lesson with so many practice questions of its own, or with those it `asks`."""
    body = [("prose", f"<p>What lesson {number} says.</p>")]
    for question in [*asks, *(make_question(make_bank(), use="practice") for _ in range(checks))]:
        body.append(("check", {"question": question}))
    facts = {"title": f"Lesson {number}", "slug": f"lesson-{number}", "code": f"L{next(_numbers)}", "minutes": 10}
    page = module.add_child(instance=LessonPage(**{**facts, **fields}))
    page.body = body
    page.save_revision().publish()
    return page


def fresh(course):
    return CoursePage.objects.get(pk=course.pk)


def lessons_of(course):
    return list(LessonPage.objects.live().descendant_of(course).order_by("path"))


def enrol(officer=None, course=None):
    officer = officer or make_officer()
    return actions.enrol(officer, fresh(course or make_course()), by=officer)


def do_lessons(enrolment, number=None):
    """Mark the first lessons as done, or all of them."""
    enrolment = Enrolment.objects.select_related("course").get(pk=enrolment.pk)
    for stop in journey(enrolment).stops[:number]:
        actions.mark_done(enrolment, stop.lesson.page_key, client_uuid=uuid4(), locale="en")
    return Enrolment.objects.select_related("course").get(pk=enrolment.pk)


def take_final(enrolment, right=True):
    """Start the final, answer every question and hand it in."""
    quiz = Quiz.objects.get(pk=enrolment.course.final_id)
    attempt = assessment.start(
        enrolment.learner, quiz, context=enrolment.registration, at=timezone.now(), by=enrolment.learner
    )
    for slot in attempt.slots.select_related("revision"):
        keys = [str(option.key) for option in slot.revision.options.all() if option.correct == right]
        answer = assessment.Answer(slot.position, tuple(keys[:1]), uuid4(), 1, "en")
        assessment.save_answer(attempt, answer, at=timezone.now())
    return assessment.submit(attempt, at=timezone.now(), by=enrolment.learner)


def default_locale():
    return Locale.objects.get(language_code="en")
