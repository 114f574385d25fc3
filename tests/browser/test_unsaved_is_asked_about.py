"""Marks and words that are not saved are not lost by leaving: the browser asks first."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import workshops as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def attendance(phone, live_server):
    """The page on which a trainer marks two people, one question of the browser after the other in a list."""
    workshop = make.make_workshop()
    places = [make.add(workshop), make.add(workshop)]
    browser = Client()
    browser.force_login(make.make_trainer(workshop))
    page = phone()
    page.context.add_cookies([{"name": "session", "value": browser.cookies["session"].value, "url": live_server.url}])
    page.asked = []
    page.on("dialog", lambda dialog: (page.asked.append(dialog.type), dialog.accept()))
    session = make.sessions_of(workshop)[0]
    page.goto(live_server.url + reverse("workshops:attendance", args=[workshop.public_id, session.public_id]))
    return page, places[0].person.full_name


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
