"""A button pressed after the sign-in has ended: its page again, and words about it; never an empty page."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
BUTTON, PAGE = "/me/notifications/read/", "/me/notifications/?kind=a"


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        (f"http://testserver{PAGE}", "/me/notifications/%3Fkind%3Da"),
        ("http://evil.example/me/", "/"),
        ("http://testserver//evil.example/", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_back_to_the_page_of_the_button(came_from, back):
    answer = Client().post(BUTTON, headers={"referer": came_from})
    assert answer["Location"] == f"/accounts/login/?next={back}"


def test_it_says_that_nothing_was_sent():
    page = Client().post(BUTTON, headers={"referer": f"http://testserver{PAGE}"}, follow=True).content.decode()
    assert "You were signed out, so nothing was sent." in page


def test_the_address_of_a_button_opened_by_itself_says_so(client):
    answer = client.get("/-/appearance")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "There is no page at this address" in answer.content.decode()
