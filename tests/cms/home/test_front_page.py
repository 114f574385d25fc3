"""The front page: to a visitor what this is and for whom, to an officer what to do next. Ids: U-5."""

import gzip
from uuid import uuid4

import pytest
from wagtail import hooks

from lms.notifications import inbox
from lms.page_frame import sheet_text
from tests.factories import profiles
from tests.factories.accounts import PersonFactory, signed_in
from tests.factories.cms import make_home
from tests.factories.events import invite, make_event
from tests.factories.learning import do_lessons, enrol, make_course, take_final
from tests.factories.roles import told_of

pytestmark = pytest.mark.django_db


def main(browser):
    return browser.get("/").content.decode().split("<main")[1].split("</main>")[0]


def test_a_visitor_reads_what_this_is_and_for_whom(client):
    make_home()
    page = main(client)
    assert "For officials of the Bali Process" in page
    assert "Learn to protect people" in page
    assert "/accounts/login/" in page


def test_an_officer_finds_one_big_button_where_they_left_off():
    make_home()
    enrolment = do_lessons(enrol(course=make_course(lessons=3)), number=1)
    page = main(signed_in(enrolment.learner))
    assert "Continue: lesson 1.2 (2 of 3), 10 min left" in page
    assert page.count("button-big") == 1
    assert "Learn to protect people" not in page


def test_the_course_worked_on_last_comes_first():
    make_home()
    officer = PersonFactory()
    older = enrol(officer, make_course(title="Old course", slug="old", code="old"))
    enrol(officer, make_course(title="New course", slug="new", code="new"))
    do_lessons(older, number=1)
    assert "Old course" in main(signed_in(officer)).split("button-big")[0]


def test_after_the_lessons_the_test_is_next():
    make_home()
    enrolment = do_lessons(enrol(course=make_course(lessons=2)))
    assert "Start the final test" in main(signed_in(enrolment.learner))


def test_who_has_finished_is_shown_the_site_again():
    make_home()
    enrolment = do_lessons(enrol(course=make_course(lessons=2)))
    take_final(enrolment)
    page = main(signed_in(enrolment.learner))
    assert "Continue" not in page


def test_what_waits_is_named_and_counted_and_names_no_colleague():
    make_home()
    shown = profiles.listed()
    asker = profiles.an_alumna(full_name="Wilhelmina Xanthe")
    profiles.asked(getattr(asker, "person", asker), shown)
    event = make_event(title="Regional meeting")
    invite(event, shown.person)
    page = main(signed_in(shown.person))
    assert "1 colleague asks to be introduced to you" in page
    assert "You are invited to “Regional meeting”. Please answer." in page
    assert "Wilhelmina" not in page


def test_what_was_answered_waits_no_more():
    make_home()
    person = PersonFactory()
    (invitation,) = invite(make_event(title="Regional meeting"), person)
    type(invitation).objects.update(answer="yes")
    assert "Regional meeting" not in main(signed_in(person))


@pytest.fixture
def library():
    rows = [{"title": f"Guide {number}", "url": f"/library/{number}/"} for number in range(9)]
    part = {
        "order": 20,
        "id": "library",
        "title": "New in the library",
        "rows": rows,
        "more_url": "/library/",
        "more_text": "All of the library",
    }
    empty = {"order": 10, "id": "news", "title": "Latest news", "rows": []}
    with (
        hooks.register_temporarily("register_front_page", lambda request: {"sections": [part]}),
        hooks.register_temporarily("register_front_page", lambda request: {"sections": [empty]}),
    ):
        yield


def test_apps_add_parts_and_an_empty_one_does_not_appear(client, library):
    make_home()
    page = main(client)
    assert "New in the library" in page
    assert "Guide 2" in page
    assert "Guide 3" not in page
    assert "Latest news" not in page


def test_it_fits_into_the_first_answer_with_its_styles(client, library):
    """U-5: fourteen kilobytes, styles and all."""
    make_home()
    for number in range(3):
        make_course(
            title=f"A course with a rather long title, number {number}",
            slug=f"c{number}",
            code=f"c{number}",
            summary="Words. " * 40,
        )
    page = client.get("/")
    assert sheet_text("site") in page.content.decode()
    assert len(gzip.compress(page.content, 6)) < 14 * 1024


@pytest.mark.parametrize("who", ["visitor", "officer"])
def test_it_keeps_its_budget(client, who, django_assert_max_num_queries):
    make_home()
    enrolment = do_lessons(enrol(course=make_course(lessons=4)), number=1)
    browser = client if who == "visitor" else signed_in(enrolment.learner)
    browser.get("/")
    with django_assert_max_num_queries(12 if who == "visitor" else 20):
        browser.get("/")


def test_twice_as_much_costs_no_more(django_assert_max_num_queries):
    make_home()
    officer = PersonFactory()
    for number in range(4):
        enrol(officer, make_course(lessons=2, slug=f"c{number}", code=f"c{number}"))
        invite(make_event(title=f"Meeting {number}"), officer)
    browser = signed_in(officer)
    browser.get("/")
    with django_assert_max_num_queries(20):
        browser.get("/")


def test_notices_not_read_are_counted():
    make_home()
    person = PersonFactory()
    with told_of():
        inbox.tell("world.news", person, about=uuid4())
        assert "Unread notices: 1" in main(signed_in(person))
