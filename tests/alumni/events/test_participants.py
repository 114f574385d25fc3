"""Numbers that add up and lead to their people; the list of who comes; answers by telephone. Ids: V4, V21, V25, B-C20."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from alumni.events import actions, lists
from alumni.events.invariants import the_guard_stands, the_last_answer_counts
from alumni.events.models import Event, Invitation, Letter
from cms.activities.models import Activity
from lms.audit.models import Entry
from lms.notifications.models import Message
from tests.factories.accounts import PersonFactory, signed_in, staff
from tests.factories.events import invite, invited, make_event
from tests.scenes import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return signed_in(staff())


def url(name, event, *args):
    return reverse(f"events:{name}", args=[event.public_id, *args])


def over(event):
    past = timezone.now() - timedelta(days=2)
    Activity.objects.filter(event=event).update(starts_at=past, ends_at=past + timedelta(hours=3))
    return Event.objects.select_related("activity").get(pk=event.pk)


@scene
def event():
    """Eight invited: yes, yes, no, maybe, four silent; of the mails one bounced, one uncertain, one not yet left; one more
    whose invitation was taken back."""
    event = make_event()
    rows = invited(event, 8)
    for row, answer in zip(rows, ["yes", "yes", "no", "maybe"], strict=False):
        actions.answer(row, answer, via="mail")
    actions.withdraw(rows[4], by=event.author)
    (late,) = invited(event)
    assert late.state == "sent"
    for row, state in ((rows[5], "bounced"), (rows[6], "uncertain"), (rows[7], "queued")):
        Message.objects.filter(event_letter__invitation=row).update(state=state)
    return event


def test_what_is_counted_adds_up_and_who_was_taken_back_is_counted_apart(event):
    told = lists.tally(event)
    assert (told["invited"], told["taken_back"]) == (8, 1)
    assert sum(told[name] for name in lists.ANSWERS) == 8
    assert sum(told[name] for name in lists.DELIVERIES) == 8
    assert [told[name] for name in ("yes", "no", "maybe", "none")] == [2, 1, 1, 4]
    assert [told[name] for name in ("failed", "uncertain", "waiting", "held")] == [1, 1, 1, 0]


def test_every_number_leads_to_exactly_its_people(event, office):
    page = office.get(url("office-event", event)).content.decode()
    numbers = re.findall(r'stat-value">(\d+)</p><p><a href="([^"]+)"', page)
    assert len(numbers) == 11
    for number, address in numbers:
        rows = office.get(address.replace("&amp;", "&")).context["rows"]
        assert len(rows) == int(number), address


def test_a_reminder_nobody_wants_does_not_hide_that_the_invitation_was_sent(event):
    row = Invitation.objects.filter(answer="yes").first()
    message = Message.objects.create(kind="events.reminder", person=row.person, state="suppressed", dedupe_key="x" * 64)
    Letter.objects.create(invitation=row, what="reminder", number=1, message=message)
    assert lists.tally(event)["held"] == 0


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_list_of_who_comes_as_a_file_holds_them_and_no_address(event, office):
    answer = office.get(url("participants-file", event, "csv"))
    head, *rows = rows_of(answer)
    assert head[0] == "Name"
    assert len(rows) == 2
    assert {row[5] for row in rows} == {"Yes"}
    assert "@" not in answer.content.decode()
    assert 'filename="participants.csv"' in answer["Content-Disposition"]
    assert len(rows_of(office.get(url("participants-file", event, "csv") + "?answer=all"))) == 9
    sheet = load_workbook(io.BytesIO(office.get(url("participants-file", event, "xlsx")).content)).active
    assert sheet.max_row == 3


def test_b_c20_a_name_that_would_run_as_a_formula_does_not(office):
    event = make_event()
    (row,) = invited(event, full_name="=HYPERLINK(1)", affiliation__agency="+1+1")
    actions.answer(row, "yes", via="web")
    (_head, line) = rows_of(office.get(url("participants-file", event, "csv")))
    assert line[0] == "'=HYPERLINK(1)"
    assert line[4] == "'+1+1"
    sheet = load_workbook(io.BytesIO(office.get(url("participants-file", event, "xlsx")).content)).active
    assert sheet["A2"].data_type == "s"


def test_the_list_to_print_names_who_said_yes(event, office):
    page = office.get(url("participants", event)).content.decode()
    yes, no = (Invitation.objects.filter(answer=answer).first().person for answer in ("yes", "no"))
    assert yes.full_name in page
    assert no.full_name not in page
    assert yes.email not in page
    assert "Signature" in page


def test_each_list_that_leaves_is_in_the_log_without_names(event, office):
    office.get(url("participants", event))
    office.get(url("participants-file", event, "csv"))
    entries = Entry.objects.filter(act="events.hand_out").order_by("pk")
    assert [(one.data["kind"], one.data["count"]) for one in entries] == [("print", 2), ("csv", 2)]


def test_of_a_coordination_group_no_list_leaves(office):
    event = make_event(tier="blind")
    invited(event)
    assert office.get(url("participants", event)).status_code == 404
    assert office.get(url("participants-file", event, "csv")).status_code == 404
    assert "Excel" not in office.get(url("office-event", event)).content.decode()
    assert not Entry.objects.filter(act="events.hand_out").exists()


@pytest.mark.parametrize("odd", ["pdf", "exe"])
def test_another_kind_of_file_is_not_there(event, office, odd):
    assert office.get(url("participants-file", event, odd)).status_code == 404
    assert office.get(url("participants", event) + "?answer=%00").status_code == 200


@pytest.mark.usefixtures("frame_is_known")
def test_a_long_list_costs_as_few_queries_as_a_short_one(office, django_assert_max_num_queries):
    event = make_event()
    people = [PersonFactory() for _ in range(6)]
    invite(event, *people)
    for kind in ("participants", "participants-file"):
        with django_assert_max_num_queries(14):
            office.get(url(kind, event, *(["csv"] if "file" in kind else [])) + "?answer=all")


def test_v4_staff_enter_what_somebody_said_by_telephone_and_everybody_sees_that_they_did(office):
    (row,) = invited(make_event())
    here = url("answer-enter", row.event, row.public_id)
    assert row.person.full_name in office.get(here).content.decode()
    assert office.post(here, {"answer": "yes"}).status_code == 302
    row.refresh_from_db()
    assert row.answer == "yes"
    entry = Entry.objects.get(act="events.answer")
    assert (entry.data["via"], bool(entry.actor)) == ("staff", True)
    assert "Entered by staff" in office.get(url("invitations", row.event)).content.decode()
    assert "The office entered it" in signed_in(row.person).get(url("event", row.event)).content.decode()
    actions.answer(row, "no", via="web")
    assert "The office entered it" not in signed_in(row.person).get(url("event", row.event)).content.decode()


@pytest.mark.parametrize("answer", ["", "perhaps", "\x00"])
def test_no_answer_is_no_answer(office, answer):
    (row,) = invited(make_event())
    assert office.post(url("answer-enter", row.event, row.public_id), {"answer": answer}).status_code == 422
    assert not Entry.objects.filter(act="events.answer").exists()


def test_after_the_event_no_answer_is_entered(office):
    (row,) = invited(make_event())
    over(row.event)
    here = url("answer-enter", row.event, row.public_id)
    assert "answers are not changed any more" in office.get(here).content.decode()
    office.post(here, {"answer": "yes"})
    row.refresh_from_db()
    assert row.answer == ""


def test_an_event_that_is_over_says_so_in_the_office_and_is_found_by_it(office):
    gone, coming, draft = make_event(title="Last year"), make_event(title="Next year"), make_event(title="Never told")
    for one in (gone, coming):
        actions.publish(one, by=None)
    over(gone)
    over(draft)
    assert ">Over<" in office.get(url("office-event", gone)).content.decode()
    assert "Never opened" in office.get(url("office-event", draft)).content.decode()
    assert found(office, "over") == {"Last year"}
    assert found(office, "open") == {"Next year"}
    assert found(office, "draft") == {"Never told"}


def found(office, state):
    page = office.get(reverse("events:office-events"), {"state": state})
    assert {str(row["state"]) for row in page.context["rows"]} != {"Open"} or state == "open"
    return {row["title"] for row in page.context["rows"]}


def test_zones_are_offered_once_under_todays_name_and_an_event_keeps_the_one_it_has(office):
    event = make_event(activity={"zone": "Asia/Rangoon"})
    page = office.get(reverse("events:event-make")).content.decode()
    for old, new in (
        ("Asia/Rangoon", "Asia/Yangon"),
        ("Asia/Saigon", "Asia/Ho_Chi_Minh"),
        ("Asia/Dacca", "Asia/Dhaka"),
    ):
        assert f'value="{old}"' not in page
        assert f'value="{new}"' in page
    kept = office.get(url("event-move", event)).content.decode()
    assert re.search(r'value="Asia/Rangoon"\s+selected', kept)
    for name in ("Asia/Phnom_Penh", "Asia/Vientiane", "Pacific/Port_Moresby", "Asia/Dili", "UTC"):
        assert f'value="{name}"' in page


def test_what_must_hold_of_answers_holds(event):
    assert list(the_guard_stands()) == []
    assert list(the_last_answer_counts()) == []
    Invitation.objects.filter(answer="no").update(answer="yes")
    assert len(list(the_last_answer_counts())) == 1
