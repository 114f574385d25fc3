"""From lesson to lesson: one main button marks and goes on; past it a quiet way, which says that it records nothing."""

import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from tests.factories import learning

pytestmark = pytest.mark.django_db


def page_of(client, lesson):
    return client.get(lesson.get_url()).content.decode()


def onward(page):
    """The link to what follows: its classes, and what it says."""
    link = re.search(r'<a( class="[^"]*")? rel="next" [^>]*>(.*?)</a>', page, re.S)
    return (link[1] or "").strip(), strip_tags(link[2]).strip()


def test_while_a_lesson_is_not_marked_the_way_past_it_is_quiet_and_says_so(signed_in, officer):
    course = learning.make_course(lessons=3)
    learning.enrol(officer, course)
    page = page_of(signed_in, learning.lessons_of(course)[0])
    assert "I have worked through this lesson: go on" in page
    assert onward(page) == ("", "Next, without marking this one as done1.2 Lesson 2")


@pytest.mark.parametrize("finished", [False, True])
def test_a_lesson_that_is_done_leads_on_by_its_one_main_link(signed_in, officer, finished):
    course = learning.make_course(lessons=3, final=not finished)
    learning.do_lessons(learning.enrol(officer, course), None if finished else 1)
    page = page_of(signed_in, learning.lessons_of(course)[0])
    assert "I have worked through this lesson" not in page
    assert onward(page) == ('class="lesson-next"', "Next1.2 Lesson 2")


def test_the_last_lesson_says_how_many_others_are_not_marked_and_where_they_are(signed_in, officer):
    course = learning.make_course(lessons=3)
    enrolment = learning.enrol(officer, course)
    lessons = learning.lessons_of(course)
    last = page_of(signed_in, lessons[-1])
    assert "2 other lessons are not marked as done yet" in last
    assert "The final test opens when every lesson is marked as done." in last
    course_map = reverse("learning:course-map", args=[enrolment.registration])
    assert f'<a href="{course_map}">See which lessons</a>' in last
    assert "not marked as done yet" not in page_of(signed_in, lessons[1])
    learning.do_lessons(enrolment, 1)
    assert "1 other lesson is not marked as done yet" in page_of(signed_in, lessons[-1])
    learning.do_lessons(enrolment, 2)
    assert "not marked as done yet" not in page_of(signed_in, lessons[-1])


def test_a_last_lesson_marked_before_the_others_still_says_what_is_missing(signed_in, officer):
    course = learning.make_course(lessons=2)
    enrolment = learning.enrol(officer, course)
    last = learning.lessons_of(course)[-1]
    signed_in.post(reverse("learning:lesson-done", args=[enrolment.registration, last.translation_key]))
    assert "1 other lesson is not marked as done yet" in page_of(signed_in, last)


def test_without_a_final_test_none_is_promised(signed_in, officer):
    course = learning.make_course(lessons=3, final=False)
    learning.enrol(officer, course)
    last = page_of(signed_in, learning.lessons_of(course)[-1])
    assert "2 other lessons are not marked as done yet" in last
    assert "The final test opens" not in last


def test_the_guide_is_offered_in_the_first_course_alone(signed_in, officer):
    first, second = learning.make_course(lessons=2), learning.make_course(lessons=2)
    learning.enrol(officer, first)
    assert "First time here?" in page_of(signed_in, learning.lessons_of(first)[0])
    learning.enrol(officer, second)
    assert "First time here?" not in page_of(signed_in, learning.lessons_of(second)[0])


def test_the_time_left_is_told_in_hours_and_of_the_whole_course(signed_in, officer):
    course = learning.make_course(lessons=21)
    enrolment = learning.do_lessons(learning.enrol(officer, course), 1)
    for address in (reverse("learning:course-map", args=[enrolment.registration]), reverse("desk:me")):
        page = signed_in.get(address).content.decode()
        assert "Lesson 1.2 (2 of 21) · about 3 h 20 min left in the course" in page
