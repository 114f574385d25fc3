"""What the map of a course and My learning say about the final test."""

import pytest
from django.urls import reverse
from django.utils import timezone

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
