"""Whoever may edit a lesson reads it where learners do, without joining; nothing is recorded of that."""

import pytest

from courses.learning.models import Enrolment, Evidence
from lms.audit.models import Entry
from tests.factories import learning
from tests.factories.cms import editors_browser, staff_browser

pytestmark = pytest.mark.django_db
AS_AN_EDITOR = "You are reading this as an editor; nothing is recorded."


@pytest.fixture
def lesson():
    return learning.lessons_of(learning.make_course(lessons=2, checks=1))[0]


@pytest.mark.parametrize("browser", [editors_browser, staff_browser])
def test_view_live_shows_the_lesson_and_the_way_to_edit_it(lesson, browser):
    answer = browser().get(lesson.get_url())
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "What lesson 1 says." in page
    assert AS_AN_EDITOR in page
    assert f'href="/cms/pages/{lesson.pk}/edit/"' in page


def test_what_is_not_published_yet_is_not_shown(lesson):
    lesson.body = [("prose", "<p>Words of a draft.</p>")]
    lesson.save_revision()
    assert "Words of a draft." not in editors_browser().get(lesson.get_url()).content.decode()


def test_nothing_is_recorded_and_nothing_can_be_sent(lesson):
    browser = editors_browser()
    before = Entry.objects.count()
    page = browser.get(lesson.get_url()).content.decode()
    assert "I have worked through this lesson" not in page
    assert "/learn/" not in page
    assert not Enrolment.objects.exists()
    assert not Evidence.objects.exists()
    assert Entry.objects.count() == before


def test_an_editor_who_has_joined_reads_it_as_a_learner(lesson):
    browser = editors_browser()
    editor = browser.get("/").wsgi_request.user
    learning.enrol(editor, lesson.get_parent().get_parent().specific)
    page = browser.get(lesson.get_url()).content.decode()
    assert "I have worked through this lesson" in page
    assert AS_AN_EDITOR not in page


def test_it_can_be_read_before_its_course_is_published(lesson):
    lesson.get_parent().get_parent().specific.unpublish()
    assert AS_AN_EDITOR in editors_browser().get(lesson.get_url()).content.decode()


def test_an_officer_who_has_not_joined_finds_nothing(signed_in, lesson):
    assert signed_in.get(lesson.get_url()).status_code == 404
