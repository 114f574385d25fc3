"""From a choice of people to one mail each. Ids: V2, V3, V5, V24, cases 51, 52, 55; decision 21."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from icalendar import Calendar

from alumni.events import actions, mails
from alumni.events.models import Event, Invitation, Letter, Round
from lms.audit.models import Entry
from lms.notifications.choices import prefer
from lms.notifications.delivery import deliver_due
from lms.notifications.models import Message
from tests.factories.accounts import PersonFactory, signed_in, staff
from tests.factories.events import freeze, invite, invited, make_event, make_people

pytestmark = pytest.mark.django_db


def calendar_of(letter):
    (part,) = [body for body, kind in letter.alternatives if kind.startswith("text/calendar")]
    (event,) = Calendar.from_ical(part).walk("VEVENT")
    return event


def test_a_frozen_list_stays_as_it_is_and_nobody_is_on_two():
    event, people = make_event(), make_people(3)
    first = freeze(event, people)
    second = freeze(event, [*people, PersonFactory()])
    assert (first.invitations.count(), second.invitations.count()) == (3, 1)
    assert (first.reach, second.reach) == (3, 4)


def test_case_52_one_address_is_invited_once():
    event = make_event()
    made = freeze(event, [PersonFactory(email="a@agency.example"), PersonFactory(email="a+b@agency.example")])
    assert made.invitations.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(event=event, round=made, person=PersonFactory(), email_norm="a@agency.example")


def test_up_to_fifty_the_author_may_approve_and_above_somebody_else_must():
    event = make_event()
    small = freeze(event, make_people(50))
    assert actions.approve(small, by=event.author)
    large = freeze(event, make_people(1))
    assert large.reach == 51, "Small lists do not add up to a large one that nobody looked at."
    with pytest.raises(actions.AuthorMayNotApprove):
        actions.approve(large, by=event.author)
    assert actions.approve(large, by=staff())


def test_the_database_itself_refuses_an_author_who_approves_a_large_list():
    event = make_event()
    large = freeze(event, make_people(51))
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(pk=large.pk).update(state="approved", approver=event.author)
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(pk=large.pk).update(state="sent")


def test_people_are_taken_off_until_it_is_approved():
    event, (one, other) = make_event(), make_people(2)
    made = freeze(event, [one, other])
    assert actions.remove(made.invitations.get(person=one), by=event.author)
    actions.approve(made, by=event.author)
    assert not actions.remove(made.invitations.get(person=other), by=event.author)
    assert actions.discard(made, by=event.author)


def test_each_gets_one_mail_that_holds_them_alone():
    event = make_event()
    somchai, anh = PersonFactory(full_name="Somchai Jaidee"), PersonFactory(full_name="Nguyễn Thị Ánh")
    invite(event, somchai, anh)
    actions.plan_rounds()
    deliver_due()
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([somchai.email, anh.email])
    for letter in mail.outbox:
        other = anh if letter.to == [somchai.email] else somchai
        whole = letter.message().as_string() + letter.body + str(letter.alternatives)
        assert other.email not in whole
        assert other.full_name not in whole
        entry = calendar_of(letter)
        assert str(entry["attendee"]) == f"mailto:{letter.to[0]}"
        assert str(entry["uid"]) == event.ical_uid
        assert "List-Unsubscribe" in letter.extra_headers
    assert len({letter.body.split("/e/")[1].split("/")[0] for letter in mail.outbox}) == 2


def test_a_list_that_is_not_approved_is_not_sent_and_one_is_sent_once():
    event = make_event()
    made = freeze(event, make_people(2))
    assert not actions.send(made, by=event.author)
    actions.approve(made, by=event.author)
    assert actions.send(made, by=event.author)
    assert not actions.send(made, by=event.author)
    event.refresh_from_db()
    assert event.state == Event.State.OPEN
    assert actions.plan_rounds() == 2
    assert actions.plan_rounds() == 0
    assert Message.objects.filter(kind="events.invitation").count() == Letter.objects.count() == 2


def test_a_planner_that_is_killed_between_two_chunks_plans_the_rest_next_time(monkeypatch):
    monkeypatch.setattr("alumni.events.actions.inviting.CHUNK", 2)
    event = make_event()
    made = freeze(event, make_people(5))
    actions.approve(made, by=event.author)
    actions.send(made, by=event.author)
    real, calls = actions.inviting.queue, []

    def dying(*args, **kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):  # noqa: PT012
        patch.setattr("alumni.events.actions.inviting.queue", dying)
        actions.plan_rounds()
    assert Letter.objects.count() == 2
    actions.plan_rounds()
    assert Letter.objects.count() == Message.objects.filter(kind="events.invitation").count() == 5


def test_who_turned_invitations_off_after_the_list_was_made_gets_none():
    event, person = make_event(), PersonFactory()
    invite(event, person)
    prefer(person, "events", "off", by=person)
    deliver_due()
    assert mail.outbox == []
    assert Message.objects.get(kind="events.invitation").state == Message.State.SUPPRESSED


def test_case_55_a_cancelled_event_takes_back_what_has_not_left_in_the_same_transaction():
    event = make_event()
    invite(event, *make_people(3))
    actions.cancel(event, by=event.author)
    assert set(Message.objects.filter(kind="events.invitation").values_list("state", flat=True)) == {"cancelled"}
    deliver_due()
    assert mail.outbox == []
    assert not Letter.objects.filter(what="cancel").exists()


def test_nobody_is_invited_to_what_is_cancelled():
    event = make_event()
    made = freeze(event, make_people(1))
    actions.approve(made, by=event.author)
    actions.cancel(event, by=event.author)
    with pytest.raises(actions.NotOpen):
        actions.send(made, by=event.author)
    with pytest.raises(actions.NotOpen):
        freeze(event, make_people(1))


def test_a_test_goes_to_whoever_asks_and_no_row_of_an_invitation_knows():
    event, office = make_event(), staff()
    actions.send_test(event, by=office)
    deliver_due()
    (letter,) = mail.outbox
    assert letter.to == [office.email]
    assert letter.subject.startswith("Test:")
    assert str(calendar_of(letter)["uid"]) != event.ical_uid
    assert "/e/" not in letter.body
    assert not Invitation.objects.exists()
    assert not Letter.objects.exists()


def test_v24_a_blind_event_says_nothing_in_mail_and_calendar():
    activity = {"title": "Canary Theme", "summary": "Canary summary", "place": "Canary Hall"}
    activity["join_url"] = "https://canary.example/room"
    event = make_event(tier="blind", activity=activity)
    invited(event, full_name="Somchai Jaidee")
    actions.cancel(event, by=event.author, reason="Canary reason")
    deliver_due()
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        whole = letter.subject + letter.body + str(letter.alternatives) + str(letter.attachments)
        assert "anary" not in whole
        assert "RILON" not in whole
        assert calendar_of(letter)["class"] == "PRIVATE"
        assert str(calendar_of(letter)["summary"]) == "RSO meeting"


@pytest.mark.parametrize(("tier", "is_there"), [("public", True), ("members", True), ("closed", False)])
def test_a_join_link_is_in_the_entry_of_open_events_alone(tier, is_there):
    event = make_event(tier=tier, activity={"join_url": "https://meet.example/room"})
    assert ("meet.example" in mails.entry(event).description) == is_there


def test_a_closed_event_is_for_the_invited_alone():
    with pytest.raises(ValidationError):
        make_event(tier="closed", audience="members")


def test_case_76_a_tier_goes_up_after_sending_and_never_down():
    event = make_event(tier="members", activity={"title": "Canary Theme"})
    invited(event)
    actions.describe(event, by=event.author, facts={"tier": "blind"}, activity={})
    event.refresh_from_db()
    assert mails.entry(event).summary == "RSO meeting"
    with pytest.raises(ValidationError):
        actions.describe(event, by=event.author, facts={"tier": "members"}, activity={})


def test_every_act_is_in_the_log_and_no_name_is():
    event = make_event(title="Unmistakable title")
    invite(event, PersonFactory(full_name="Unmistakable Name"))
    acts = set(Entry.objects.about(event).values_list("act", flat=True))
    assert {"events.make", "events.freeze", "events.approve", "events.send"} <= acts
    assert "nmistakable" not in str(list(Entry.objects.values()))


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"mode": "online", "place": "", "join_url": ""}, ["No link to the online room is given"]),
        ({"mode": "in_person", "place": "", "join_url": ""}, ["No place is given"]),
        ({"mode": "hybrid", "place": "", "join_url": ""}, ["No link to the online room", "No place is given"]),
        ({"mode": "hybrid", "place": "Bangkok", "join_url": "https://meet.example/a"}, []),
        ({"mode": "online", "place": "", "join_url": "https://meet.example/a"}, []),
    ],
)
def test_before_it_is_sent_whoever_sends_is_asked_whether_a_missing_link_or_place_is_meant(facts, said):
    event = make_event(activity=facts)
    frozen = freeze(event, make_people(1))
    client = signed_in(event.author)
    for address in (("events:round", event.public_id, frozen.number), ("events:invitation-preview", event.public_id)):
        text = client.get(reverse(address[0], args=address[1:])).content.decode()
        assert ("Is this meant?" in text) == bool(said)
        assert all(one in text for one in said)
    # A warning, no wall.
    assert actions.approve(frozen, by=event.author)
    assert actions.send(frozen, by=event.author)
