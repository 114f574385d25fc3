"""A page asked for in a language it is not in: shown in its own, said so, marked, never missing (P10, P11)."""

import pytest
from wagtail.models import Page

from tests.factories.cms import locale, make_home, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    """An English site with a front page in Indonesian, where Help alone is translated, under an address of its own."""
    home = make_home()
    said = home.copy_for_translation(locale("id"))
    said.title = "Belajar"
    said.save_revision().publish()
    about = make_page("about", summary="Who runs this.")
    about.save_revision().publish()
    help_page = make_page("help", summary="Short answers.")
    help_page.save_revision().publish()
    bantuan = help_page.copy_for_translation(locale("id"))
    bantuan.title, bantuan.slug, bantuan.summary = "Bantuan", "bantuan", "Jawaban singkat."
    bantuan.save_revision().publish()
    return home


def test_a_translated_page_is_shown_in_its_language(client, home):
    shown = client.get("/id/bantuan/").content.decode()
    assert '<html lang="id"' in shown
    assert '<h1 dir="auto">Bantuan</h1>' in shown


def test_a_page_that_is_not_translated_is_shown_in_its_own_words_and_says_so(client, home):
    answer = client.get("/id/about/")
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert '<html lang="id"' in shown
    assert '<h1 dir="auto" lang="en">About</h1>' in shown
    assert 'lang="en">Who runs this.' in shown
    assert "English" in shown.split("<main")[1].split("<h1")[0]


def test_the_address_of_another_language_leads_to_the_page_as_well(client, home):
    """After a switch the address still has the words of the language before."""
    assert "Jawaban singkat." in client.get("/id/help/").content.decode()
    assert "Short answers." in client.get("/bantuan/").content.decode()


def test_a_language_without_a_front_page_has_every_page_too(client, home):
    shown = client.get("/th/about/").content.decode()
    assert '<html lang="th"' in shown
    assert '<h1 dir="auto" lang="en">About</h1>' in shown


def test_search_engines_are_sent_to_the_page_in_the_languages_it_is_really_in(client, home):
    shown = client.get("/id/about/").content.decode()
    assert '<link rel="canonical" href="http://testserver/about/">' in shown
    assert "hreflang=" not in shown.split("</head>")[0]
    translated = client.get("/id/help/").content.decode().split("</head>")[0]
    assert '<link rel="canonical" href="http://testserver/id/bantuan/">' in translated
    assert '<link rel="alternate" hreflang="en" href="http://testserver/help/">' in translated
    assert '<link rel="alternate" hreflang="id" href="http://testserver/id/bantuan/">' in translated
    assert '<link rel="alternate" hreflang="x-default" href="http://testserver/help/">' in translated


def test_what_is_nowhere_is_not_found_in_any_language(client, home):
    assert client.get("/id/nothing/").status_code == 404
    Page.objects.get(slug="about").unpublish()
    assert client.get("/id/about/").status_code == 404
