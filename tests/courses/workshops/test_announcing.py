"""Sessions that change are told to those who have a seat, in one mail with old and new time (H16, decision 0016)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.workshops import actions
from courses.workshops.models import CohortSession, SessionChange
from tests.factories import workshops as make
from tests.factories.accounts import signed_in
from tests.scenes import scene

from .letters import calendar, delivered
from .test_pages import page

pytestmark = pytest.mark.django_db


@scene
def workshop():
    return make.coming()


@pytest.fixture
def place(workshop):
    """A seat its holder was told of."""
    found = make.add(workshop)
    delivered()
    return found


def later(session, hours=2, **facts):
    """The same sitting, some hours later."""
    more = timedelta(hours=hours)
    given = {"title": session.title, "zone": session.zone, "place": session.place}
    given |= {"starts_local": session.starts_local + more, "ends_local": session.ends_local + more}
    return actions.Sitting(**{**given, **facts})


def test_h16_a_moved_session_is_told_with_the_old_time_and_the_new(workshop, place):
    first, _second = make.sessions_of(workshop)
    actions.move_session(first, later(first), by=make.office())
    (letter,) = delivered()
    assert (letter.to, letter.subject) == ([place.person.email], f"Changed: {workshop.activity.title}")
    assert f"Was: {first.starts_local:%A} {first.starts_local.day}" in letter.body
    was, now = letter.body.index(", 09:00"), letter.body.index(", 11:00")
    assert was < letter.body.index("Now:") < now
    assert "Day 2" not in letter.body


def test_h16_one_uid_for_each_session_and_a_rising_sequence(workshop, place):
    session = make.sessions_of(workshop)[0]
    files = []
    for hours in (2, 4):
        actions.move_session(session, later(session, hours), by=make.office())
        files.append(calendar(delivered()[0]))
    actions.cancel_session(session, by=make.office())
    files.append(calendar(delivered()[0]))
    assert [f"SEQUENCE:{number}" in text for number, text in enumerate(files, start=1)] == [True, True, True]
    assert all(f"UID:session-{session.public_id}" in text.replace("\r\n ", "") for text in files)
    assert ["STATUS:CANCELLED" in text for text in files] == [False, False, True]
    assert all("ATTENDEE" not in text for text in files)


def test_several_changes_within_ten_minutes_are_one_mail(workshop, place):
    first, second = make.sessions_of(workshop)
    actions.move_session(first, later(first), by=make.office())
    actions.move_session(first, later(first, 3), by=make.office())
    actions.cancel_session(second, by=make.office())
    assert actions.announce_due(timezone.now()) == 0
    (letter,) = delivered()
    assert "Day 2: does not take place" in letter.body
    assert ", 09:00" in letter.body
    assert ", 12:00" in letter.body
    assert ", 11:00" not in letter.body
    assert not delivered()


def test_a_session_moved_and_moved_back_is_told_nobody(workshop, place):
    session = make.sessions_of(workshop)[0]
    actions.move_session(session, later(session), by=make.office())
    actions.move_session(session, later(session, 0), by=make.office())
    assert not delivered()
    assert not SessionChange.objects.exists()


def test_a_session_that_is_new_or_put_back_is_told(workshop, place):
    first, second = make.sessions_of(workshop)
    actions.cancel_session(second, by=make.office())
    delivered()
    actions.reinstate_session(second, by=make.office())
    actions.add_session(workshop, later(first, 30, title="Field visit"), by=make.office())
    (letter,) = delivered()
    assert "Day 2: takes place" in letter.body
    assert "Field visit: takes place" in letter.body


def test_who_was_added_meanwhile_reads_the_new_time_in_one_mail(workshop, place):
    session = make.sessions_of(workshop)[0]
    actions.move_session(session, later(session), by=make.office())
    new = make.add(workshop)
    letters = [letter for letter in delivered() if letter.to == [new.person.email]]
    assert [letter.subject for letter in letters] == [f"You have a seat: {workshop.activity.title}"]
    assert ", 11:00" in letters[0].body


def test_only_those_with_a_seat_are_told_and_those_not_joined_too():
    workshop = make.coming(seats=2)
    seated, invited = make.add(workshop), make.add(workshop, make.newcomer(email="new@agency.example"))
    make.add(workshop)
    delivered()
    session = make.sessions_of(workshop)[0]
    assert actions.seated_to_tell(workshop).count() == 2
    actions.cancel_session(session, by=make.office())
    assert sorted(letter.to[0] for letter in delivered()) == sorted([seated.person.email, invited.email()])


def test_a_session_of_the_past_is_put_right_without_a_mail():
    workshop = make.make_workshop()
    make.add(workshop)
    session = make.sessions_of(workshop)[0]
    actions.move_session(session, later(session, -1), by=make.office())
    assert not delivered()


def test_who_withdrew_before_the_mail_left_is_not_told(workshop, place):
    session = make.sessions_of(workshop)[0]
    actions.move_session(session, later(session), by=make.office())
    assert actions.announce_due(timezone.now() + timedelta(minutes=11)) == 1
    actions.move(place, "withdrawn", by=make.office())
    assert not [letter for letter in delivered() if "Changed" in letter.subject]


def test_before_it_is_saved_the_page_says_how_many_are_told(workshop, place):
    make.add(workshop)
    session, client = make.sessions_of(workshop)[0], signed_in(make.make_trainer(workshop))
    for name in ("session", "session-cancel"):
        text = client.get(page(name, workshop, session)).content.decode()
        assert "2 people with a seat are told by mail" in text
    answer = client.post(page("session-cancel", workshop, session), follow=True)
    assert "2 people with a seat are told by mail in ten minutes" in answer.content.decode()


def half_held():
    """A workshop with a session that was held, one that is to come, and somebody who was there."""
    workshop = make.make_workshop(days=1)
    (held,) = make.sessions_of(workshop)
    to_come = actions.add_session(workshop, later(held, 24 * 5, title="Day 2"), by=make.office())
    place = make.add(workshop)
    make.mark(held, {place: "present"})
    delivered()
    return workshop, place, to_come


def test_what_was_promised_is_told_although_the_workshop_is_closed_within_the_ten_minutes():
    workshop, place, to_come = half_held()
    actions.cancel_session(to_come, by=make.office())
    actions.close(workshop, by=make.office(), expected=1)
    (letter,) = delivered(after_ten_minutes=False)
    assert (letter.to, letter.subject) == ([place.person.email], f"Changed: {workshop.activity.title}")
    assert "Day 2: does not take place" in letter.body
    assert not delivered()


def test_what_was_promised_is_told_although_the_workshop_is_called_off_when_it_is_over():
    workshop, _place, to_come = half_held()
    actions.cancel_session(to_come, by=make.office())
    actions.call_off(workshop, "No trainer.", by=make.office())
    assert [letter.subject for letter in delivered(after_ten_minutes=False)] == [f"Changed: {workshop.activity.title}"]


def test_who_was_added_just_before_the_last_session_was_cancelled_is_told_of_that():
    workshop, place, to_come = half_held()
    late = make.add(workshop)
    actions.cancel_session(to_come, by=make.office())
    assert sorted(letter.to[0] for letter in delivered()) == sorted([place.person.email, late.person.email])


def test_what_begins_soon_is_told_at_once_whatever_else_changes_after_it(workshop, place):
    first, second = make.sessions_of(workshop)
    soon = timezone.now().replace(tzinfo=None) + timedelta(hours=8)
    facts = {"starts_local": soon, "ends_local": soon + timedelta(hours=4), "zone": "Asia/Bangkok"}
    actions.move_session(first, later(first, **facts), by=make.office())
    actions.move_session(second, later(second), by=make.office())
    assert actions.announce_due(timezone.now()) == 1


def test_after_saving_the_page_says_when_they_are_told_or_that_nobody_is(workshop, place):
    first, second = make.sessions_of(workshop)
    client = signed_in(make.make_trainer(workshop))

    def saved(name, session):
        return client.post(page(name, workshop, session), follow=True).content.decode()

    assert "1 person with a seat is told by mail in ten minutes" in saved("session-cancel", second)
    past = later(first, -24 * 30)
    CohortSession.objects.filter(pk=first.pk).update(**past.facts())
    text = saved("session-cancel", first)
    assert "It does not count any more" in text
    assert "told by mail in ten minutes" not in text
    facts = {"title": "Tonight", "zone": "UTC", "place": "Bangkok"}
    soon = timezone.now().replace(second=0, microsecond=0, tzinfo=None) + timedelta(hours=1)
    tonight = actions.Sitting(starts_local=soon, ends_local=soon + timedelta(hours=1), **facts)
    new = actions.add_session(workshop, tonight, by=make.office())
    delivered()
    assert "1 person with a seat is told by mail at once" in saved("session-cancel", new)
