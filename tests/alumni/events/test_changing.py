"""What invitees are told when an event moves, is cancelled, or takes place after all. Ids: V5, V7, cases 53 to 58."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from icalendar import Calendar

from alumni.events import actions, links
from alumni.events.models import Event, Invitation, Letter
from cms.activities import actions as activities
from lms.accounts.models import User
from lms.notifications.delivery import deliver_due
from lms.notifications.models import Message
from tests.factories.accounts import PersonFactory
from tests.factories.activities import when_and_where
from tests.factories.events import invite, invited, make_event
from tests.scenes import scene

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=11)


def move(event, **changes):
    event = Event.objects.select_related("activity").get(pk=event.pk)
    return actions.move(event, by=event.author, when=when_and_where(event.activity, **changes))


def later(event, **by):
    return event.activity.starts_local + timedelta(**by)


def mails_of(clear=True):
    """What arrived since: kind of entry, sequence, recipient."""
    deliver_due()
    found = []
    for letter in mail.outbox:
        parts = [body for body, kind in letter.alternatives if kind.startswith("text/calendar")]
        (entry,) = Calendar.from_ical(parts[0]).walk("VEVENT") if parts else (None,)
        method = str(Calendar.from_ical(parts[0])["method"]) if parts else ""
        found.append((method, int(entry["sequence"]) if entry else None, letter.to[0]))
    mail.outbox.clear()
    return found


def entry_of(letter):
    """What a calendar reads in this mail."""
    part = next(one for one in letter.message().walk() if one.get_content_type() == "text/calendar")
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    (event,) = calendar.walk("VEVENT")
    facts = {name: str(event[name]) for name in ("status", "uid")} | {"sequence": int(event["sequence"])}
    return facts | {
        "method": str(calendar["method"]),
        "dtstamp": event.decoded("dtstamp"),
        "content_type": str(part["Content-Type"]).replace('"', ""),
    }


def announce():
    actions.announce_due(timezone.now() + LATER)
    return mails_of()


@scene
def event():
    event = make_event()
    invited(event, 2)
    mail.outbox.clear()
    return event


def test_case_54_five_changes_in_ten_minutes_are_one_update_and_one_step(event):
    for number in range(1, 6):
        move(event, place=f"Hall {number}")
        actions.announce_due()
    assert mails_of() == []
    assert [(method, sequence) for method, sequence, _ in announce()] == [("REQUEST", 1)] * 2
    assert announce() == []
    event.refresh_from_db()
    assert (event.sequence, event.announce_at) == (1, None)


def test_a_change_that_is_taken_back_in_time_is_told_to_nobody(event):
    move(event, place="Hanoi")
    move(event, place="Bangkok")
    assert announce() == []
    event.refresh_from_db()
    assert event.sequence == 0


def test_three_changes_are_one_entry_in_the_calendar(event):
    for number in range(1, 4):
        move(event, starts_local=later(event, minutes=number), ends_local=None)
        assert [sequence for _, sequence, _ in announce()] == [number] * 2
    assert Event.objects.get().ical_uid == event.ical_uid


@pytest.mark.parametrize("fact", ["title", "summary"])
def test_words_are_no_new_version_and_no_mail(event, fact):
    actions.describe(event, by=event.author, facts={}, activity={fact: "Other words"})
    assert announce() == []
    event.refresh_from_db()
    assert event.sequence == 0


def test_who_said_no_is_not_told_of_a_change_and_of_a_cancellation_they_are(event):
    no, yes = Invitation.objects.order_by("pk")
    actions.answer(no, "no", via="web")
    move(event, place="Hanoi")
    assert [to for _, _, to in announce()] == [yes.person.email]
    actions.cancel(event, by=event.author)
    assert {(method, sequence) for method, sequence, _ in mails_of()} == {("CANCEL", 2)}
    assert Letter.objects.filter(what="cancel").count() == 2


def test_a_change_before_the_first_mail_left_revises_that_mail():
    event = make_event()
    invite(event, PersonFactory())
    move(event, place="Hanoi")
    actions.announce_due(timezone.now() + LATER)
    deliver_due()
    (letter,) = mail.outbox
    assert "Hanoi" in letter.body
    assert letter.subject.startswith("Invitation")


def test_who_is_invited_after_a_change_gets_its_present_version(event):
    move(event, place="Hanoi")
    announce()
    newcomer = PersonFactory()
    invite(event, newcomer)
    assert mails_of() == [("REQUEST", 1, newcomer.email)]


def test_who_was_invited_while_the_change_waited_is_not_told_twice(event):
    move(event, place="Hanoi")
    event.refresh_from_db()
    newcomer = PersonFactory()
    invite(event, newcomer)
    assert [to for _, _, to in mails_of()] == [newcomer.email]
    told = announce()
    # One who has the new place under the old number gets the number too: calendars compare numbers.
    assert len(told) == 3


def test_case_55_only_those_who_may_have_it_get_a_cancel(event):
    waiting = PersonFactory()
    invite(event, waiting)
    actions.cancel(event, by=event.author, reason="The venue is closed.")
    told = mails_of()
    assert len(told) == 2
    assert waiting.email not in {to for _, _, to in told}
    assert {(method, sequence) for method, sequence, _ in told} == {("CANCEL", 1)}


def test_case_55_an_uncertain_one_gets_a_cancel_because_it_may_be_there():
    event = make_event()
    (invitation,) = invite(event, PersonFactory())
    Message.objects.update(state=Message.State.UNCERTAIN)
    actions.cancel(event, by=event.author)
    assert [to for _, _, to in mails_of()] == [invitation.person.email]


def test_cancelling_twice_tells_once(event):
    for _ in range(2):
        actions.cancel(event, by=event.author)
    assert len(mails_of()) == 2
    assert Event.objects.get().sequence == 1


def test_case_56_after_all_it_is_the_same_entry_in_a_higher_version(event):
    actions.cancel(event, by=event.author)
    mails_of()
    actions.reinstate(event, by=event.author)
    assert [(method, sequence) for method, sequence, _ in mails_of()] == [("REQUEST", 2)] * 2
    event.refresh_from_db()
    assert event.state == Event.State.OPEN
    assert Invitation.objects.out().count() == 2


def test_whoever_was_told_that_it_is_off_is_told_that_it_is_on_again_also_who_said_no(event):
    no, yes = Invitation.objects.order_by("pk")
    actions.answer(no, "no", via="web")
    actions.cancel(event, by=event.author)
    assert len(mails_of()) == 2
    actions.reinstate(event, by=event.author)
    deliver_due()
    words = {letter.to[0]: letter.body for letter in mail.outbox}
    assert words.keys() == {no.person.email, yes.person.email}
    assert "You said no." in words[no.person.email]


def test_who_said_no_and_never_heard_that_it_was_off_hears_nothing(event):
    no, yes = Invitation.objects.order_by("pk")
    actions.answer(no, "no", via="web")
    move(event, place="Hanoi")
    actions.cancel(event, by=event.author)
    actions.reinstate(event, by=event.author)
    assert [to for _, _, to in mails_of()] == [yes.person.email]


def test_moved_and_cancelled_before_anybody_was_told_of_the_move_on_again_says_that_it_moved(event):
    move(event, place="Hanoi")
    actions.cancel(event, by=event.author)
    mails_of()
    actions.reinstate(event, by=event.author)
    deliver_due()
    assert {letter.subject for letter in mail.outbox} == {"On again: Regional meeting"}
    assert all("When or where it takes place has changed" in letter.body for letter in mail.outbox)


def test_on_again_as_it_was_speaks_of_no_change(event):
    actions.cancel(event, by=event.author)
    mails_of()
    actions.reinstate(event, by=event.author)
    deliver_due()
    assert not any("has changed" in letter.body for letter in mail.outbox)


def test_v5_after_all_the_mail_says_so_and_the_calendar_restores_the_entry(event):
    """A calendar puts back what it took out where the same entry comes as a REQUEST, CONFIRMED, in a higher version."""
    yes, _silent = Invitation.objects.order_by("pk")
    actions.answer(yes, "yes", via="web")
    actions.cancel(event, by=event.author)
    deliver_due()
    cancelled = entry_of(mail.outbox[0])
    mail.outbox.clear()
    actions.reinstate(event, by=event.author)
    deliver_due()
    letter = next(one for one in mail.outbox if one.to == [yes.person.email])
    restored = entry_of(letter)
    assert letter.subject == "On again: Regional meeting"
    assert "takes place after all" in letter.body
    assert "your answer stands" in letter.body
    assert "Changed" not in str(letter.message())
    assert (cancelled["method"], cancelled["status"], cancelled["sequence"]) == ("CANCEL", "CANCELLED", 1)
    assert (restored["method"], restored["status"], restored["sequence"]) == ("REQUEST", "CONFIRMED", 2)
    assert restored["uid"] == cancelled["uid"] == event.ical_uid
    assert restored["dtstamp"] >= cancelled["dtstamp"]
    assert restored["content_type"].endswith("method=REQUEST; charset=utf-8")


def test_a_change_after_it_is_on_again_is_a_change(event):
    actions.cancel(event, by=event.author)
    mails_of()
    actions.reinstate(event, by=event.author)
    mails_of()
    move(event, place="Hanoi")
    actions.announce_due(timezone.now() + LATER)
    deliver_due()
    assert {letter.subject for letter in mail.outbox} == {"Changed: Regional meeting"}


def test_who_never_heard_that_it_was_off_hears_nothing_when_it_is_on_again(event):
    actions.cancel(event, by=event.author)
    actions.reinstate(event, by=event.author)
    assert mails_of() == []
    assert Invitation.objects.out().count() == 2
    move(event, place="Hanoi")
    assert [method for method, _, _ in announce()] == ["REQUEST"] * 2


def test_a_second_cancellation_that_never_left_is_not_taken_for_the_first(event):
    actions.cancel(event, by=event.author)
    mails_of()
    actions.reinstate(event, by=event.author)
    mails_of()
    actions.cancel(event, by=event.author)
    actions.reinstate(event, by=event.author)
    assert mails_of() == []


def test_who_knows_an_older_place_and_never_heard_that_it_was_off_hears_the_new_one(event):
    move(event, place="Hanoi")
    actions.cancel(event, by=event.author)
    actions.reinstate(event, by=event.author)
    deliver_due()
    assert {letter.subject for letter in mail.outbox} == {"Changed: Regional meeting"}


def test_cancelled_and_held_after_all_before_anything_left_is_one_invitation():
    event = make_event()
    (invitation,) = invite(event, PersonFactory())
    actions.cancel(event, by=event.author)
    actions.reinstate(event, by=event.author)
    deliver_due()
    (letter,) = mail.outbox
    assert letter.subject.startswith("Invitation")
    assert letter.to == [invitation.person.email]


def test_one_person_whose_invitation_is_taken_back_is_told_alone(event):
    gone, stays = Invitation.objects.order_by("pk")
    assert actions.withdraw(gone, by=event.author)
    assert not actions.withdraw(gone, by=event.author)
    assert mails_of() == [("CANCEL", 1, gone.person.email)]
    move(event, place="Hanoi")
    assert announce() == [("REQUEST", 2, stays.person.email)]


def test_case_58_a_new_rule_of_clocks_tells_people(event):
    shift = timedelta(hours=1)
    activity = event.activity
    type(activity).objects.update(starts_at=activity.starts_at - shift, ends_at=activity.ends_at - shift)
    Event.objects.update(content_hash="of the old instant")
    activities.follow_zones()
    assert len(announce()) == 2


def test_case_53_who_changes_their_address_gets_it_there_and_the_old_link_is_dead(event):
    invitation = Invitation.objects.select_related("person", "event").first()
    old, token = invitation.person.email, links.token_of(invitation)
    User.objects.filter(pk=invitation.person_id).update(email="new@agency.example")
    assert links.invitation_of(token) is None
    actions.follow_addresses()
    actions.follow_addresses()
    told = mails_of()
    assert told == [("REQUEST", 0, "new@agency.example")]
    assert old not in {to for _, _, to in told}
    invitation.refresh_from_db()
    assert links.invitation_of(links.token_of(Invitation.objects.select_related("person").get(pk=invitation.pk)))


def due(event, number):
    return event.activity.starts_at - actions.settling.REMINDERS[number]


def long_ago():
    Letter.objects.update(created_at=timezone.now() - timedelta(days=40))


def remind(at):
    """The clock of the tick and of the outbox stands at this moment."""
    told = actions.remind_due(at)
    Message.objects.filter(kind="events.reminder", not_after__lt=timezone.now()).update(not_after=None)
    return told


def test_v7_each_reminder_comes_once_also_to_those_who_have_not_answered(event):
    long_ago()
    yes, silent = Invitation.objects.order_by("pk")
    actions.answer(yes, "yes", via="web")
    for _ in range(3):
        remind(due(event, 1))
    assert {to for _, _, to in mails_of()} == {yes.person.email, silent.person.email}
    actions.answer(silent, "no", via="web")
    remind(due(event, 2))
    remind(due(event, 1))
    assert [to for _, _, to in mails_of()] == [yes.person.email]
    assert Letter.objects.filter(what="reminder").count() == 3


def test_two_ticks_at_once_remind_once(event):
    long_ago()
    actions.remind_due(due(event, 1))
    actions.remind_due(due(event, 1) + timedelta(minutes=1))
    assert Message.objects.filter(kind="events.reminder").count() == 2


def test_who_was_invited_yesterday_needs_no_reminder(event):
    assert actions.remind_due(timezone.now()) == 0
    Letter.objects.update(created_at=due(event, 1) - timedelta(hours=3))
    assert actions.remind_due(due(event, 1)) == 0


def test_case_57_a_reminder_of_the_old_time_is_dropped_and_one_of_the_new_time_comes(event):
    long_ago()
    old = due(event, 1)
    remind(old)
    moved = move(event, starts_local=later(event, days=9), ends_local=None)
    assert mails_of() == []
    assert set(Message.objects.filter(kind="events.reminder").values_list("state", flat=True)) == {"suppressed"}
    announce()
    assert remind(old) == 0
    assert remind(due(moved, 1)) == 2
    assert len(mails_of()) == 2


def test_a_tick_that_comes_too_late_sends_no_stale_reminder(event):
    long_ago()
    assert actions.remind_due(due(event, 1) + timedelta(hours=3)) == 0
