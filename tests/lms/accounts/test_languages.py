"""Choosing a language: the place stays, the choice is kept, and what has no language in its address follows it (P11)."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver

from lms.accounts import languages, letters
from lms.accounts.languages import in_language, without_language
from lms.audit.models import Entry
from lms.notifications.models import Message
from lms.urls import urlpatterns
from tests.factories.accounts import PASSWORD, PersonFactory, signed_in, staff
from tests.factories.cms import make_home, make_page
from tests.factories.contact import enquire

pytestmark = pytest.mark.django_db


def choose(client, code, path="/"):
    return client.post("/-/language", {"language": code, "next": path})


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("/", "/id/"),
        ("/courses/?level=introductory", "/id/courses/?level=introductory"),
        ("/id/me/", "/id/me/"),
        ("/th/me/#transcript", "/id/me/#transcript"),
        ("/identity/", "/id/identity/"),
        ("/verify/RSO-1/", "/verify/RSO-1/"),
        ("/i/token/", "/i/token/"),
    ],
)
def test_an_address_in_another_language_is_the_same_place(address, there):
    assert in_language(address, "id") == there
    assert in_language(in_language(address, "th"), "id") == there


def test_in_english_an_address_has_no_language(client):
    assert in_language("/id/me/?page=2", "en") == "/me/?page=2"
    assert without_language("/id") == "/"


@pytest.mark.parametrize(
    "address", ["/id//evil.example", "/th///evil.example/x", "/id/\\evil.example", "//evil.example"]
)
@pytest.mark.parametrize("code", ["en", "th"])
def test_no_choice_of_a_language_leads_to_another_site(client, address, code):
    """A prefix that is taken off must not leave the address of a host behind."""
    there = choose(client, code, address)["Location"]
    assert there.startswith("/")
    assert there[1:2] not in {"/", "\\"}


@pytest.mark.parametrize("sent_from", ["cross-site", "same-site"])
def test_a_form_of_another_site_changes_no_account_and_keeps_no_choice(sent_from):
    person = PersonFactory(language="en")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person)
    sent = {"language": "th", "next": "/"}
    browser.post("/-/language", sent, headers={"Sec-Fetch-Site": sent_from})
    person.refresh_from_db()
    assert person.language == "en"
    assert "language" not in browser.cookies
    browser.post("/-/language", sent, headers={"Sec-Fetch-Site": "same-origin"})
    person.refresh_from_db()
    assert person.language == "th"


def test_a_session_is_sent_along_by_no_form_of_another_site(client):
    person = PersonFactory()
    answer = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert answer.cookies["session"]["samesite"] == "Lax"


def test_the_addresses_without_a_language_are_those_of_the_site():
    """Decision 5."""
    unprefixed = set()
    for pattern in urlpatterns:
        if isinstance(pattern, URLPattern | URLResolver) and type(pattern.pattern).__name__ != "LocalePrefixPattern":
            unprefixed.add(str(pattern.pattern).strip("^/").split("/")[0])
            if str(pattern.pattern) == "":
                unprefixed |= {str(one.pattern).split("/")[0] for one in pattern.url_patterns}
    assert unprefixed - {""} <= languages.WITHOUT


def test_switching_keeps_the_page_and_what_was_asked_of_it(client):
    make_home()
    answer = choose(client, "id", "/courses/?q=smuggling&level=introductory")
    assert answer["Location"] == "/id/courses/?q=smuggling&level=introductory"
    assert choose(client, "en", answer["Location"])["Location"] == "/courses/?q=smuggling&level=introductory"


def test_the_switch_stands_on_every_page_with_every_language_by_its_own_name(client):
    make_home()
    shown = client.get("/id/").content.decode()
    assert '<html lang="id" dir="ltr"' in shown
    assert '<input type="hidden" name="next" value="/id/">' in shown
    for code, name in (("en", "English"), ("id", "Bahasa Indonesia"), ("th", "ไทย")):
        assert f'value="{code}" lang="{code}" dir="auto"' in shown
        assert f">{name}</button>" in shown


WARNING = "What you have not saved or sent on this page you will have to type or choose again."


def test_where_something_may_be_typed_each_list_of_languages_says_that_it_is_not_kept():
    """Choosing loads the page anew; without a script nothing can keep what stands in its fields. Not everything typed
    can be saved first: signing up and writing to us are done at once.
    """
    client, message = signed_in(staff()), enquire()
    pages = [(client, one) for one in ("/contact/", "/verify/", f"/office/enquiries/{message.public_id}/")]
    for browser, address in [*pages, (Client(), "/accounts/signup/")]:
        page = browser.get(address).content.decode()
        lists = re.findall(r'<form method="post" action="/-/language".*?</form>', page, re.S)
        assert lists
        assert all(WARNING in one for one in lists), address


def test_at_the_foot_of_a_page_without_a_form_nothing_is_warned_of(client):
    make_home()
    top, foot = client.get("/").content.decode().split("<main")
    assert WARNING in top
    assert WARNING not in foot


def test_the_choice_of_a_visitor_is_kept_in_their_browser(client):
    make_home()
    choose(client, "th")
    assert client.cookies["language"].value == "th"
    assert '<html lang="th"' in client.get("/verify/").content.decode()
    assert client.get("/?from=mail")["Location"] == "/th/?from=mail"


def test_the_choice_of_the_signed_in_is_kept_in_their_account(client):
    make_home()
    person = PersonFactory()
    client.force_login(person)
    choose(client, "id", "/me/")
    person.refresh_from_db()
    assert person.language == "id"
    elsewhere = Client()
    elsewhere.force_login(person)
    assert '<html lang="id"' in elsewhere.get("/verify/").content.decode()


def test_everywhere_else_the_address_alone_decides(client):
    """A link shows everyone what it showed whoever sent it."""
    make_page("help", summary="Short answers.")
    choose(client, "id")
    assert '<html lang="en"' in client.get("/help/").content.decode()


def test_whoever_signs_in_arrives_in_the_language_of_their_account(client):
    person = PersonFactory(language="id")
    signed_in = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert signed_in["Location"] == "/id/me/"


def test_whoever_chose_a_sign_in_page_in_another_language_stays_in_it(client):
    person = PersonFactory(language="en")
    signed_in = client.post("/th/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert signed_in["Location"] == "/th/me/"


def test_saving_the_account_in_another_language_shows_it_in_that_language(client):
    person = PersonFactory()
    client.force_login(person)
    details = {"full_name": person.full_name, "language": "id", "time_zone": "Asia/Jakarta", "sex": ""}
    answer = client.post("/me/account/", details)
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer["Location"] == "/id/me/account/"
    assert client.cookies["language"].value == "id"


def test_mails_are_in_the_language_of_the_person(client):
    person = PersonFactory()
    client.force_login(person)
    choose(client, "id")
    person.refresh_from_db()
    letters.tell(person, "verified")
    assert Message.objects.get(person=person, kind="accounts.verified").language == "id"


def test_an_unknown_language_or_place_changes_nothing(client):
    make_home()
    assert choose(client, "xx", "/help/")["Location"] == "/help/"
    assert choose(client, "id", "https://elsewhere.example/")["Location"] == "/id/"
    assert choose(client, "id", "//elsewhere.example/")["Location"] == "/id/"
    assert client.get("/-/language").status_code == 405


def test_choosing_the_same_again_is_no_second_change(client):
    person = PersonFactory()
    client.force_login(person)
    choose(client, "id")
    choose(client, "id")
    assert Entry.objects.filter(act="accounts.change_details").count() == 1
