"""A course whose final test is still being written: every lesson can be done, nothing is completed, nothing is lost."""

import pytest
from django.urls import reverse

from courses.catalogue.models import CoursePage
from courses.credentials.models import Certificate
from courses.learning import actions
from courses.learning.journey import journey
from courses.learning.models import Completion, Enrolment
from tests.factories import learning
from tests.factories.assessment import make_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment(officer):
    course = learning.make_course(lessons=2, final=False, final_awaited=True)
    return learning.do_lessons(learning.enrol(officer, course))


def test_all_lessons_do_not_complete_it_and_earn_no_certificate(enrolment):
    progress = journey(enrolment).progress
    assert (progress.done, progress.required) == (2, 3)
    assert enrolment.is_open()
    actions.apply_rule_change(enrolment.course)
    assert not Completion.objects.exists()
    assert not Certificate.objects.exists()


def test_neither_does_a_course_of_which_nobody_said_how_it_ends(officer, enrolment):
    """Such as one that was live before anybody was asked."""
    CoursePage.objects.filter(pk=enrolment.course_id).update(final_awaited=False)
    undecided = learning.do_lessons(learning.enrol(officer, enrolment.course))
    assert undecided.is_open()
    assert not Certificate.objects.exists()
    CoursePage.objects.filter(pk=enrolment.course_id).update(ends_without_test=True)
    assert not learning.do_lessons(learning.enrol(learning.make_officer(), enrolment.course)).is_open()
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize("where", ["map", "me"])
def test_the_learner_is_told_plainly(signed_in, enrolment, where):
    urls = {"map": reverse("learning:course-map", args=[enrolment.registration]), "me": reverse("desk:me")}
    page = signed_in.get(urls[where]).content.decode()
    assert "2 of 3 steps done (66 %)" in page
    assert "still being written" in page
    assert "Start the final test" not in page


def test_a_course_that_can_be_gone_on_with_comes_first(signed_in, officer, enrolment):
    other = learning.enrol(officer, learning.make_course(lessons=1))
    learning.do_lessons(enrolment)
    lesson = learning.lessons_of(other.course)[0]
    front, mine = (signed_in.get(url).content.decode() for url in ("/", reverse("desk:me")))
    assert lesson.get_url() in front
    assert mine.index(lesson.title) < mine.index("still being written")


def test_there_is_no_test_to_open(signed_in, enrolment):
    assert signed_in.get(reverse("learning:test-start", args=[enrolment.registration])).status_code == 404


def test_once_the_test_is_there_it_is_open_and_what_was_done_counts(signed_in, enrolment):
    CoursePage.objects.filter(pk=enrolment.course_id).update(final=make_quiz(questions=6, count=3))
    enrolment = Enrolment.objects.select_related("course").get(pk=enrolment.pk)
    page = signed_in.get(reverse("learning:course-map", args=[enrolment.registration])).content.decode()
    assert "Start the final test" in page
    assert "still being written" not in page
    learning.take_final(enrolment)
    enrolment.refresh_from_db()
    assert not enrolment.is_open()
    assert Certificate.objects.filter(achievement__ref=enrolment.registration).exists()


def test_whoever_has_done_all_is_listed_to_staff_when_no_test_is_awaited_any_more(enrolment):
    CoursePage.objects.filter(pk=enrolment.course_id).update(final_awaited=False, ends_without_test=True)
    assert actions.apply_rule_change(CoursePage.objects.get(pk=enrolment.course_id)) == 1
    assert Completion.objects.awaiting_release().count() == 1
    assert not Certificate.objects.exists()
