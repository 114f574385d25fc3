"""The activities of the work plans as they are shipped: complete, under their codes, each with the line it comes from."""

import json
from collections import Counter

import pytest

from cms.activities import actions
from cms.activities.loading import FILE, load_activities
from cms.activities.models import Activity, Change, Involvement
from cms.taxonomy.models import Purpose

pytestmark = pytest.mark.django_db
ROWS = json.loads(FILE.read_text())
# The table of the specification, section "Counts of the calendar": year, quarters, purposes.
QUARTERS = {2021: [12, 11, 11, 12], 2023: [7, 7, 12, 19]}
PURPOSES = {2021: [13, 17, 27, 9], 2023: [16, 18, 27, 16]}
AREAS = {"LE": 14, "SE": 9, "IS&C": 13, "IM": 16, "BM": 17, "VP&MM": 15, "R&R": 9, "C&S": 10}
# Members and how many activities name them, as the list of members has it.
MEMBERS = {"AU": 2, "BD": 1, "ID": 9, "MY": 2, "NZ": 1, "PH": 1, "KR": 2, "LK": 1, "TH": 5, "US": 1, "VN": 2}
MEMBERS |= {"IOM": 4, "UNHCR": 7, "UNODC": 3}


@pytest.mark.parametrize("year", QUARTERS)
def test_quarters_and_purposes_are_counted_as_the_sources_give_them(plans, year):
    of_year = Activity.objects.filter(year=year)
    assert [of_year.filter(quarter=quarter).count() for quarter in range(1, 5)] == QUARTERS[year]
    assert [of_year.filter(purposes__number=number).count() for number in range(1, 5)] == PURPOSES[year]


def test_areas_are_those_of_2023_alone(plans):
    assert {code: Activity.objects.filter(areas__code=code).count() for code in AREAS} == AREAS
    assert not Activity.objects.filter(year=2021, areas__isnull=False).exists()


def test_members_are_those_of_the_list_of_members(plans):
    counted = Counter(Involvement.objects.exclude(member=None).values_list("member__code", flat=True))
    assert counted == MEMBERS
    (other,) = Involvement.objects.filter(member=None)
    assert (other.shown_name(), other.activity.code) == ("Canada", "A2023-Q4-05")


def test_every_row_names_a_line_of_its_plan_and_no_line_is_named_twice():
    assert len(ROWS) == len({row["code"] for row in ROWS}) == 91
    assert len({(row["source_document"], row["source_line"]) for row in ROWS}) == 91
    for row in ROWS:
        assert row["source_title"] == f"Annual Work Plan {row['year']}"
        assert row["printed_title"]
        lines = range(67, 134) if row["year"] == 2021 else range(287, 382)
        assert row["source_line"] in lines


def test_lines_follow_each_other_as_the_places_in_the_quarters_do():
    for year in (2021, 2023):
        of_year = sorted((row for row in ROWS if row["year"] == year), key=lambda row: row["source_line"])
        places = [(row["quarter"], row["place_in_quarter"]) for row in of_year]
        assert places == sorted(places)
        assert [row["code"] for row in of_year] == [f"A{year}-Q{quarter}-{place:02}" for quarter, place in places]


def test_what_is_brought_in_is_what_is_shipped(plans):
    kept = {
        activity.code: activity for activity in Activity.objects.prefetch_related("purposes", "areas", "programmes")
    }
    for row in ROWS:
        activity = kept[row["code"]]
        assert (activity.title, activity.kind, activity.mode) == (row["title"], row["kind"], row["mode"])
        assert (activity.source_line, activity.printed_title) == (row["source_line"], row["printed_title"])
        assert sorted(purpose.number for purpose in activity.purposes.all()) == row["purposes"]
        assert {area.code for area in activity.areas.all()} == set(row["areas"])
        assert {programme.code for programme in activity.programmes.all()} == set(row["programmes"])
        assert activity.strategy_period.code == row["period"]
        assert activity.audience == "public"


def test_nothing_has_a_date_no_source_gives(plans):
    assert not Activity.objects.exclude(starts_local=None).exists()
    known = Activity.objects.exclude(actual_from=None).order_by("code")
    assert [activity.code for activity in known] == [
        *(f"A2021-Q3-0{number}" for number in range(1, 5)),
        "A2023-Q4-17",
    ]
    for activity in known:
        assert (activity.state, activity.actual_precision) == ("done", "month")
        assert activity.actual_source
    # The four guides came out in May, which is quarter 2; the plan said quarter 3, and both are kept.
    guide = known[0]
    assert (guide.quarter, str(guide.actual_from), str(guide.actual_to)) == (3, "2021-05-01", "2021-05-31")
    assert set(Activity.objects.filter(actual_from=None).values_list("state", flat=True)) == {"planned"}


def test_the_activity_that_a_plan_lists_twice_is_neither_merged_nor_lost(plans):
    first, again = (Activity.objects.get(code=code) for code in ("A2023-Q2-07", "A2023-Q4-06"))
    assert first.printed_title == again.printed_title
    assert (first.quarter, again.quarter) == (2, 4)
    assert (again.repeats, first.repeats) == (first, None)
    assert list(first.related.all()) == [again]


def test_misprints_stay_beside_what_was_corrected(plans):
    fixed = Activity.objects.exclude(areas_fix="").order_by("code")
    assert [(row.code, row.printed_areas, row.areas_fix) for row in fixed] == [
        ("A2023-Q2-05", "IS&C, IM, VO&MM", "VO&MM → VP&MM"),
        ("A2023-Q2-06", "IS&C, IM, VO&MM", "VO&MM → VP&MM"),
        ("A2023-Q4-14", "LE, BM, VP", "VP → VP&MM"),
    ]
    assert all("VP&MM" in row.areas.values_list("code", flat=True) for row in fixed)
    jeju = Activity.objects.get(code="A2023-Q4-09")
    assert "CIFAL" in jeju.title
    assert "CICAL" in jeju.printed_title
    # Version 2 of the toolkit has three areas and version 3 another one: so the plan says, and so it stays.
    tags = {
        code: set(Activity.objects.get(code=code).areas.values_list("code", flat=True))
        for code in ("A2023-Q1-02", "A2023-Q4-07")
    }
    assert tags == {"A2023-Q1-02": {"IM", "VP&MM", "R&R"}, "A2023-Q4-07": {"IS&C"}}


def test_a_purpose_has_the_words_of_its_period(plans):
    texts = dict(Purpose.objects.filter(number=3).values_list("period__code", "text"))
    assert texts["2021-22"].startswith("We provide support to Bali Process Members to improve")
    assert texts["2023"].startswith("We provide support in policy development")
    for activity in Activity.objects.prefetch_related("purposes"):
        assert all(purpose.period_id == activity.strategy_period_id for purpose in activity.purposes.all())


def test_bringing_them_in_again_changes_nothing_and_never_what_staff_edited(plans):
    activity = Activity.objects.get(code="A2023-Q1-04")
    actions.describe(activity, by=None, title="As staff call it", areas=[])
    before = Change.objects.count()
    assert load_activities() == 91
    activity.refresh_from_db()
    assert (activity.title, activity.areas.count()) == ("As staff call it", 0)
    assert Activity.objects.count() == 91
    assert Change.objects.count() == before


def test_one_that_is_missing_comes_back_with_what_it_is_related_to(plans):
    Activity.objects.filter(code="A2023-Q4-06").delete()
    assert load_activities() == 91
    again = Activity.objects.get(code="A2023-Q4-06")
    assert again.repeats.code == "A2023-Q2-07"
    assert [other.code for other in again.related.all()] == ["A2023-Q2-07"]
