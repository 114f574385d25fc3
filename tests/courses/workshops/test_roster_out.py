"""The roster on paper and as a file: the screen's people and numbers, guarded, in the log, of one's own cohorts (H12, H23)."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from openpyxl import load_workbook

from courses.workshops import actions
from courses.workshops.models import Place
from lms.audit.models import Entry
from tests.factories import workshops as make
from tests.factories.accounts import PersonFactory, signed_in
from tests.scenes import scene

from .test_pages import page

pytestmark = pytest.mark.django_db


@scene
def workshop():
    workshop = make.make_workshop()
    here = make.add(workshop, PersonFactory(full_name="=cmd|calc", native_name="สมชาย", email="quiet@agency.example"))
    make.mark_everything(workshop, [here])
    make.add(workshop, make.newcomer(4))
    return workshop


@scene
def trainer(workshop):
    return make.make_trainer(workshop, full_name="Trainer Trang")


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_h23_the_file_has_the_people_of_the_screen_and_says_who_took_it_when(browser, workshop):
    answer = browser.get(page("roster-file", workshop, "csv"))
    assert answer["Content-Disposition"] == 'attachment; filename="roster.csv"'
    heading, first, second, _empty, last = rows_of(answer)
    assert heading[:3] == ["Number", "Name", "Name in own script"]
    # No cell is run as a formula, no address and no sex is on the list.
    assert first == ["1", "'=cmd|calc", "สมชาย", "Immigration Bureau", first[4], "Confirmed", "100 %", "Yes"]
    assert second[1:] == ["New Officer 4", "", "Police", "Thailand", "Confirmed", "0 %", "No"]
    assert last[0].startswith("Taken from the roster by Trainer Trang on ")
    assert "quiet@agency.example" not in answer.content.decode()


def test_the_workbook_says_the_same(browser, workshop):
    sheet = load_workbook(io.BytesIO(browser.get(page("roster-file", workshop, "xlsx")).content)).active
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("'=cmd|calc", "s")
    assert sheet["B3"].value == "New Officer 4"


def test_h23_the_filters_of_the_screen_hold_and_its_links_keep_them(browser, workshop):
    assert "roster.csv?unjoined=on" in browser.get(page("roster", workshop), {"unjoined": "on"}).content.decode()
    rows = rows_of(browser.get(page("roster-file", workshop, "csv"), {"unjoined": "on"}))
    assert [row[1] for row in rows[1:] if len(row) > 1] == ["New Officer 4"]
    printed = browser.get(page("roster-print", workshop), {"unjoined": "on"}).content.decode()
    assert "New Officer 4" in printed
    assert "cmd|calc" not in printed


def test_the_list_to_print_has_room_to_sign_for_each_day_and_its_mark(browser, workshop):
    text = browser.get(page("roster-print", workshop)).content.decode()
    assert text.count('<td class="event-sign"') == 2 * 2
    first, last = workshop.activity.starts_local, workshop.activity.ends_local
    assert f"Signature, {date_format(first, 'j M')}</th>" in text
    assert f"Signature, {date_format(last, 'j M')}</th>" in text
    assert f"{date_format(first, 'j F Y')} – {date_format(last, 'j F Y')}" in text
    assert "Taken from the roster by <bdi>Trainer Trang</bdi>" in text
    actions.cancel_session(make.sessions_of(workshop)[1], by=make.office())
    text = browser.get(page("roster-print", workshop)).content.decode()
    assert text.count('<td class="event-sign"') == 2
    assert 'scope="col">Signature</th>' in text


def test_who_accepted_has_a_seat_on_paper_and_an_offer_is_none_yet():
    workshop = make.coming(days=7, seats=2)
    make.add(workshop, PersonFactory(full_name="Accepted Officer"))
    make.add(workshop, PersonFactory(full_name="Offered Officer"))
    Place.objects.filter(person__full_name="Accepted Officer").update(state="accepted")
    soon = timezone.now() + timedelta(days=1)
    Place.objects.filter(person__full_name="Offered Officer").update(state="offered", offered_until=soon)
    text = signed_in(make.make_trainer(workshop)).get(page("roster-print", workshop)).content.decode()
    signing, seatless = text.split("Without a seat so far")
    assert "Accepted Officer" in signing
    assert "Offered Officer" not in signing
    assert "Offered Officer" in seatless


def test_only_those_with_a_seat_are_numbered_and_sign_and_those_who_left_are_not_on_the_list_to_print():
    workshop = make.coming(days=7, seats=1)
    make.add(workshop, PersonFactory(full_name="Seated Officer"))
    leaving = make.add(workshop, PersonFactory(full_name="Another Officer"))
    make.add(workshop, PersonFactory(full_name="Beyond Seats"))
    actions.move(leaving, "withdrawn", by=make.office(), reason="Posted elsewhere.")
    text = signed_in(make.make_trainer(workshop)).get(page("roster-print", workshop)).content.decode()
    signing, waiting = text.split("Without a seat so far")
    assert "1 person with a seat" in signing
    assert "Seated Officer" in signing
    assert signing.count('data-label="Number">1</td>') == 1
    # Seven columns are too narrow to sign in.
    assert signing.count('<td class="event-sign"') == 1
    assert "Beyond Seats" in waiting
    assert "event-sign" not in waiting
    assert 'data-label="Number"' not in waiting
    assert "Another Officer" not in text


def test_each_is_in_the_log(browser, workshop, trainer):
    for address in (page("roster-print", workshop), page("roster-file", workshop, "xlsx")):
        browser.get(address)
    entries = Entry.objects.filter(act="workshops.hand_out_roster").order_by("pk")
    assert [entry.data["kind"] for entry in entries] == ["print", "xlsx"]
    assert {entry.data["count"] for entry in entries} == {2}


def test_h12_of_another_cohort_there_is_nothing_to_take(browser, workshop):
    other = make.make_workshop()
    for address in (page("roster-print", other), page("roster-file", other, "csv")):
        assert browser.get(address).status_code == 404
    assert not Entry.objects.filter(act="workshops.hand_out_roster").exists()


def test_it_asks_few_questions_however_many_there_are(browser, workshop, django_assert_max_num_queries):
    for _ in range(20):
        make.add(workshop)
    with django_assert_max_num_queries(24):
        browser.get(page("roster-file", workshop, "csv"))
