"""Before a page of a course is withdrawn or deleted, the editor reads how many people it concerns and what becomes of them."""

from html import unescape

import pytest
from django.urls import reverse

from courses.catalogue.models import LessonPage
from courses.learning import actions
from tests.factories import learning
from tests.factories.cms import bold_editors_browser, locale

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    """One officer has completed it, one has done its first lesson, one has only joined, one has left."""
    course = learning.make_course(lessons=2, final=False)
    learning.do_lessons(learning.enrol(course=course))
    learning.do_lessons(learning.enrol(course=course), 1)
    learning.enrol(course=course)
    left = learning.enrol(course=course)
    actions.withdraw(left, by=left.learner)
    return course


@pytest.fixture
def browser():
    return bold_editors_browser()


def asked(browser, page, act):
    """What Wagtail asks before it does it."""
    answer = browser.get(reverse(f"wagtailadmin_pages:{act}", args=[page.pk]))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def asked_in_bulk(browser, page, act):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", act])
    return unescape(browser.get(f"{url}?id={page.pk}&next=/cms/").content.decode())


@pytest.mark.parametrize("ask", [asked, asked_in_bulk])
@pytest.mark.parametrize(
    ("act", "kept"), [("unpublish", "counts again once it is published again"), ("delete", "but never counts again")]
)
def test_a_lesson_says_who_has_done_something_in_it(browser, course, ask, act, kept):
    first, second = learning.lessons_of(course)
    said = ask(browser, first, act)
    assert "people taking its course now: 2; people who have done something here: 2" in said
    assert "people who have completed the course: 1" in said
    assert kept in said
    assert "staff are shown them before a certificate goes out" in said
    assert "done something here: 1;" in ask(browser, second, act)


def test_a_module_counts_what_was_done_in_all_its_lessons_once(browser, course):
    module = learning.lessons_of(course)[0].get_parent()
    assert "done something here: 2;" in asked(browser, module, "unpublish")
    assert "done something here: 2;" in asked(browser, module, "delete")


@pytest.mark.parametrize("ask", [asked, asked_in_bulk])
def test_a_course_says_who_takes_it_and_that_they_may_go_on(browser, course, ask):
    said = ask(browser, course, "unpublish")
    assert "people taking this course now: 2; people who have completed it: 1" in said
    assert "certificates stay valid" in said


def test_what_it_says_of_those_who_are_in_a_withdrawn_course_is_so(client, course):
    officer = learning.make_officer()
    learning.enrol(officer, course)
    course.unpublish()
    client.force_login(officer)
    assert client.get(learning.lessons_of(course)[0].get_url()).status_code == 200
    client.force_login(learning.make_officer())
    assert client.post(reverse("learning:course-enrol", args=[course.pk])).status_code == 404


@pytest.mark.parametrize("act", ["unpublish", "delete"])
def test_nobody_is_spoken_of_where_nobody_is_concerned(browser, act):
    lesson = learning.lessons_of(learning.make_course())[0]
    assert "people taking" not in asked(browser, lesson, act)


def test_a_draft_in_which_nobody_did_anything_concerns_nobody(browser, course):
    module = learning.lessons_of(course)[0].get_parent()
    draft = module.add_child(instance=LessonPage(title="New", slug="new", live=False))
    assert "people taking" not in asked(browser, draft, "delete")


def test_a_translation_concerns_nobody(browser, course):
    there = locale("id")
    pages = [course.get_parent().get_parent(), course.get_parent(), course]
    for page in pages:
        page.specific.copy_for_translation(there).save_revision().publish()
    assert "people taking" not in asked(browser, course.get_translation(there), "unpublish")
