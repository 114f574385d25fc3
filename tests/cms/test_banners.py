"""Banners: who sees which, for how long, closed without a script, and at no cost to a page."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.pages import banners
from cms.pages.models import Banner
from tests.factories.accounts import PersonFactory, signed_in, staff
from tests.factories.cms import locale, make_home, make_page, staff_browser

pytestmark = pytest.mark.django_db


def make_banner(text="Away on Sunday.", **fields):
    caches["local"].clear()
    return Banner.objects.create(**{"text": text, "locale": locale("en"), **fields})


def test_a_banner_stands_above_every_page_and_above_the_office(client):
    make_page("help")
    make_banner("Away on Sunday.")
    for address in ("/", "/help/", "/accounts/login/", "/verify/", "/search/"):
        assert "Away on Sunday." in client.get(address).content.decode(), address
    assert "Away on Sunday." in signed_in(staff()).get("/office/").content.decode()


def test_it_is_shown_from_until_and_not_a_second_longer():
    now = timezone.now()
    make_banner(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    assert banners.shown(None, "", at=now)
    # What is kept for a minute is still asked for its times.
    assert not banners.shown(None, "", at=now + timedelta(hours=1))
    assert not banners.shown(None, "", at=now - timedelta(hours=2))


def test_some_are_for_the_signed_in_alone(client):
    make_home()
    make_banner("Please choose a second factor.", audience="signed_in")
    assert "second factor." not in client.get("/").content.decode()
    assert "second factor." in signed_in(PersonFactory()).get("/").content.decode()


def test_at_most_two_are_shown_the_most_urgent_first(client):
    make_home()
    for kind in ("information", "warning", "maintenance"):
        make_banner(f"This is {kind}.", kind=kind)
    page = client.get("/").content.decode()
    assert page.index("This is maintenance.") < page.index("This is warning.")
    assert "This is information." not in page


def test_closing_one_works_by_a_form_and_lasts_in_this_browser(client):
    make_home()
    banner = make_banner()
    answer = client.post("/-/banner", {"banner": banners.mark(banner), "next": "/help/"})
    assert (answer.status_code, answer["Location"]) == (302, "/help/")
    cookie = answer.cookies[banners.COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert "Away on Sunday." not in client.get("/").content.decode()


def test_a_new_beginning_shows_it_again(client):
    make_home()
    banner = make_banner()
    client.post("/-/banner", {"banner": banners.mark(banner)})
    Banner.objects.update(starts_at=timezone.now() - timedelta(minutes=5))
    caches["local"].clear()
    assert "Away on Sunday." in client.get("/").content.decode()


def test_what_may_not_be_closed_stays(client):
    make_home()
    banner = make_banner(is_closable=False)
    client.post("/-/banner", {"banner": banners.mark(banner)})
    page = client.get("/").content.decode()
    assert "Away on Sunday." in page
    assert "/-/banner" not in page


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_closing_never_leads_away(client, elsewhere):
    assert client.post("/-/banner", {"banner": "a1", "next": elsewhere})["Location"] == "/"


def test_nothing_odd_gets_into_the_cookie():
    assert banners.with_closed("", "a;b") == ""
    assert banners.with_closed("", "x" * 21) == ""
    assert len(banners.with_closed(".".join(f"a{n}" for n in range(50)), "b").split(".")) == banners.MOST_CLOSED


def test_it_speaks_the_readers_language_where_somebody_wrote_it(client):
    make_home()
    first = make_banner("Away on Sunday.")
    make_banner("ปิดวันอาทิตย์", locale=locale("th"), translation_key=first.translation_key)
    assert "ปิดวันอาทิตย์" in client.get("/th/search/").content.decode()
    assert "Away on Sunday." in client.get("/search/").content.decode()
    shown = client.get("/id/search/").content.decode()
    assert '<span dir="auto" lang="en">Away on Sunday.</span>' in shown


def test_pages_ask_for_banners_once_a_minute(client, django_assert_num_queries):
    make_home()
    make_banner()
    client.get("/search/")
    with django_assert_num_queries(0):
        assert "Away on Sunday." in client.get("/search/").content.decode()


def test_a_text_is_shown_as_text(client):
    make_home()
    make_banner("<script>alert(1)</script>")
    assert "<script>alert" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "//evil.example", "http://plain.example", "https://a@b.example", "help"]
)
def test_a_banner_leads_to_pages_only(target):
    with pytest.raises(ValidationError):
        Banner(text="More", target=target, locale=locale("en")).full_clean()


def test_it_cannot_end_before_it_begins():
    now = timezone.now()
    with pytest.raises(ValidationError):
        Banner(text="x", starts_at=now, ends_at=now, locale=locale("en")).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_banner(starts_at=now, ends_at=now)


def test_staff_publish_one_in_the_admin(client):
    make_home()
    browser = staff_browser()
    sent = {
        "text": "Away on Sunday.",
        "kind": "maintenance",
        "audience": "everybody",
        "starts_at": "2026-01-01 10:00",
        "ends_at": "2099-01-01 10:00",
        "target": "/help/",
        "is_closable": "on",
    }
    answer = browser.post("/cms/snippets/pages/banner/add/", sent)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    caches["local"].clear()
    page = client.get("/search/").content.decode()
    assert "Away on Sunday." in page
    assert "Until 1 January" in page
