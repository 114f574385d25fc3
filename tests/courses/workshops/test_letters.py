"""What people are told of their place: one mail in their language, with what they need; none that is overtaken (H3, H7)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.workshops import actions
from courses.workshops.models import Letter, Place
from lms.accounts.actions import accept_invitation, invite
from lms.accounts.facts import Details
from lms.accounts.models import Invitation, Organisation
from lms.notifications.models import Message
from tests.factories import workshops as make
from tests.factories.accounts import PersonFactory

from .letters import calendar, delivered

pytestmark = pytest.mark.django_db


def test_who_is_added_reads_title_dates_zone_partner_whom_to_ask_and_where_to_go():
    academy = Organisation.objects.create(code="ppa", name="People's Police Academy", kind="academy")
    workshop = make.coming(partner=academy)
    officer = PersonFactory(email="a@agency.example", time_zone="Asia/Tokyo")
    make.add(workshop, officer)
    (letter,) = delivered()
    assert letter.to == ["a@agency.example"]
    assert letter.subject == f"You have a seat: {workshop.activity.title}"
    for words in ("Day 1", "Day 2", "(Bangkok time)", "For you:", "(Tokyo time)", "People's Police Academy"):
        assert words in letter.body
    assert "With questions" in letter.body
    assert f"/learn/workshops/{workshop.public_id}/" in letter.body
    assert calendar(letter).count("BEGIN:VEVENT") == 2


def test_who_waits_reads_the_number_and_what_that_means_h3():
    workshop = make.coming(seats=1)
    make.add(workshop)
    waiting = make.add(workshop)
    letter = next(letter for letter in delivered() if letter.to == [waiting.person.email])
    assert "You are on the waiting list" in letter.subject
    assert "Your number there is 1." in letter.body
    assert "three days at most to answer" in letter.body
    assert not calendar(letter)


def test_a_step_taken_back_within_ten_minutes_is_told_nobody():
    place = make.add(make.coming())
    assert not delivered(after_ten_minutes=False)
    actions.undo(place.changes.last(), by=make.office())
    assert not delivered()


def test_withdrawn_and_undone_within_ten_minutes_is_told_nobody_a_second_time():
    place = make.add(make.coming())
    assert len(delivered()) == 1
    actions.move(place, "withdrawn", by=make.office(), reason="A mistake.")
    actions.undo(place.changes.last(), by=make.office())
    assert not delivered()


def test_who_was_told_of_a_seat_is_told_that_it_is_gone_without_the_offices_reason():
    place = make.add(make.coming())
    delivered()
    actions.move(place, "withdrawn", by=make.office(), reason="Named by mistake.")
    (letter,) = delivered()
    assert "Your place is withdrawn" in letter.subject
    assert "Named by mistake." not in letter.body
    assert "STATUS:CANCELLED" in calendar(letter)


def test_h3_from_the_waiting_list_to_a_seat_is_told():
    workshop = make.coming(seats=1)
    first, second = make.add(workshop), make.add(workshop)
    delivered()
    actions.move(first, "withdrawn", by=make.office())
    offers = [letter for letter in delivered() if letter.to == [second.person.email]]
    assert [letter.subject for letter in offers] == [f"A seat is free for you: {workshop.activity.title}"]
    assert "(Bangkok time)" in offers[0].body
    actions.answer_offer(second, accept=True, by=second.person)
    (letter,) = delivered()
    assert (letter.to, letter.subject) == ([second.person.email], f"You have a seat: {workshop.activity.title}")


def test_h2_a_seat_past_the_limit_is_told():
    workshop = make.coming(seats=1)
    make.add(workshop)
    waiting = make.add(workshop)
    delivered()
    actions.seat_over(waiting, by=make.office(), reason="Asked for by the co-chairs.")
    (letter,) = delivered()
    assert (letter.to, "You have a seat" in letter.subject) == ([waiting.person.email], True)


def test_h7_a_new_person_gets_one_mail_the_invitation_and_it_names_the_workshop():
    workshop = make.coming()
    make.add(workshop, make.newcomer(email="new@agency.example"))
    (letter,) = delivered()
    assert letter.to == ["new@agency.example"]
    assert workshop.activity.title in letter.subject
    assert "A seat is kept for you in this workshop." in letter.body
    assert "(Bangkok time)" in letter.body


def test_h7_the_invitation_of_somebody_who_waits_says_so_and_what_it_means():
    workshop = make.coming(seats=1)
    make.add(workshop)
    delivered()
    make.add(workshop, make.newcomer())
    (letter,) = delivered()
    assert "You are on the waiting list of this workshop" in letter.body
    assert "when a seat comes free for you, we write to you" in letter.body


def test_h7_who_was_invited_before_is_told_of_the_workshop_with_the_way_to_the_invitation():
    who = make.newcomer(email="new@agency.example")
    invite(who.email, who.full_name, who.post, by=make.office())
    delivered()
    make.add(make.coming(), who)
    (letter,) = delivered()
    assert (letter.to, "You have a seat" in letter.subject) == (["new@agency.example"], True)
    assert "You have no account yet." in letter.body
    assert "/i/" in letter.body


def test_h7_an_invitation_that_is_too_old_goes_again_and_names_the_workshop():
    who, workshop = make.newcomer(), make.coming()
    invite(who.email, who.full_name, who.post, by=make.office())
    delivered()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    make.add(workshop, who)
    (letter,) = delivered()
    assert workshop.activity.title in letter.subject


def test_who_joins_by_the_invitation_is_not_told_the_same_again():
    place = make.add(make.coming(), make.newcomer())
    delivered()
    accept_invitation(place.invitation, "a quiet river at dawn", Details("New Officer"))
    assert not [letter for letter in delivered() if "seat" in letter.subject]


def test_an_invited_person_who_is_given_a_seat_is_told_at_the_address_of_the_invitation():
    workshop = make.coming(seats=1)
    seated, place = make.add(workshop), make.add(workshop, make.newcomer(email="new@agency.example"))
    delivered()
    actions.move(seated, "withdrawn", by=make.office())
    delivered()
    actions.give_seat(place, by=make.office())
    (letter,) = delivered()
    assert (letter.to, "You have a seat" in letter.subject) == (["new@agency.example"], True)


def test_nobody_is_told_of_a_workshop_that_is_over():
    workshop = make.make_workshop()
    make.add(workshop)
    assert not Message.objects.filter(kind="workshops.place").exists()
    coming = make.coming()
    make.add(coming)
    coming.sessions.update(starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=1))
    assert not delivered()


def test_adding_twice_is_one_mail():
    workshop, officer = make.coming(), PersonFactory()
    for _ in range(2):
        make.add(workshop, officer)
    assert len(delivered()) == 1
    assert Letter.objects.count() == 1


def test_soon_before_it_begins_nobody_waits_ten_minutes():
    workshop = make.coming()
    workshop.sessions.update(starts_at=timezone.now() + timedelta(hours=1), ends_at=timezone.now() + timedelta(hours=9))
    make.add(workshop)
    assert len(delivered(after_ten_minutes=False)) == 1


def test_invitations_are_sent_again_once_a_day_to_one_or_to_all():
    workshop = make.coming()
    one, two = make.add(workshop, make.newcomer()), make.add(workshop, make.newcomer())
    delivered()
    assert actions.remind(workshop, by=make.office()) == 0
    a_day_passes()
    assert [actions.remind(workshop, by=make.office(), place=one) for _ in range(2)] == [1, 0]
    assert [actions.remind(workshop, by=make.office()) for _ in range(2)] == [1, 0]
    letters = delivered()
    assert sorted(letter.to[0] for letter in letters) == sorted([one.email(), two.email()])
    assert all(workshop.activity.title in letter.subject for letter in letters)


def a_day_passes():
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=12))
    Place.objects.update(asked_at=timezone.now() - timedelta(days=2))


def test_one_mail_a_day_whichever_cohort_asks_and_none_learns_of_the_other():
    first, second, who = make.coming(), make.coming(), make.newcomer()
    for workshop in (first, second):
        make.add(workshop, who)
    a_day_passes()
    delivered()
    assert [actions.remind(workshop, by=make.office()) for workshop in (first, second)] == [1, 1]
    assert len(delivered()) == 1


def test_nobody_is_asked_again_to_a_workshop_that_was_called_off():
    workshop = make.coming()
    make.add(workshop, make.newcomer())
    actions.call_off(workshop, "A typhoon.", by=make.office())
    with pytest.raises(actions.WorkshopIsOver):
        actions.remind(make.fresh(workshop), by=make.office())


def test_who_was_expected_is_asked_again_after_the_last_day_too():
    workshop = make.make_workshop(seats=1)
    make.add(workshop, make.newcomer())
    waiting = make.add(workshop, make.newcomer())
    delivered()
    a_day_passes()
    assert waiting.state == "waitlisted"
    assert actions.remind(workshop, by=make.office()) == 1
    (letter,) = delivered()
    assert "credited to you once you have accepted" in letter.body
