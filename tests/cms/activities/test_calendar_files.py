"""The calendar to take along: the same rows as on the screen, no formula, no date that no source gives. Ids: B-C20, INV-16, V24."""

import json
from datetime import date, datetime

import pytest
from icalendar import Calendar

from cms.activities import actions, listing
from cms.activities.models import Activity
from tests.cms.activities.reading import page, refs, table, total
from tests.factories.accounts import signed_in, staff
from tests.factories.activities import make_activity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plans")]
CSV, JSON, FEED = (f"/calendar/activities.{ending}" for ending in ("csv", "json", "ics"))
QUERIES = ["year=2021", "year=2023", "year=2023&area=LE", "year=2021&purpose=3&quarter=2", "year=2023&member=UNHCR"]


def entries(client, query=""):
    calendar = Calendar.from_ical(client.get(f"{FEED}?{query}").content)
    return {str(entry["uid"]): entry for entry in calendar.walk("VEVENT")}


@pytest.mark.parametrize("query", QUERIES)
def test_the_files_hold_the_rows_of_the_screen_in_their_order(client, query):
    text = page(client, f"/calendar/?{query}")
    rows = table(client.get(f"{CSV}?{query}").content)
    data = client.get(f"{JSON}?{query}").json()
    assert [row["code"] for row in rows] == [row["code"] for row in data["activities"]] == refs(text)
    assert data["count"] == len(rows) == total(text)


def test_the_links_on_a_page_lead_to_its_own_rows(client):
    answer = client.get("/calendar/")
    assert answer.context["csv_url"] == f"{CSV}?year=2023"
    assert client.get("/calendar/list/?area=LE").context["json_url"] == f"{JSON}?area=LE"


def test_both_files_say_the_same_of_each(client):
    rows = {row["code"]: row for row in table(client.get(CSV).content)}
    for row in client.get(JSON).json()["activities"]:
        for name, value in row.items():
            said = "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
            assert rows[row["code"]][name] == said, (row["code"], name)


def test_a_row_tells_the_corrected_beside_the_printed_and_its_line(client):
    (row,) = (row for row in table(client.get(CSV).content) if row["code"] == "A2023-Q2-05")
    assert row["areas"] == "IS&C; IM; VP&MM"
    assert (row["areas_as_printed"], row["source_line"], row["state"]) == ("IS&C, IM, VO&MM", "314", "planned")
    assert (row["starts"], row["took_place_from"], row["planned_quarter"]) == ("", "", "2")


@pytest.mark.parametrize("typed", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "\t=1", "＝1"])
def test_no_cell_is_run_as_a_formula(client, typed):
    activity = make_activity(audience="public", title=typed, summary=typed)
    content = client.get(CSV).content.decode()
    (row,) = (row for row in table(content.encode()) if row["id"] == str(activity.public_id))
    assert row["title"] == f"'{typed}"


def test_json_is_json_in_every_script(client):
    make_activity(audience="public", title="การสัมมนา")
    answer = client.get(JSON)
    assert "การสัมมนา" in answer.content.decode()
    assert json.loads(answer.content)["note"].startswith("An activity counts once")


def test_more_than_a_file_holds_asks_for_a_filter(client, monkeypatch):
    monkeypatch.setattr(listing, "MOST_IN_FILE", 50)
    for address in (CSV, JSON, f"{FEED}?quarters=1"):
        answer = client.get(address)
        assert (answer.status_code, "Choose a year" in answer.content.decode()) == (400, True)
    assert client.get(f"{CSV}?year=2021").status_code == 200


# --- the feed ---


def test_a_quarter_alone_gives_no_entry(client):
    assert entries(client) == {}


def test_a_quarter_stands_as_a_span_that_says_so_where_it_is_asked_for(client):
    found = entries(client, "quarters=1&year=2023")
    assert len(found) == 45
    activity = Activity.objects.get(code="A2023-Q3-12")
    (span,) = (entry for uid, entry in found.items() if str(activity.public_id) in uid)
    assert (span.decoded("dtstart"), span.decoded("dtend")) == (date(2023, 7, 1), date(2023, 10, 1))
    assert str(span["summary"]).startswith("Planned for quarter 3 of 2023: Commence research")
    assert str(span["transp"]) == "TRANSPARENT"


def test_a_month_that_is_known_makes_no_day_of_it(client):
    guide = Activity.objects.get(code="A2021-Q3-01")
    assert not any(str(guide.public_id) in uid for uid in entries(client))


def test_what_has_days_stands_on_them_and_a_cancelled_one_is_crossed_out(client):
    dated = make_activity(audience="public", starts_local=datetime(2031, 5, 6, 9), ends_local=datetime(2031, 5, 6, 12))
    (entry,) = entries(client).values()
    assert (str(entry["summary"]), entry.decoded("dtstart").hour) == (dated.title, 9)
    assert "transp" not in entry
    actions.cancel(dated, by=None)
    (entry,) = entries(client).values()
    assert str(entry["status"]) == "CANCELLED"


def test_one_that_took_place_on_a_day_stands_on_that_day(client):
    activity = Activity.objects.get(code="A2023-Q4-18")
    actions.describe(activity, by=None, actual_from=date(2023, 11, 20))
    (entry,) = entries(client).values()
    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == (date(2023, 11, 20), date(2023, 11, 21))


def test_a_feed_that_did_not_change_is_the_same_to_the_byte(client):
    make_activity(audience="public")
    assert client.get(FEED).content == client.get(FEED).content


@pytest.mark.parametrize("audience", ["members", "alumni", "invited"])
def test_a_feed_holds_what_is_public_whoever_asks(audience):
    make_activity(audience=audience, title="Quixotic gathering")
    assert b"Quixotic" not in signed_in(staff()).get(f"{FEED}?quarters=1").content
