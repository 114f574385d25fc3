"""What the public site tells search engines and whoever is sent a link, and what it does not tell."""

import json
import re

import pytest
from django.core.cache import caches
from wagtail.models import Site

from cms.pages.models import SiteWords
from tests.factories.accounts import PersonFactory, signed_in, staff
from tests.factories.catalogue import first_lesson, make_course, restrict
from tests.factories.cms import editors_browser, locale, make_home, make_page
from tests.factories.learning import enrol

pytestmark = pytest.mark.django_db


def head(client, address):
    return client.get(address).content.decode().split("</head>")[0]


def listed(client):
    return re.findall("<loc>([^<]+)</loc>", client.get("/sitemap.xml").content.decode())


def test_the_map_names_what_everybody_may_open_and_nothing_else(client):
    make_page("about")
    make_page("draft", live=False)
    restrict(make_page("private"))
    open_course = make_course(slug="open-course")
    closed = make_course(slug="closed-course", access="verified")
    found = listed(client)
    assert {"http://testserver/", "http://testserver/about/", "http://testserver" + open_course.get_url()} <= set(found)
    assert not [one for one in found if "draft" in one or "private" in one or closed.slug in one or "lesson" in one]
    for address in found:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200, address


def test_the_map_is_the_same_for_whoever_asks(client):
    closed = make_course(slug="closed-course", access="verified")
    assert closed.get_url() not in " ".join(listed(signed_in(PersonFactory())))
    caches["local"].clear()
    assert closed.get_url() not in " ".join(listed(signed_in(staff())))


def test_languages_name_each_other(client):
    page = make_page("about")
    make_home().copy_for_translation(locale("th")).save_revision().publish()
    page.copy_for_translation(locale("th")).save_revision().publish()
    for address in ("/about/", "/th/about/"):
        words = head(client, address)
        assert f'<link rel="canonical" href="http://testserver{address}">' in words
        assert '<link rel="alternate" hreflang="th" href="http://testserver/th/about/">' in words
        assert '<link rel="alternate" hreflang="x-default" href="http://testserver/about/">' in words
    text = client.get("/sitemap.xml").content.decode()
    assert 'hreflang="th" href="http://testserver/th/about/"' in text


def test_robots_are_kept_from_what_is_personal_and_shown_the_map(client):
    text = client.get("/robots.txt").content.decode()
    for place in ("/me/", "/office/", "/community/", "/learn/", "/th/me/", "/search/"):
        assert f"Disallow: {place}\n" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_everything_personal_says_so_itself(client):
    course = make_course()
    officer = PersonFactory()
    enrolment = enrol(officer, course)
    browser = signed_in(officer)
    places = [
        "/me/",
        "/me/account/",
        f"/learn/{enrolment.registration}/",
        "/search/?q=x",
        "/contact/",
        "/accounts/login/",
    ]
    for address in [*places, first_lesson(course).get_url()]:
        page = browser.get(address) if "login" not in address else client.get(address)
        if page.status_code == 200:
            assert 'name="robots" content="noindex"' in page.content.decode(), address


def test_a_public_page_may_be_listed(client):
    make_page("about", summary="Who runs this site.")
    words = head(client, "/about/")
    assert "noindex" not in words
    assert '<meta name="description" content="Who runs this site.">' in words


def test_a_preview_is_no_public_page():
    page = make_page("about")
    page.save_revision()
    assert "noindex" in head(editors_browser(), f"/cms/pages/{page.pk}/view_draft/")


def test_a_link_that_is_sent_has_a_title_words_and_our_picture(client):
    make_page("about", summary="Who runs this site.")
    words = head(client, "/about/")
    assert '<meta property="og:title" content="About">' in words
    assert '<meta property="og:url" content="http://testserver/about/">' in words
    picture = re.search('property="og:image" content="http://testserver([^"]+)"', words)[1]
    assert picture.endswith("/img/preview.png")


def data_of(client, address):
    page = client.get(address)
    found = re.search('<script type="application/ld\\+json" nonce="([^"]+)">(.+?)</script>', page.content.decode())
    return page, found[1], json.loads(found[2])


def test_a_course_is_told_as_data(client):
    course = make_course(title="Two </script> crimes & more", summary="Tell them apart.")
    page, nonce, data = data_of(client, course.get_url())
    assert (data["@type"], data["name"]) == ("Course", "Two </script> crimes & more")
    assert data["hasCourseInstance"]["courseMode"] == "online"
    # The page's own policy knows the mark of this element, and no other inline script.
    assert f"'nonce-{nonce}'" in page["Content-Security-Policy"]


def test_the_front_page_tells_who_runs_the_site(client):
    make_home()
    _page, _nonce, data = data_of(client, "/")
    assert data["@type"] == "Organization"
    assert "@" not in json.dumps(data).replace("@context", "").replace("@type", "")


def test_nothing_is_fetched_from_elsewhere_and_nobody_is_followed(client):
    make_course()
    for address in ("/", "/courses/", "/search/"):
        page = client.get(address).content.decode()
        fetched = re.findall('(?:src|<link[^>]*rel="(?:stylesheet|icon|prefetch)"[^>]*href)="(https?:)?//', page)
        assert not fetched, address


def test_staff_name_the_site(client):
    make_page("about")
    SiteWords.objects.create(site=Site.objects.get(is_default_site=True), site_name="Bali Learning")
    page = client.get("/about/").content.decode()
    assert "<title>About – Bali Learning</title>" in page
    assert "<bdi>Bali Learning</bdi>" in page
