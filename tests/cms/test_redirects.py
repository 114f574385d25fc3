"""Old addresses lead to new ones: by themselves when a page moves, by hand in the admin, and never in a circle."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from cms.pages.redirects import follow
from tests.factories.cms import editors_browser, locale, make_home, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_real_name(settings):
    """Wagtail takes only addresses whose host could be real."""
    settings.PUBLIC_URL = "https://learning.example"


def add(browser, old, **fields):
    sent = {"old_path": old, "site": "", "is_permanent": "on", "redirect_page": "", "redirect_link": "", **fields}
    return browser.post("/cms/redirects/add/", sent)


def test_editors_add_one_in_the_admin(client):
    page = make_page("about")
    assert add(editors_browser(), "/old-about/", redirect_page=page.pk).status_code == 302
    answer = client.get("/old-about/")
    assert (answer.status_code, answer["Location"]) == (301, "/about/")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "//evil.example/", "http://plain.example/", ""])
def test_it_leads_to_pages_only(link):
    make_home()
    answer = add(editors_browser(), "/old/", redirect_link=link)
    assert answer.status_code == 200
    assert not Redirect.objects.exists()


def test_a_circle_is_refused_in_the_admin():
    make_home()
    browser = editors_browser()
    assert add(browser, "/a/", redirect_link="/b/").status_code == 302
    assert add(browser, "/b/", redirect_link="/c/").status_code == 302
    answer = add(browser, "/c/", redirect_link="/a/")
    assert answer.status_code == 200
    assert "in a circle" in answer.content.decode()
    assert add(browser, "/d/", redirect_link="/d/").status_code == 200
    assert Redirect.objects.count() == 2


def test_a_circle_that_came_in_by_a_file_ends_in_our_page(client):
    make_home()
    Redirect.objects.create(old_path="/a", redirect_link="/b/")
    Redirect.objects.create(old_path="/b", redirect_link="/a/")
    assert follow("/a/", set()) == ""
    answer = client.get("/a/")
    assert answer.status_code == 404
    assert "We cannot find this page" in answer.content.decode()


def test_without_the_guard_the_circle_would_be_served(client, monkeypatch):
    """Twin: it is the look ahead that stops it."""
    make_home()
    Redirect.objects.create(old_path="/a", redirect_link="/b/")
    Redirect.objects.create(old_path="/b", redirect_link="/a/")
    monkeypatch.setattr("cms.pages.redirects.follow", lambda path, seen: path)
    assert client.get("/a/").status_code == 301


def test_a_page_that_is_named_anew_takes_its_old_address_along(client, django_capture_on_commit_callbacks):
    page = make_page("about")
    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "who-we-are"
        page.save_revision().publish()
    answer = client.get("/about/")
    assert (answer.status_code, answer["Location"]) == (301, "/who-we-are/")


def test_a_page_that_moves_takes_its_old_address_along(client):
    about, child = make_page("about"), make_page("team")
    child.move(about, pos="last-child")
    assert client.get("/team/")["Location"] == "/about/team/"


def test_an_old_address_is_known_in_every_language(client):
    page = make_page("about")
    make_home().copy_for_translation(locale("th")).save_revision().publish()
    page.copy_for_translation(locale("th")).save_revision().publish()
    Redirect.objects.create(old_path="/old", redirect_page=page)
    assert client.get("/th/old/")["Location"] == "/th/about/"


def test_what_is_private_is_not_told_by_a_redirect(client):
    """A page that is gone from sight answers 404, and no row makes it appear."""
    page = make_page("draft", live=False)
    Redirect.objects.create(old_path="/old", redirect_page=page)
    answer = client.get("/old/", follow=True)
    assert answer.status_code == 404
