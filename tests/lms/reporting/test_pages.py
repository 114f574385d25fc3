"""Figures of the office as a page and as files. Ids: B4, H21, H23, B-C20."""

from datetime import timedelta

import pytest

from lms.audit.models import Entry
from tests.factories import reporting as made
from tests.factories.accounts import editor, focal_point, signed_in
from tests.factories.learning import make_course
from tests.factories.workshops import make_activity, make_workshop
from tests.scenes import scene

from . import reading

pytestmark = pytest.mark.django_db
FIGURES = "/office/figures/"
SPRING = "period=2025-Q2"


@scene
def spring():
    """Two members with many people, one with few, and two workshops."""
    course = make_course(lessons=1, final=False)
    for code, women, men in (("TH", 14, 12), ("VN", 11, 15), ("KH", 3, 0), ("LA", 40, 2)):
        member = made.member_of(code)
        made.enrol(made.people(women, sex="female", member=member), course=course, completed_at=made.AT)
        made.enrol(made.people(men, sex="male", member=member), course=course)
    persons = made.people(12, sex="female") + made.people(11)
    made.attend(persons, make_workshop(activity=make_activity(days=2, starts=made.AT), seats=60))


def text(response):
    return response.content.decode()


def test_page_csv_and_workbook_hold_the_same_numbers(office, spring):
    page = office.get(f"{FIGURES}?{SPRING}")
    shown = reading.of_page(page)
    assert len(shown) == 10
    assert shown == reading.of_csv(office.get(f"{FIGURES}as/csv/?{SPRING}"))
    assert shown == reading.of_xlsx(office.get(f"{FIGURES}as/xlsx/?{SPRING}"))
    for name in ("csv", "xlsx"):
        assert f"{FIGURES}as/{name}/?{SPRING}" in text(page)


def test_small_numbers_are_words(office, spring):
    by_member = reading.of_page(office.get(f"{FIGURES}?{SPRING}"))[0]
    rows = {row[0]: row[1:] for row in by_member[2:]}
    assert rows["Member KH"] == ["not shown"] * 4 + ["fewer than 10", "not shown"]
    assert rows["All"] == ["68", "29", "0", "0", "97", "97"]
    shown = [int(cell) for row in rows.values() for cell in row if cell.isdecimal()]
    assert not [number for number in shown if 0 < number < 10]


def test_not_recorded_is_always_a_column(office, spring):
    for table in reading.of_page(office.get(f"{FIGURES}?{SPRING}"))[:9]:
        assert "Not recorded" in table[1]
        assert table[-1][0] == "All"


def test_within_one_member_fewer_numbers_are_hidden(office, spring):
    tables = reading.of_page(office.get(f"{FIGURES}?{SPRING}&member=VN"))
    assert tables[0][0] == ["People enrolled: by kind of agency"]
    assert tables[0][-1] == ["All", "11", "15", "0", "0", "26", "26"]
    small = text(office.get(f"{FIGURES}?{SPRING}&member=KH"))
    assert "In all: fewer than 5." in small


def test_bars_show_what_the_table_shows_and_no_more(office, spring):
    page = text(office.get(f"{FIGURES}?{SPRING}"))
    drawing = page[page.index('<svg class="quarter-bars"') : page.index("</svg>", page.index("quarter-bars"))]
    assert "People enrolled: by member" in drawing
    assert "Member TH" not in drawing or "26" in drawing
    assert "Member KH" not in drawing


def test_the_period_stands_in_the_address_and_in_the_form(office):
    page = text(office.get(f"{FIGURES}?period=days&first=2025-02-03&last=2025-02-20"))
    assert "3 February 2025 to 20 February 2025" in page
    assert 'value="2025-02-03"' in page
    assert "first=2025-02-03" in page


def test_without_a_question_the_last_quarter_that_is_over_is_shown(office):
    assert text(office.get(FIGURES)).count("selected") >= 1


def test_a_period_without_anybody_says_so(office):
    page = text(office.get(f"{FIGURES}?period=2010-Q1"))
    assert page.count("Nobody in this period.") == 4
    assert '<svg class="quarter-bars"' not in page


@pytest.mark.parametrize(
    "asked",
    [
        "period=days&first=2025-02-03",
        "period=2025-Q2&first=2025-02-03&last=2025-02-20",
        "period=2025-Q2&last=2025-02-20",
        "period=days&first=2025-02-03&last=2025-01-01",
        "period=days&first=x&last=y",
        "period=2025-Q9",
        "period=strategy-none",
        "period=2025-Q1&purpose=99-1",
        "period=2025%00",
    ],
)
def test_what_cannot_be_asked_is_said_at_the_field(office, asked):
    page = office.get(f"{FIGURES}?{asked}")
    assert page.status_code == 200
    assert "There is a problem" in text(page)
    assert office.get(f"{FIGURES}as/csv/?{asked}").status_code == 404


def test_a_download_is_in_the_log_and_looking_is_not(office, clerk):
    office.get(f"{FIGURES}?{SPRING}")
    assert not Entry.objects.filter(act="reporting.hand_out").exists()
    office.get(f"{FIGURES}as/xlsx/?{SPRING}")
    entry = Entry.objects.get(act="reporting.hand_out")
    assert entry.data == {"kind": "xlsx", "period": "2025-Q2", "first": "2025-04-01", "last": "2025-06-30"}
    assert entry in Entry.objects.by(clerk)


def test_a_file_of_today_says_that_it_is_a_draft(office):
    assert "A draft for the office." in office.get(f"{FIGURES}as/csv/?{SPRING}").content.decode("utf-8-sig")


def test_no_name_runs_as_a_formula(office):
    member = made.member_of("XX")
    member.name = "=1+1"
    member.save()
    made.enrol(made.people(20, member=member))
    rows = office.get(f"{FIGURES}as/csv/?{SPRING}").content.decode("utf-8-sig")
    assert "'=1+1" in rows
    assert "\n=1+1" not in rows


def test_nobody_but_staff_finds_the_page(client):
    assert client.get(FIGURES).status_code == 302
    for person in (editor(), focal_point()):
        assert signed_in(person).get(FIGURES).status_code == 404
        assert signed_in(person).get(f"{FIGURES}as/csv/").status_code == 404


def test_the_office_leads_to_the_figures(office):
    assert 'href="/office/figures/"' in text(office.get("/office/"))


@pytest.mark.usefixtures("frame_is_known")
def test_the_page_asks_a_bounded_number_of_questions(office, spring, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        office.get(f"{FIGURES}?{SPRING}")


def test_a_strategy_is_a_period(office):
    from cms.taxonomy.models import StrategyPeriod

    StrategyPeriod.objects.create(code="2025", title="Strategy of 2025", first_year=2025, last_year=2026)
    page = text(office.get(f"{FIGURES}?period=strategy-2025"))
    assert "1 January 2025 to 31 December 2026" in page
    assert "Strategy of 2025" in page


def test_whoever_enrolled_after_the_period_is_not_in_it(office):
    made.enrol(made.people(30), at=made.AT + timedelta(days=90))
    assert "Nobody in this period." in text(office.get(f"{FIGURES}?{SPRING}"))
