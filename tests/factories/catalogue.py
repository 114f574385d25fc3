"""Courses of all kinds, published the way editors publish them."""

import itertools
from uuid import uuid4

from wagtail.models import PageViewRestriction

from courses.catalogue.models import CourseIndexPage, CoursePage, LessonPage, ModulePage
from lms.search.gathering import indexed_once
from tests.factories.assessment import make_bank, make_question
from tests.factories.cms import make_home

_numbers = itertools.count(1)


def make_index():
    index = CourseIndexPage.objects.first()
    return index or make_home().add_child(instance=CourseIndexPage(title="Courses", slug="courses"))


@indexed_once()
def make_course(lessons=2, live=True, **fields):
    """A course with one module and some lessons; all live, unless `live` is False: then the course alone is a draft."""
    number = next(_numbers)
    facts = {"title": f"Course {number}", "slug": f"course-{number}", "code": f"C{number}", "live": False}
    facts["ends_without_test"] = not (fields.get("final") or fields.get("final_awaited"))
    course = make_index().add_child(instance=CoursePage(**{**facts, **fields}))
    if lessons:
        module = make_module(course)
        for _ in range(lessons):
            make_lesson(module)
    if live:
        publish(course)
    return fresh(course)


def make_module(course, **fields):
    number = next(_numbers)
    facts = {"title": f"Module {number}", "slug": f"module-{number}"}
    return fresh(course).add_child(instance=ModulePage(**{**facts, **fields}))


@indexed_once()
def make_lesson(module, body=None, publish_it=True, **fields):
    number = next(_numbers)
    facts = {
        "title": f"Lesson {number}",
        "slug": f"lesson-{number}",
        "code": f"L-{number}",
        "minutes": 10,
        "live": False,
    }
    lesson = fresh(module).add_child(instance=LessonPage(**{**facts, **fields}))
    lesson.body = body if body is not None else [("prose", f"<p>What lesson {number} says.</p>")]
    if publish_it:
        publish(lesson)
    else:
        lesson.save_revision()
    return fresh(lesson)


def make_check(**fields):
    """A knowledge check and the practice question it asks."""
    question = make_question(make_bank(), use="practice", **fields)
    return ("check", {"question": question}), question


def cited(source, statement="<p>The law says so.</p>", locator="art. 3"):
    return ("fact", {"statement": statement, "citations": [{"source": source, "locator": locator}]})


@indexed_once()
def publish(page, user=None):
    page = fresh_with(page)
    page.save_revision(user=user).publish(user=user)
    return fresh(page)


def fresh_with(page):
    """The page as it is stored, with what was changed on it here: a stale one would forget its children."""
    page.numchild = type(page).objects.values_list("numchild", flat=True).get(pk=page.pk)
    return page


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def restrict(page):
    """Page privacy: only people who have signed in."""
    return PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def first_lesson(course):
    return LessonPage.objects.descendant_of(course).order_by("path").first()


def new_id():
    return str(uuid4())
