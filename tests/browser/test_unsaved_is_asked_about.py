"""Marks and words that are not saved are not lost by leaving: the browser asks first."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import workshops as make
from tests.factories.accounts import PersonFactory, staff
from tests.factories.contact import enquire

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_page(phone, live_server):
    """A page as this person has it, one question of the browser after the other in a list."""

    def open_it(person, name, *args):
        browser = Client()
        browser.force_login(person)
        page, session = phone(), browser.cookies["session"].value
        page.context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
        page.asked = []
        page.on("dialog", lambda dialog: (page.asked.append(dialog.type), dialog.accept()))
        page.goto(live_server.url + reverse(name, args=args))
        return page

    return open_it


@pytest.fixture
def attendance(open_page):
    """The page on which a trainer marks two people, and the name of one of them."""
    workshop = make.make_workshop()
    places = [make.add(workshop), make.add(workshop)]
    session = make.sessions_of(workshop)[0]
    trainer = make.make_trainer(workshop)
    page = open_page(trainer, "workshops:attendance", workshop.public_id, session.public_id)
    return page, places[0].person.full_name


def leave(page):
    page.get_by_role("contentinfo").get_by_role("link", name="Library").click()
    expect(page.get_by_role("heading", name="Library", level=1)).to_be_visible()


def test_leaving_with_a_mark_that_is_not_saved_is_asked_about(attendance):
    page, name = attendance
    page.get_by_label(name).select_option("absent")
    page.get_by_role("link", name="Sessions").first.click()
    expect(page.get_by_role("heading", name="Sessions")).to_be_visible()
    assert page.asked == ["beforeunload"]


def test_saving_asks_nothing_and_leaving_afterwards_neither(attendance):
    page, name = attendance
    page.get_by_label(name).select_option("absent")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.").first).to_be_visible()
    page.get_by_role("link", name="Sessions").first.click()
    expect(page.get_by_role("heading", name="Sessions")).to_be_visible()
    assert page.asked == []


def test_what_was_refused_is_not_sent_yet(open_page):
    page = open_page(PersonFactory(), "contact:form")
    page.get_by_label("Your message").fill("The third lesson does not open on my phone.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".field-error").first).to_be_visible()
    page.get_by_label("Your message").click()
    leave(page)
    assert page.asked == ["beforeunload"]


def test_sending_one_form_of_a_page_does_not_lose_what_stands_in_the_other(open_page):
    workshop = make.make_workshop()
    page = open_page(staff(), "workshops:set-up", workshop.public_id)
    page.locator("#form input[type=number]").first.fill("17")
    with page.expect_navigation():
        page.locator("#trainer-form button").click()
    assert page.asked == ["beforeunload"]


def test_who_has_typed_nothing_is_asked_nothing(open_page):
    page = open_page(PersonFactory(), "contact:form")
    page.get_by_label("Your message").click()
    leave(page)
    assert page.asked == []


def test_what_was_typed_and_taken_away_again_is_not_asked_about(open_page):
    page = open_page(PersonFactory(), "contact:form")
    page.get_by_label("Your message").press_sequentially("hello")
    page.get_by_label("Your message").fill("")
    leave(page)
    assert page.asked == []


def test_what_another_button_left_in_its_field_is_asked_about(open_page):
    """Both are parts of one form: the note is kept, the answer waits for its own button."""
    asked = enquire()
    page = open_page(staff(), "contact:enquiry", asked.public_id)
    page.get_by_label("Your answer").fill("Half an answer")
    page.get_by_label("Your note").fill("A note")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_text("is still there, and not saved yet")).to_be_visible()
    page.get_by_label("Your answer").click()
    leave(page)
    assert page.asked == ["beforeunload"]
