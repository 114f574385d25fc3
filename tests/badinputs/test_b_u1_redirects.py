"""B-U1: nobody is sent away from the site by an address they followed to it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import PASSWORD, PersonFactory, signed_in

pytestmark = pytest.mark.django_db
EVIL = [
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\/evil.example", "\\\\evil.example",
    "https:evil.example", "https:/evil.example", "https://evil.example", "http://testserver@evil.example/",
    "http://testserver.evil.example", "\t//evil.example", " //evil.example", "\n//evil.example", "/\t/evil.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,evil", "vbscript:evil",
    "ftp://evil.example/", "//%65vil.example", "https:\\\\evil.example", "//evil.example\\@testserver",
    "http:///evil.example", "//[evil.example", "https://evil。example", "\x00//evil.example",
]  # fmt: skip
# They stay within the site, whatever they look like.
ODD = ["%2f%2fevil.example", "/%09/evil.example", "/%2fevil.example", "/courses/?next=//evil.example"]
QUOTED = '"onmouseover="alert(1)'


def is_home(place):
    """A path of this site, which no browser reads as the address of another."""
    return place.startswith("/") and not place.startswith(("//", "/\\")) and not set(place) & set("\t\n\r\\\x00")


@pytest.fixture
def person():
    return PersonFactory()


@pytest.mark.parametrize("place", EVIL + ODD)
class TestAfter:
    def test_signing_in(self, client, person, place):
        form = {"login": person.email, "password": PASSWORD, "next": place}
        answer = client.post("/accounts/login/", form)
        assert answer.status_code == 302
        assert is_home(answer["Location"])

    def test_signing_in_with_the_place_in_the_address(self, client, person, place):
        address = reverse("account_login", query={"next": place})
        answer = client.post(address, {"login": person.email, "password": PASSWORD})
        assert is_home(answer["Location"])

    def test_signing_out(self, person, place):
        answer = signed_in(person).post("/accounts/logout/", {"next": place})
        assert is_home(answer["Location"])

    def test_proving_again_who_one_is(self, person, place):
        answer = signed_in(person).post("/accounts/reauthenticate/", {"password": PASSWORD, "next": place})
        assert is_home(answer["Location"])

    def test_choosing_how_pages_look(self, client, place):
        answer = client.post("/-/appearance", {"theme": "dark", "next": place})
        assert is_home(answer["Location"])

    def test_being_signed_in_already(self, person, place):
        answer = signed_in(person).get("/accounts/login/", {"next": place})
        assert is_home(answer["Location"])

    def test_the_way_to_the_second_step(self, client, person, place):
        answer = client.get("/cms/", {"next": place})
        assert is_home(answer["Location"])


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/privacy/"])
def test_what_stands_in_the_address_is_not_written_into_the_page(address):
    page = Client().get(address, {"next": QUOTED, "q": QUOTED, "code": QUOTED}).content.decode()
    assert QUOTED not in page
    evil = Client().get(address, {"next": "javascript:alert(1)"}).content.decode()
    assert not re.search(r"""(?:href|action|src|formaction)=["']?\s*javascript:""", evil)


def test_the_place_asked_for_is_reached_when_it_is_ours(client, person):
    form = {"login": person.email, "password": PASSWORD, "next": "/me/privacy/"}
    assert client.post("/accounts/login/", form)["Location"] == "/me/privacy/"


def test_a_slash_left_out_does_not_lead_away(client):
    for path in ("//evil.example/..", "//evil.example", "/\\evil.example", "///evil.example/me"):
        answer = client.generic("GET", "/", PATH_INFO=path)
        assert answer.status_code in {400, 404} or is_home(answer["Location"]), path


def test_the_way_to_sign_in_keeps_no_other_host(client):
    answer = client.get("/me/?next=//evil.example")
    assert answer["Location"].startswith("/accounts/login/?next=/me/")


def test_control_without_the_check_one_would_be_sent_away(client, monkeypatch):
    monkeypatch.setattr("lms.page_frame.url_has_allowed_host_and_scheme", lambda *asked, **more: True)
    assert client.post("/-/appearance", {"next": EVIL[0]})["Location"] == EVIL[0]
