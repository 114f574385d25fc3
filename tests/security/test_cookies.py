"""What is put into a browser and who may read it there (C-21)."""

import pytest
from django.test import Client

from lms.settings import security
from tests.factories.accounts import PASSWORD, PersonFactory

pytestmark = pytest.mark.django_db
COOKIES = {"SESSION_COOKIE_NAME": "__Host-session", "CSRF_COOKIE_NAME": "__Host-csrf"}


@pytest.fixture
def browser(settings):
    """A browser that meets the cookies of production."""
    for name in dir(security):
        if name.startswith(("SESSION_COOKIE_", "CSRF_COOKIE_", "LANGUAGE_COOKIE_")):
            setattr(settings, name, getattr(security, name))
    return Client()


def sign_in(browser):
    person = PersonFactory()
    return browser.post("/accounts/login/", {"login": person.email, "password": PASSWORD}, secure=True)


def test_the_names_of_the_cookies_tie_them_to_this_host(settings):
    assert {name: getattr(security, name) for name in COOKIES} == COOKIES


def test_every_cookie_is_secure_closed_to_scripts_and_kept_from_other_sites(browser):
    sign_in(browser)
    browser.get("/", secure=True)
    browser.get("/accounts/email/", secure=True)
    browser.post("/-/appearance", {"theme": "dark", "text_size": "large"}, secure=True)
    browser.post("/-/language", {"language": "id"}, secure=True)
    browser.post("/me/privacy/research/", {"answer": "no"}, secure=True)
    assert {*COOKIES.values(), "css", "theme", "text_size", "language"} <= set(browser.cookies)
    for name, cookie in browser.cookies.items():
        assert cookie["secure"] is True, name
        assert cookie["httponly"] is True, name
        assert cookie["samesite"] == "Lax", name
        assert cookie["path"] == "/", name
        assert cookie["domain"] == "", name


def test_the_session_gets_a_new_id_at_sign_in(browser):
    browser.get("/accounts/login/", secure=True)
    session = browser.session
    session["anything"] = 1
    session.save()
    before = session.session_key
    browser.cookies["__Host-session"] = before
    sign_in(browser)
    assert browser.cookies["__Host-session"].value != before


def test_the_session_ends_on_the_server_at_sign_out(browser):
    sign_in(browser)
    kept = browser.cookies["__Host-session"].value
    browser.post("/accounts/logout/", secure=True)
    thief = Client()
    thief.cookies["__Host-session"] = kept
    assert thief.get("/me/", secure=True).status_code == 302


def test_a_shared_computer_forgets_when_the_browser_closes(browser):
    person = PersonFactory()
    form = {"login": person.email, "password": PASSWORD, "shared": "on"}
    browser.post("/accounts/login/", form, secure=True)
    assert browser.cookies["__Host-session"]["max-age"] == ""


def test_a_visitor_who_only_reads_gets_no_session(browser):
    browser.get("/", secure=True)
    browser.get("/verify/", secure=True)
    assert not set(COOKIES.values()) & set(browser.cookies)


def test_static_files_set_no_cookie(browser):
    browser.get("/static/css/site.css", secure=True)
    assert not browser.cookies
