"""Where a resource is cited: in lessons of courses the viewer may see, and nothing of the others."""

import pytest
from django.contrib.auth.models import AnonymousUser

from courses.catalogue.citing import lessons_citing
from courses.catalogue.models import LessonPage
from tests.factories import library as make
from tests.factories.accounts import PersonFactory, signed_in
from tests.factories.cms import make_source
from tests.factories.learning import lessons_of, make_course

pytestmark = pytest.mark.django_db


def course_that_cites(**facts):
    course = make_course(lessons=2, final=False, **facts)
    lesson = lessons_of(course)[0]
    return course, lesson, make.cite(lesson)


def test_the_page_of_a_resource_lists_the_lessons_that_cite_it(client):
    course, lesson, source = course_that_cites(slug="open", code="open", title="The open course")
    make.make_resource(slug="guide", words={"sources": [source]})
    page = client.get("/library/guide/").content.decode()
    assert "Cited by these lessons" in page
    assert lesson.title in page
    assert "The open course" in page
    assert f'href="{course.get_url()}#{lesson.get_parent().slug}"' in page, "a lesson opens for the enrolled alone"


def test_a_resource_nobody_cites_has_no_such_list(client):
    make.make_resource(slug="guide", words={"sources": [make_source()]})
    assert "Cited by these lessons" not in client.get("/library/guide/").content.decode()


def test_lessons_of_a_course_one_may_not_see_are_silent(client):
    _course, _lesson, source = course_that_cites(slug="inside", code="inside", access="verified", title="Vermiculite")
    make.make_resource(slug="guide", words={"sources": [source]})
    for browser in (client, signed_in(PersonFactory(state="unverified"))):
        page = browser.get("/library/guide/").content.decode()
        assert "Vermiculite" not in page
        assert "Cited by these lessons" not in page
    assert "Vermiculite" in signed_in(PersonFactory()).get("/library/guide/").content.decode()


def test_a_lesson_that_is_not_live_is_not_told(client):
    _course, lesson, source = course_that_cites(slug="open", code="open")
    LessonPage.objects.filter(pk=lesson.pk).update(live=False)
    assert lessons_citing(AnonymousUser(), [source.pk]) == []


def test_the_number_of_questions_does_not_grow(django_assert_max_num_queries):
    sources = [course_that_cites(slug=f"c{number}", code=f"c{number}")[2].pk for number in range(4)]
    lessons_citing(AnonymousUser(), sources)
    with django_assert_max_num_queries(8):
        assert len(lessons_citing(AnonymousUser(), sources)) == 4
