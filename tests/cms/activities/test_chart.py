"""The chart and the table beside it: one computation, so both say the same, and it is that of the sources. Ids: U-1, U-10."""

import re
from xml.etree import ElementTree

import pytest

from cms.activities import chart
from cms.activities.models import Activity
from tests.cms.activities.reading import page, total
from tests.cms.activities.test_plans import AREAS, PURPOSES, QUARTERS
from tests.factories.activities import make_activity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plans")]
SVG = "{http://www.w3.org/2000/svg}"


def drawing(text):
    """The numbers of the picture, line by line: what stands beside each bar, and how long the bar is."""
    source = re.search(r"<svg class=\"quarter-bars\".*?</svg>", text, re.S)[0]
    root = ElementTree.fromstring(source)
    return root, [
        (
            group.find("text").text.split("  ")[0],
            [int(words.text) for words in group.iter("text") if words.get("class") == "bars-count"],
            [float(bar.get("width")) for bar in group.iter("rect")],
        )
        for group in root.iter("g")
    ]


def table(text):
    """The numbers of the table, line by line; the last line counts each activity once."""
    rows = re.findall(r"<tr>(.*?)</tr>", re.search(r'<table class="bars-table">.*?</table>', text, re.S)[0], re.S)
    return [
        [int(number) for number in re.findall(r'<td class="number"><(?:a|span)[^>]*>(\d+)<', row)] for row in rows[1:]
    ]


@pytest.mark.parametrize("address", ["?year=2023", "?year=2023&by=purpose", "?year=2021"])
def test_picture_and_table_hold_the_same_numbers(client, address):
    text = page(client, f"/calendar/chart/{address}")
    _root, drawn = drawing(text)
    *lines, _once = table(text)
    assert [counts for _code, counts, _bars in drawn] == [line[:4] for line in lines]
    assert all(sum(line[:4]) == line[4] for line in lines)
    longest = max(number for line in lines for number in line[:4])
    for _code, counts, bars in drawn:
        widths = [round(number / longest * 282, 1) for number in counts if number]
        assert bars == widths


def test_areas_of_2023_are_those_of_the_sources(client):
    text = page(client, "/calendar/chart/")
    _root, drawn = drawing(text)
    *lines, once = table(text)
    assert dict(zip((code for code, _counts, _bars in drawn), (line[4] for line in lines), strict=True)) == AREAS
    assert once == [*QUARTERS[2023], 45]


@pytest.mark.parametrize("year", PURPOSES)
def test_purposes_are_those_of_the_sources(client, year):
    *lines, once = table(page(client, f"/calendar/chart/?year={year}&by=purpose"))
    assert [line[4] for line in lines] == PURPOSES[year]
    assert once[:4] == QUARTERS[year]


def test_every_number_of_the_table_leads_to_as_many_activities(client):
    text = page(client, "/calendar/chart/?year=2023")
    links = re.findall(r'<td class="number"><a href="([^"]+)">(\d+)</a>', text)
    assert len(links) == 30
    for url, number in links:
        assert total(page(client, url.replace("&amp;", "&"))) == int(number)


def test_the_picture_has_a_name_and_says_what_stands_beside_it(client):
    root, _drawn = drawing(page(client, "/calendar/chart/"))
    assert root.get("role") == "img"
    names = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    assert root.get("aria-labelledby").split() == list(names)
    assert names["bars-title"] == "Activities 2023 by area of cooperation and quarter"
    assert "table" in names["bars-desc"]


def test_a_year_whose_plan_names_no_areas_shows_its_purposes_and_says_why(client):
    assert "by purpose and quarter" in page(client, "/calendar/chart/?year=2021")
    assert "The plan of this year names no areas" in page(client, "/calendar/chart/?year=2021&by=area")
    assert "No activity in this year" in page(client, "/calendar/chart/?year=2022")


@pytest.mark.parametrize("query", ["year=abcd", "year=20230", "year=%00", "year=-1", "by=DROP", "year=2023&by=%00"])
def test_what_means_nothing_gets_the_newest_year(client, query):
    assert "<h1>Activities 2023" in page(client, f"/calendar/chart/?{query}")


def test_control_a_table_that_counts_otherwise_would_be_seen(client, monkeypatch):
    """The twin: numbers of a table changed by one are no longer those of the picture."""
    text = page(client, "/calendar/chart/?year=2023")
    _root, drawn = drawing(text)
    planted = text.replace('">4</a>', '">5</a>', 1)
    *lines, _once = table(planted)
    assert [counts for _code, counts, _bars in drawn] != [line[:4] for line in lines]


def test_what_is_not_for_everybody_is_in_no_bar():
    make_activity(audience="invited", year=2023, quarter=2)
    from django.contrib.auth.models import AnonymousUser

    seen = Activity.objects.visible_to(AnonymousUser())
    assert chart.count(seen, 2023, chart.AREA).everything.counts == tuple(QUARTERS[2023])
