"""What the map of a course and My learning say about the final test."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from courses.assessment import actions as assessment
from tests.factories import learning

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment(officer):
    return learning.do_lessons(learning.enrol(officer, learning.make_course(lessons=2)))


def start(enrolment):
    quiz, learner = enrolment.course.final, enrolment.learner
    return assessment.start(learner, quiz, context=enrolment.registration, at=timezone.now(), by=learner)


@pytest.fixture(params=["map", "me"])
def page(request, signed_in, enrolment, django_assert_max_num_queries):
    """The page as it is now, within its budget."""
    address = [reverse("learning:course-map", args=[enrolment.registration]), 8]
    if request.param == "me":
        address = [reverse("desk:me"), 12]

    def read():
        signed_in.get(address[0])
        with django_assert_max_num_queries(address[1]):
            return signed_in.get(address[0]).content.decode()

    return read


def test_the_way_to_the_test_says_where_the_learner_stands(page, enrolment):
    way = f'href="{reverse("learning:test-start", args=[enrolment.registration])}"'
    assert "Start the final test" in page()
    start(enrolment)
    assert "Continue the final test" in page()
    learning.take_final(enrolment, right=False)
    assert "Try the final test again (2 attempts left)" in page()
    learning.take_final(enrolment, right=False)
    assert "Try the final test again (1 attempt left)" in page()
    assert way in page()
    learning.take_final(enrolment, right=False)
    assert "You have used all your attempts." in page()
    assert "Try the final test again" not in page()


def test_after_a_lesson_the_next_page_says_that_it_is_done(signed_in, officer):
    course = learning.make_course(lessons=2)
    enrolment = learning.enrol(officer, course)
    key = learning.lessons_of(course)[0].translation_key
    done = signed_in.post(reverse("learning:lesson-done", args=[enrolment.registration, key]), follow=True)
    assert "Lesson 1.1 is done." in done.content.decode()


def way_beyond(page):
    """Where the large link at the end of a lesson leads, and what it says."""
    link = re.search(r'<a class="lesson-next" rel="next" href="([^"]*)">(.*?)</a>', page.content.decode(), re.S)
    return (link[1], strip_tags(link[2]).strip()) if link else None


def test_the_last_lesson_once_done_leads_on_to_the_test(signed_in, enrolment):
    first, last = (lesson.get_url() for lesson in learning.lessons_of(enrolment.course))
    start_page = reverse("learning:test-start", args=[enrolment.registration])
    assert way_beyond(signed_in.get(last)) == (start_page, "NextFinal test")
    assert way_beyond(signed_in.get(first))[0] == last
    learning.take_final(enrolment)
    course_map = reverse("learning:course-map", args=[enrolment.registration])
    assert way_beyond(signed_in.get(last)) == (course_map, f"Back to the course{enrolment.course.title}")


@pytest.mark.parametrize(("final", "done"), [(False, 2), (True, 1)])
def test_without_an_open_test_the_last_lesson_leads_back_to_the_course(signed_in, officer, final, done):
    course = learning.make_course(lessons=2, final=final)
    enrolment = learning.enrol(officer, course)
    last = learning.lessons_of(course)[1]
    assert way_beyond(signed_in.get(last.get_url())) is None
    learning.do_lessons(enrolment, done - 1)
    signed_in.post(reverse("learning:lesson-done", args=[enrolment.registration, last.translation_key]))
    assert way_beyond(signed_in.get(last.get_url()))[0] == reverse("learning:course-map", args=[enrolment.registration])
