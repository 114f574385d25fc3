"""What learning adds to the page of a course and to its card: one's own lessons, and where one stands."""

import re

import pytest
from django.urls import reverse

from courses.learning import actions
from tests.factories import learning

pytestmark = pytest.mark.django_db
NOT_YET = "You have not completed “Two crimes” yet. You can join all the same."


@pytest.fixture
def read(signed_in, django_assert_max_num_queries):
    """A page as it is now, within its budget."""

    def read(address, most=12):
        signed_in.get(address)
        with django_assert_max_num_queries(most):
            return signed_in.get(address).content.decode()

    return read


def states(page):
    """How each lesson is marked, and whether it is a link."""
    steps = re.findall(r'<li class="step-(\w+)".*?<div><(\w+)', page, re.S)
    return [(state, element == "a") for state, element in steps]


def test_before_one_joins_every_lesson_is_in_sight_and_none_a_link(read):
    assert states(read(learning.make_course(lessons=2).get_url())) == [("open", False)] * 2


def test_who_has_joined_finds_their_lessons_as_on_the_map(read, officer):
    course = learning.make_course(lessons=3)
    enrolment = learning.do_lessons(learning.enrol(officer, course), 1)
    page = read(course.get_url())
    assert states(page) == [("done", True), ("current", True), ("open", True)]
    assert states(read(reverse("learning:course-map", args=[enrolment.registration])))[:3] == states(page)
    for lesson in learning.lessons_of(course):
        assert f'<a href="{lesson.get_url()}">' in page


def test_who_has_completed_the_course_finds_every_lesson_done(read, officer):
    course = learning.make_course(lessons=2, final=False)
    learning.do_lessons(learning.enrol(officer, course))
    assert states(read(course.get_url())) == [("done", True)] * 2


def test_to_who_has_left_the_lessons_are_closed_again(read, officer):
    course = learning.make_course(lessons=2)
    actions.withdraw(learning.do_lessons(learning.enrol(officer, course), 1), by=officer)
    assert states(read(course.get_url())) == [("open", False)] * 2


def test_nobody_sees_the_lessons_of_another(read):
    course = learning.make_course(lessons=2)
    learning.do_lessons(learning.enrol(course=course), 1)
    assert states(read(course.get_url())) == [("open", False)] * 2


def test_where_one_joins_one_is_told_of_the_course_to_take_first(read, client, officer):
    first = learning.make_course(title="Two crimes", lessons=1, final=False)
    course = learning.make_course(prerequisite=first)
    enrolment = learning.enrol(officer, first)
    assert NOT_YET in read(course.get_url(), most=14)
    learning.do_lessons(enrolment)
    assert NOT_YET not in read(course.get_url(), most=14)
    client.logout()
    assert NOT_YET not in client.get(course.get_url()).content.decode()


def test_who_has_joined_already_is_not_told_of_the_course_to_take_first(read, officer):
    course = learning.make_course(prerequisite=learning.make_course(title="Two crimes"))
    learning.enrol(officer, course)
    assert NOT_YET not in read(course.get_url(), most=14)


def marks(page):
    """What each card says of its reader, by the title of the course."""
    cards = re.findall(r'<article class="card">(.*?)</article>', page, re.S)
    title = re.compile(r'class="card-title".*?<bdi>(.*?)</bdi>', re.S)
    return {title.search(card)[1]: re.findall(r'class="badge[^"]*">(Joined|Completed)<', card) for card in cards}


@pytest.mark.parametrize(("address", "most"), [("/courses/", 12), ("/", 20)])
def test_a_card_says_what_its_reader_has_joined_or_completed(read, client, officer, address, most):
    new, joined, completed = (learning.make_course(title=title, lessons=1, final=False) for title in "NJC")
    learning.enrol(officer, joined)
    learning.do_lessons(learning.enrol(officer, completed))
    learning.enrol(course=new)
    assert marks(read(address, most)) == {"N": [], "J": ["Joined"], "C": ["Completed"]}
    client.logout()
    assert marks(client.get(address).content.decode()) == {"N": [], "J": [], "C": []}


def test_a_card_follows_the_latest_period_and_forgets_a_course_that_was_left(read, officer):
    left, renewed = (learning.make_course(title=title, lessons=1, final=False) for title in "LR")
    actions.withdraw(learning.enrol(officer, left), by=officer)
    learning.do_lessons(learning.enrol(officer, renewed))
    actions.renew(officer, renewed, by=officer)
    assert marks(read("/courses/")) == {"L": [], "R": ["Joined"]}
