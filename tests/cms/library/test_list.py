"""The list of the library: filters in the address, pages by key, honest empty states, few questions. Ids: C-16, U-5, U-6."""

import re

import pytest
from django.core.cache import cache

from cms.library import lists
from cms.library.models import Partner, Resource, Series, Topic
from cms.taxonomy.models import Programme
from lms.search import limits
from tests.factories import library as make
from tests.factories.cms import editors_browser
from tests.scenes import scene

pytestmark = pytest.mark.django_db


def shown(client, query=""):
    page = client.get(f"/library/{query}")
    assert page.status_code == 200
    return re.findall(r'<h2><a href="[^"]*"><bdi>([^<]*)', page.content.decode())


@scene
def some():
    series = Series.objects.create(slug="guides", title="Guides")
    topic = Topic.objects.create(slug="corruption", title="Corruption")
    partner = Partner.objects.create(slug="unhcr", name="UN Refugee Agency", short="UNHCR")
    thai = [{"files": [("th", make.pdf("th", *make.THAI))]}]
    make.make_resource(title="One", year=2021, series=series, versions=thai)
    programme = Programme.objects.create(code="C&E", name="Communications and Engagement")
    make.make_resource(title="Two", year=2023, kind="toolkit", words={"topics": [topic], "programmes": [programme]})
    make.make_resource(title="Three", kind="study", words={"partners": [partner]})
    make.make_resource(title="Four", year=2021, versions=[{"files": [("en", "https://example.org/four.pdf")]}])


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Two", "Four", "One", "Three"]),
        ("?kind=toolkit", ["Two"]),
        ("?series=guides", ["One"]),
        ("?topic=corruption", ["Two"]),
        ("?partner=unhcr", ["Three"]),
        ("?programme=C%26E", ["Two"]),
        ("?year=2021", ["Four", "One"]),
        ("?language=th", ["One"]),
        ("?language=en", ["Four"]),
        ("?year=2021&language=th&q=passport", []),
        ("?year=2021&q=หนังสือเดินทาง", ["One"]),
        ("?kind=nothing", []),
        ("?year=20x1", []),
        ("?year=99999999999999999999", []),
        ("?topic=%00", ["Two", "Four", "One", "Three"]),
        ("?after=zzz", ["Two", "Four", "One", "Three"]),
        ("?ordering=-audience", ["Two", "Four", "One", "Three"]),
    ],
)
def test_filters_stand_in_the_address(client, some, query, titles):
    assert shown(client, query) == titles


def test_a_filter_keeps_what_was_asked_and_can_be_taken_off(client, some):
    page = client.get("/library/?q=guides&year=2021").content.decode()
    assert 'href="?q=guides&amp;kind=practitioner_guide&amp;year=2021"' in page
    assert '<input type="hidden" name="year" value="2021">' in page
    assert re.search(r'<a href="\?q=guides">.*Year: <bdi>2021</bdi>', page, re.S)


def test_only_what_something_has_is_offered(client, some):
    Topic.objects.create(slug="empty", title="Nothing has this")
    page = client.get("/library/").content.decode()
    assert "Nothing has this" not in page
    assert "Newsletter" not in page
    assert {"Toolkit", "UNHCR", "2023", "ไทย"} <= set(re.findall(r"<bdi>([^<]*)</bdi></a></li>", page))


@pytest.fixture
def in_every_state():
    """Two to read, one of which has a newer version on its way; one whose newest version has no file; one planned."""
    there = [("en", make.pdf())]
    make.make_resource(title="Lantern, read", year=2024, versions=[{"files": there}, {"state": "planned"}])
    make.make_resource(
        title="Lantern, elsewhere", year=2023, versions=[{"files": [("en", "https://example.org/four.pdf")]}]
    )
    make.make_resource(title="Lantern, awaited", year=2022, kind="toolkit", versions=[{"files": there}, {}])
    make.make_resource(
        title="Lantern, planned", year=2021, kind="toolkit", versions=[{"state": "planned", "files": there}]
    )
    make.make_resource(title="Hidden", year=2020, audience="alumni", versions=[{"files": there}])


def files_facet(client, query="", prefix=""):
    """The values of the filter by file: {name: (how many, address)}."""
    page = client.get(f"{prefix}/library/{query}").content.decode()
    (facet,) = re.findall(r'<details class="library-filter" open>.*?</details>', page, re.S)
    row = r'<a href="([^"]*)"[^>]*><bdi>([^<]*)</bdi> <span class="cal-count">(\d+)</span></a>'
    return {name: (int(count), url.replace("&amp;", "&")) for url, name, count in re.findall(row, facet)}


def test_the_list_can_be_narrowed_to_what_can_be_read_now(client, in_every_state):
    assert files_facet(client) == {
        "Ready to read": (2, "?file=ready"),
        "File not yet received": (1, "?file=awaited"),
        "Planned": (1, "?file=planned"),
    }
    assert shown(client, "?file=ready") == ["Lantern, read", "Lantern, elsewhere"]
    assert shown(client, "?file=awaited") == ["Lantern, awaited"]
    assert shown(client, "?file=planned") == ["Lantern, planned"]
    assert shown(client, "?file=nothing") == []


@pytest.mark.parametrize("query", ["?", "?kind=toolkit", "?q=lantern", "?year=2024&q=lantern"])
def test_the_filter_by_file_leads_to_as_many_as_it_says_and_to_rows_that_say_the_same(client, in_every_state, query):
    for name, (count, url) in files_facet(client, query).items():
        page = client.get(f"/library/{url}")
        badges = [row["state"]["text"] for row in page.context["rows"]]
        assert badges == [name] * count, url


def test_what_can_be_read_is_counted_for_the_one_who_looks(client, in_every_state):
    assert files_facet(client)["Ready to read"][0] == 2
    assert files_facet(editors_browser())["Ready to read"][0] == 3


def test_the_filter_by_file_stays_with_a_search_and_can_be_taken_off(client, in_every_state):
    page = client.get("/library/?q=lantern&file=ready").content.decode()
    assert '<input type="hidden" name="file" value="ready">' in page
    assert re.search(r'<a href="\?q=lantern">.*File: <bdi>Ready to read</bdi>', page, re.S)


@pytest.mark.parametrize(
    ("prefix", "label", "names"),
    [
        ("/id", "Berkas", {"Siap dibaca", "Berkas belum diterima", "Direncanakan"}),
        ("/th", "ไฟล์", {"พร้อมอ่าน", "ยังไม่ได้รับไฟล์", "มีแผน"}),
    ],
)
def test_the_filter_by_file_speaks_the_language_of_the_page(client, in_every_state, prefix, label, names):
    assert set(files_facet(client, prefix=prefix)) == names
    page = client.get(f"{prefix}/library/").content.decode()
    assert f'<details class="library-filter" open><summary>{label}</summary>' in page


def test_every_resource_is_met_once_on_the_way_through_the_pages(client):
    """By key: what is added meanwhile neither repeats nor hides a row."""
    for number in range(lists.PAGE * 2 + 5):
        make.make_resource(title=f"Guide {number}", year=None if number % 7 == 0 else 2000 + number % 3)
    met, address = [], ""
    for _page in range(10):
        page = client.get(f"/library/{address}")
        met += shown(client, address)
        found = re.search(r'rel="next" href="([^"]*)"', page.content.decode())
        if not found:
            break
        address = found[1].replace("&amp;", "&")
        make.make_resource(title=f"New on the way {address}", year=2400 - 300)
    assert len(met) == len(set(met)) == lists.PAGE * 2 + 5


def test_results_of_a_search_go_on_by_key_too(client):
    for number in range(lists.PAGE + 3):
        make.make_resource(title=f"Lantern {number}", year=2000 + number % 2)
    make.make_resource(title="Inside", year=2024, versions=[{"files": [("en", make.pdf("en", "A lantern."))]}])
    first = shown(client, "?q=lantern")
    found = re.search(r'rel="next" href="([^"]*)"', client.get("/library/?q=lantern").content.decode())
    second = shown(client, found[1].replace("&amp;", "&"))
    assert len(set(first + second)) == lists.PAGE + 4
    assert second[-1] == "Inside"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "The library is still empty"),
        ("?q=nothing", "Nothing found"),
        ("?kind=app", "Nothing found"),
        ("?after=0-1-1", "The list ends here"),
    ],
)
def test_an_empty_list_says_why_and_what_to_do(client, query, words):
    assert words in client.get(f"/library/{query}").content.decode()


def test_the_number_of_questions_does_not_grow(client, django_assert_max_num_queries):
    partners = [Partner.objects.create(slug=f"p{number}", name=f"Partner {number}") for number in range(3)]
    for number in range(lists.PAGE):
        files = [("en", make.pdf("en", "A lantern.")), ("th", make.pdf("th", *make.THAI))]
        make.make_resource(
            title=f"Guide {number}", words={"partners": partners}, versions=[{"files": files}], read=number < 4
        )
    client.get("/library/")
    with django_assert_max_num_queries(17):
        client.get("/library/")
    with django_assert_max_num_queries(23):
        client.get("/library/?q=lantern&kind=practitioner_guide")


def test_whoever_copies_the_library_by_searching_is_slowed_down(client, monkeypatch):
    """C-16: what was asked for is kept, and one is told when to go on."""
    make.make_resource(title="Lantern")
    monkeypatch.setattr(limits, "PER_MINUTE", 3)
    answers = [client.get("/library/?q=lantern") for _search in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1]["Retry-After"] == "60"
    assert 'value="lantern"' in answers[-1].content.decode()
    other = client.get("/library/?q=lantern", REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 200
    assert client.get("/library/").status_code == 200
    cache.clear()


@pytest.mark.parametrize(
    "typed",
    [
        "%",
        "'; DROP TABLE library_resource; --",
        "x" * 10_000,
        "<script>alert(1)</script>",
        "က" * 400,
        '"',
        "a*",
        "NEAR(a b)",
    ],
)
def test_nothing_typed_breaks_the_search(client, some, typed):
    page = client.get("/library/", {"q": typed})
    assert page.status_code == 200
    assert "<script>alert(1)" not in page.content.decode()
    assert Resource.objects.count() == 4


def test_only_reading_is_offered(client):
    assert client.post("/library/").status_code == 405
