"""The calendar as everybody reads it: counts, filters that are links, pages of a list, one activity. Ids: U-6, INV-13, O5."""

from itertools import combinations, product
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.urls import reverse

from cms.activities import actions, listing
from cms.activities.facets import FACETS
from cms.activities.models import Activity
from tests.cms.activities.reading import chips, filters, page, quarters, refs, total
from tests.cms.activities.test_plans import AREAS, MEMBERS, PURPOSES, QUARTERS
from tests.factories.activities import make_activity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plans")]
CALENDAR, LIST = "/calendar/", "/calendar/list/"
# One value of each facet, that goes with those of the others often enough.
SOME = {
    "year": ["2021", "2023"],
    "quarter": ["3", "4"],
    "purpose": ["2", "3"],
    "area": ["LE", "VP&MM"],
    "programme": ["TIP", "C&E"],
    "format": ["workshop", "launch"],
    "member": ["ID", "UNHCR"],
}


def everything(client, **query):
    """All rows of the list, page after page."""
    found, address = [], LIST
    while address:
        answer = client.get(address, query)
        found += refs(answer.content.decode())
        address, query = (
            LIST + answer.context["older_url"].removeprefix(LIST) if answer.context["older_url"] else "",
            {},
        )
    return found


def test_the_newest_year_with_activities_comes_first_in_its_quarters(client):
    text = page(client, CALENDAR)
    assert "<h1>Calendar 2023</h1>" in text
    assert quarters(text) == dict(zip(range(1, 5), QUARTERS[2023], strict=True))
    assert len(refs(text)) == total(text) == 45
    assert "An activity counts once under each purpose it serves." in text
    assert "twice in the same words, so 44 are different" in text


def test_the_other_year_is_a_link_away(client):
    text = page(client, CALENDAR + "?year=2021")
    assert quarters(text) == dict(zip(range(1, 5), QUARTERS[2021], strict=True))
    assert total(text) == 46
    assert "twice in the same words" not in text


def test_a_year_without_activities_says_so(client):
    text = page(client, CALENDAR + "?year=2022")
    assert "No activity fits" in text
    assert refs(text) == []


@pytest.mark.parametrize("year", PURPOSES)
def test_purposes_are_counted_as_the_sources_give_them(client, year):
    for number, wanted in enumerate(PURPOSES[year], 1):
        for address in (CALENDAR, LIST):
            assert total(page(client, f"{address}?year={year}&purpose={number}")) == wanted


def test_areas_and_members_are_counted_as_the_sources_give_them(client):
    for code, wanted in AREAS.items():
        assert total(client.get(CALENDAR, {"year": "2023", "area": code}).content.decode()) == wanted
    for code, wanted in MEMBERS.items():
        assert total(client.get(LIST, {"member": code}).content.decode()) == wanted


@pytest.mark.parametrize("address", [CALENDAR, CALENDAR + "?year=2021", LIST, LIST + "?format=workshop&year=2023"])
def test_every_filter_is_a_link_that_leads_to_as_many_as_it_says(client, address):
    links = filters(page(client, address))
    assert len(links) > 20
    for url, name, count in links:
        chosen = dict(parse_qsl(urlsplit(address).query))
        leads_away = set(dict(parse_qsl(urlsplit(url).query))) < set(chosen)
        if not leads_away:
            assert total(page(client, url)) == count, name


@pytest.mark.parametrize("names", list(combinations(SOME, 2)), ids="-".join)
def test_two_filters_together_give_those_that_fit_both(client, names):
    for values in product(*(SOME[name] for name in names)):
        query = dict(zip(names, values, strict=True))
        wanted = Activity.objects.all()
        for name, value in query.items():
            wanted = wanted.filter(FACETS[name].condition(value))
        assert set(everything(client, **query)) == set(wanted.values_list("code", flat=True)), query


def test_filters_stand_in_the_address_and_go_away_one_by_one(client):
    text = page(client, CALENDAR + "?year=2023&purpose=2&area=LE&format=workshop")
    assert chips(text) == [
        "/calendar/?year=2023&area=LE&format=workshop",
        "/calendar/?year=2023&purpose=2&format=workshop",
        "/calendar/?year=2023&purpose=2&area=LE",
    ]
    assert '<a href="/calendar/?year=2023">Clear all</a>' in text
    assert chips(page(client, LIST + "?year=2023&area=VP%26MM")) == [
        "/calendar/list/?area=VP%26MM",
        "/calendar/list/?year=2023",
    ]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("purpose=9", "Strategic purpose “9”"),
        ("purpose=3%00", "Strategic purpose “3”"),
        ("purpose=-1", "Strategic purpose “-1”"),
        ("purpose=٣", "Strategic purpose “٣”"),
        ("quarter=5", "Quarter “5”"),
        ("year=abcd", "Year “abcd”"),
        ("year=0000", "Year “0000”"),
        ("year=99999999999999999999", "Year “99999999999999999999”"),
        ("area=XX", "Area of cooperation “XX”"),
        ("programme=' OR 1=1 --", "Programme “&#x27; OR 1=1 --”"),
        ("format=<script>alert(1)</script>", "Format “&lt;script&gt;alert(1)&lt;/script&gt;”"),
        ("member=ZZ", "Member “ZZ”"),
        ("member=" + "x" * 9000, "Member “" + "x" * 40 + "…”"),
    ],
)
def test_what_means_nothing_is_named_and_left_out(client, query, said):
    for address in (CALENDAR, LIST):
        text = page(client, f"{address}?{query}")
        assert f"There is no such filter: {said}" in text
        assert refs(text)
    for address in ("activities.csv", "activities.json", "activities.ics"):
        answer = client.get(f"{CALENDAR}{address}?{query}")
        assert answer.status_code == 400
        assert answer["Content-Type"].startswith("text/plain")
        assert answer.content.decode().startswith("There is no such filter: ")


@pytest.mark.parametrize("after", ["zzz", "00000000-0000-4000-8000-000000000000", "%00", "-1", "9" * 400])
def test_a_place_in_the_list_that_never_was_is_its_beginning(client, after):
    assert refs(page(client, f"{LIST}?after={after}")) == refs(page(client, LIST))


def test_of_a_value_given_twice_the_last_counts(client):
    assert total(page(client, LIST + "?year=2021&year=2023")) == 45


def test_the_list_shows_each_once_in_the_order_of_the_plans(client):
    found = everything(client)
    wanted = Activity.objects.order_by("-year", "quarter", "place_in_quarter").values_list("code", flat=True)
    assert found == list(wanted)
    assert len(refs(page(client, LIST))) == listing.PAGE


def test_a_page_of_the_list_goes_on_where_the_last_one_ended_whatever_comes_between(client):
    first = client.get(LIST)
    make_activity(audience="public", year=2023, quarter=1)
    second = client.get(LIST + first.context["older_url"].removeprefix(LIST))
    assert set(refs(first.content.decode())).isdisjoint(refs(second.content.decode()))


def test_a_quarter_of_more_than_a_page_leads_to_the_list(client, monkeypatch):
    monkeypatch.setattr(listing, "MOST_IN_QUARTER", 5)
    text = page(client, CALENDAR)
    assert len(refs(text)) == 20
    assert "/calendar/list/?year=2023&amp;quarter=4" in text
    assert total(text) == 45


def test_one_activity_with_all_its_facts_and_where_they_come_from(client):
    text = page(client, "/calendar/A2023-Q2-05/")
    for said in (
        "April to June 2023 (quarter 2)",
        "No date set",
        "Not recorded. The plan says what was intended.",
        "Annual Work Plan 2023, line 314 of the text",
        "annual-work-plan-2023.txt",
        "Areas as printed: IS&amp;C, IM, VO&amp;MM. Corrected: VO&amp;MM → VP&amp;MM.",
        "We provide support in policy development",
        "Australian Institute of Criminology",
        "partner nationality (AIC)",
        "organised crime",
        "Not changed since it was entered.",
    ):
        assert said in text, said
    told = page(client, "/calendar/A2021-Q3-01/")
    assert "July to September 2021 (quarter 3)" in told
    assert "May 2021" in told
    assert "We provide support to Bali Process Members" in told
    again = page(client, "/calendar/A2023-Q4-06/")
    assert 'href="/calendar/A2023-Q2-07/"' in again
    assert "twice in the same words" in again


def test_an_activity_answers_to_its_code_in_any_case_and_to_its_public_id(client):
    activity = Activity.objects.get(code="A2023-Q4-17")
    for ref in ("A2023-Q4-17", "a2023-q4-17", str(activity.public_id)):
        assert "Launch of RSO Alumni Network" in page(client, f"/calendar/{ref}/")
    for ref in ("A2023-Q4-99", "nothing", "00000000-0000-4000-8000-000000000000", "x" * 300):
        assert client.get(f"/calendar/{ref}/").status_code == 404


def test_the_room_of_an_online_activity_stands_on_no_page_of_the_calendar(client):
    activity = make_activity(audience="public", join_url="https://rooms.example/secret-door")
    for address in (
        activity.get_absolute_url(),
        LIST,
        CALENDAR,
        "/calendar/activities.csv",
        "/calendar/activities.ics",
    ):
        assert "secret-door" not in client.get(address).content.decode()


def test_a_cancelled_one_stays_and_says_so(client):
    activity = actions.cancel(Activity.objects.get(code="A2023-Q1-04"), by=None)
    assert "This activity is cancelled." in page(client, activity.get_absolute_url())
    assert total(page(client, CALENDAR)) == 45


# --- what a page costs ---


@pytest.mark.parametrize(
    ("address", "most"),
    [
        (CALENDAR, 20),
        (CALENDAR + "?year=2021&purpose=3&quarter=1&programme=TIP", 20),
        (LIST, 20),
        (LIST + "?year=2023&purpose=3&area=LE&format=workshop&member=ID", 20),
        ("/calendar/chart/", 8),
        ("/calendar/A2023-Q4-05/", 13),
        ("/calendar/activities.csv", 13),
        ("/calendar/activities.json?year=2023", 13),
        ("/calendar/activities.ics?quarters=1", 7),
    ],
)
@pytest.mark.usefixtures("frame_is_known")
def test_a_page_asks_the_database_so_often_whatever_it_holds(client, django_assert_max_num_queries, address, most):
    client.get(address)
    with django_assert_max_num_queries(most):
        client.get(address)
    for _ in range(30):
        make_activity(audience="public", year=2023, quarter=2)
    with django_assert_max_num_queries(most):
        client.get(address)


@pytest.mark.usefixtures("frame_is_known")
def test_no_filter_and_no_two_of_them_cost_more(client, django_assert_max_num_queries):
    for names in [*combinations(SOME, 1), *combinations(SOME, 2)]:
        query = {name: SOME[name][0] for name in names}
        for name, most in {"by-quarter": 20, "list": 20, "csv": 13}.items():
            with django_assert_max_num_queries(most):
                client.get(reverse(f"activities:{name}"), query)
