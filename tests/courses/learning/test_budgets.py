"""What a learner's pages ask of the database, however much is there."""

import pytest
from django.urls import reverse

from tests.factories.learning import do_lessons, enrol, lessons_of, make_course

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("lessons", [2, 12])
def test_a_lesson_asks_no_more_than_eight_times(signed_in, officer, lessons, django_assert_max_num_queries):
    course = make_course(lessons=lessons, checks=2)
    do_lessons(enrol(officer, course), lessons - 1)
    url = lessons_of(course)[0].get_url()
    signed_in.get(url)
    with django_assert_max_num_queries(8):
        assert signed_in.get(url).status_code == 200


@pytest.mark.parametrize("lessons", [2, 12])
def test_the_map_of_a_course_asks_no_more_than_eight_times(signed_in, officer, lessons, django_assert_max_num_queries):
    enrolment = do_lessons(enrol(officer, make_course(lessons=lessons)), 1)
    url = reverse("learning:course-map", args=[enrolment.registration])
    signed_in.get(url)
    with django_assert_max_num_queries(8):
        assert signed_in.get(url).status_code == 200


@pytest.mark.parametrize("courses", [1, 4])
def test_my_learning_asks_no_more_than_twelve_times(signed_in, officer, courses, django_assert_max_num_queries):
    for _ in range(courses):
        do_lessons(enrol(officer, make_course(lessons=2)), 1)
    signed_in.get(reverse("desk:me"))
    with django_assert_max_num_queries(12):
        assert signed_in.get(reverse("desk:me")).status_code == 200


def test_marking_a_lesson_as_done_stays_small(signed_in, officer, django_assert_max_num_queries):
    course = make_course(lessons=6)
    enrolment = enrol(officer, course)
    keys = [lesson.translation_key for lesson in lessons_of(course)]
    signed_in.post(reverse("learning:lesson-done", args=[enrolment.registration, keys[0]]))
    with django_assert_max_num_queries(20):
        signed_in.post(reverse("learning:lesson-done", args=[enrolment.registration, keys[1]]))
