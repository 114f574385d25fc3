"""A resource that is not for somebody is silent: its words appear for nobody else, in no list, count, filter, search or file."""

from urllib.parse import quote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from wagtail import hooks

from cms.library import searching
from cms.library.models import Partner, Resource, Series, Topic
from cms.library.models.resources import ResourceQuerySet
from tests.factories import library as make
from tests.factories.accounts import PersonFactory, editor, focal_point, signed_in, staff, with_role

pytestmark = pytest.mark.django_db
# Each word once in the whole program.
TITLE, SUMMARY, TEXT, SERIES, TOPIC, PARTNER = (
    "Vermiculite", "Zephyrine", "Obsidianite", "Quixotica", "Xanthophyll", "Wilhelmina",
)  # fmt: skip
WORDS = (TITLE, SUMMARY, TEXT, SERIES, TOPIC, PARTNER)
LIST = "/library/"


@pytest.fixture(params=["members", "alumni"])
def scene(request):
    """An open resource, and a closed one full of words that stand nowhere else; the open one was replaced by it."""
    series = Series.objects.create(slug="closed-series", title=SERIES)
    topic = Topic.objects.create(slug="closed-topic", title=TOPIC)
    partner = Partner.objects.create(slug="closed-partner", name=PARTNER)
    closed = make.make_resource(
        title=TITLE, summary=SUMMARY, slug="closed", audience=request.param, kind="app", year=1999, series=series,
        words={"topics": [topic], "partners": [partner]}, versions=[{"number": "7", "files": [("km", make.pdf("en", TEXT))]}],
    )  # fmt: skip
    make.make_resource(title="Open guide", slug="open", replaced_by=closed)
    return closed


def outsiders(audience):
    people = {"nobody": Client(), "unverified": signed_in(PersonFactory(state="unverified"))}
    if audience == "alumni":
        people |= {
            "officer": signed_in(PersonFactory()),
            "trainer": signed_in(with_role("trainer")),
            "moderator": signed_in(with_role("moderator")),
            "focal point": signed_in(focal_point()),
        }
    return people


def addresses():
    yield LIST
    yield "/library/open/"
    yield from (f"{LIST}?q={word}" for word in WORDS)
    yield from (f"{LIST}?q={quote(word[:4])}" for word in WORDS)
    narrowed = {"kind": "app", "year": "1999", "language": "km", "series": "closed-series", "topic": "closed-topic"}
    yield from (f"{LIST}?{name}={value}" for name, value in {**narrowed, "partner": "closed-partner"}.items())
    yield f"{LIST}?after=0-1999-{Resource.objects.get(slug='closed').pk + 1}"


def told(browser):
    """Words of the closed resource on any page, but for what somebody typed themselves."""
    for address in addresses():
        page = browser.get(address).content.decode()
        asked = {word for word in WORDS if word in address}
        yield from (f"{word} at {address}" for word in WORDS if word not in asked and word in page)
        if address != LIST and "?" in address and "after" not in address:
            assert 'class="empty"' in page, address
            assert "resource-row" not in page.replace("resource-rows", ""), address


def test_a_closed_resource_is_silent(scene):
    for name, browser in outsiders(scene.audience).items():
        assert list(told(browser)) == [], name
        page = browser.get(LIST).content.decode()
        assert "1 resource<" in page
        assert "1999" not in page
        # Not as two letters anywhere: a token made by chance holds them in one page of sixty.
        assert "language=km" not in page
        assert 'lang="km"' not in page
        assert "Another resource took the place" not in browser.get("/library/open/").content.decode()


def test_its_pages_and_files_are_not_there(scene):
    file = make.file_of(scene, "km")
    for name, browser in outsiders(scene.audience).items():
        for address in (
            "/library/closed/",
            "/library/closed/7/",
            file.get_absolute_url(),
            f"{file.get_absolute_url()}?show=1",
        ):
            assert browser.get(address).status_code == 404, (name, address)
        # Nor by the address of another resource.
        address = reverse("library:file", args=["open", "1", file.public_id])
        assert browser.get(address).status_code == 404
        # A copy that was kept tells nobody that it is still the same.
        assert browser.get(file.get_absolute_url(), headers={"if-none-match": f'"{file.sha256}"'}).status_code == 404


def test_the_search_of_the_whole_site_is_silent_too(scene):
    for viewer in (AnonymousUser(), PersonFactory(state="unverified")):
        assert [one for word in WORDS for one in searching.site_search(viewer, word, 10)] == []


def test_those_it_is_for_find_it(scene):
    officer = PersonFactory()
    insiders = [signed_in(staff()), signed_in(editor()), signed_in(officer)]
    with hooks.register_temporarily("is_activity_alumnus", lambda viewer: viewer == officer):
        for browser in insiders:
            for word in WORDS:
                assert TITLE in browser.get(f"{LIST}?q={word}").content.decode(), word
            page = browser.get(LIST).content.decode()
            assert SERIES in page
            assert "language=km" in page
            assert 'lang="km"' in page
            assert TITLE in browser.get("/library/open/").content.decode()
            assert browser.get(make.file_of(scene, "km").get_absolute_url()).status_code == 200


def test_control_without_the_guard_it_is_heard(scene, monkeypatch):
    monkeypatch.setattr(ResourceQuerySet, "visible_to", lambda self, viewer: self.all())
    page = Client().get(f"{LIST}?q={TEXT}").content.decode()
    assert TITLE in page
