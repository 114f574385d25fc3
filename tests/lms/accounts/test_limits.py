"""How often somebody may try: C-16, each driven one past."""

import pytest
from django.test import Client

from lms.accounts.models import User
from tests.factories.accounts import PASSWORD, PersonFactory
from tests.lms.accounts.mails import delivered
from tests.lms.accounts.test_joining import answers

pytestmark = pytest.mark.django_db


def test_five_links_to_a_new_password_an_hour():
    person = PersonFactory()
    codes = [Client().post("/accounts/password/reset/", {"email": person.email}).status_code for _ in range(6)]
    assert codes == [302] * 5 + [429]
    assert len(delivered()) == 5


def test_an_unknown_address_is_limited_alike():
    codes = [Client().post("/accounts/password/reset/", {"email": "x@y.example"}).status_code for _ in range(6)]
    assert codes == [302] * 5 + [429]


def test_sixty_accounts_an_hour_from_one_place(vocabulary):
    """A class joins together; whoever comes too late reads how long it takes, and finds the words they typed."""
    for _ in range(60):
        Client().post("/accounts/signup/", {"email": "not an address"})
    late = Client().post("/accounts/signup/", answers(full_name="Aye Aye Win", email="late@agency.example"))
    page = late.content.decode()
    assert (late.status_code, late["Retry-After"]) == (429, "3600")
    assert "Wait 60 minutes" in page
    assert "Aye Aye Win" in page
    assert "late@agency.example" in page
    assert PASSWORD not in page
    assert not User.objects.exists()


def test_ten_failures_a_minute_from_one_place():
    people = [PersonFactory() for _ in range(11)]
    for person in people[:10]:
        Client().post("/accounts/login/", {"login": person.email, "password": "wrong password here"})
    response = Client().post("/accounts/login/", {"login": people[10].email, "password": PASSWORD})
    assert "Too many attempts" in response.content.decode()


def test_a_class_signs_in_from_one_place():
    for _ in range(40):
        browser = Client()
        browser.post("/accounts/login/", {"login": PersonFactory().email, "password": PASSWORD})
        assert "_auth_user_id" in browser.session


def test_the_page_says_when_to_come_back():
    for _ in range(6):
        response = Client().post("/accounts/password/reset/", {"email": "x@y.example"})
    assert response.status_code == 429
    assert "wait" in response.content.decode().lower()
