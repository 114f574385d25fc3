"""A workshop that does not take place: everybody concerned is told, nothing is marked or certified, and it may come back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.activities import actions as activities
from courses.workshops import actions
from lms.audit.models import Entry
from tests.factories import workshops as make
from tests.factories.accounts import PersonFactory, signed_in

from .letters import calendar, delivered
from .test_pages import page

pytestmark = pytest.mark.django_db


def call_off(workshop, reason="A typhoon is coming."):
    return actions.call_off(make.fresh(workshop), reason, by=make.office())


def test_all_who_have_a_seat_or_wait_are_told_why_and_their_calendars_too():
    workshop = make.coming(seats=1)
    seated, waiting = make.add(workshop), make.add(workshop)
    gone = make.add(workshop)
    actions.move(gone, "withdrawn", by=make.office())
    delivered()
    for _ in range(2):
        assert call_off(workshop).state == "cancelled"
    letters = delivered()
    assert sorted(letter.to[0] for letter in letters) == sorted([seated.person.email, waiting.person.email])
    for letter in letters:
        assert letter.subject == f"Called off: {workshop.activity.title}"
        assert "A typhoon is coming." in letter.body
        assert calendar(letter).count("STATUS:CANCELLED") == 2
    assert Entry.objects.filter(act="workshops.call_off").count() == 1


def test_places_and_sessions_are_a_record_then():
    workshop = make.coming()
    place, session = make.add(workshop), make.sessions_of(workshop)[0]
    call_off(workshop)
    for act in (
        lambda: actions.add_to_cohort(workshop, PersonFactory(), by=make.office()),
        lambda: actions.move(place, "withdrawn", by=make.office()),
        lambda: actions.cancel_session(session, by=make.office()),
    ):
        with pytest.raises(actions.WorkshopIsOver):
            act()
    assert make.fresh(place).state == "confirmed"


def test_nobody_is_marked_or_certified():
    workshop = make.make_workshop(days=2, starts=timezone.now() - timedelta(hours=30))
    place, session = make.add(workshop), make.sessions_of(workshop)[0]
    make.mark(session, {place: "present"})
    call_off(workshop)
    with pytest.raises(actions.NotBegun):
        make.mark(session, {place: "absent"})
    with pytest.raises(actions.NotReady):
        actions.close(workshop, by=make.office(), expected=1, at=timezone.now() + timedelta(days=9))
    trainer = signed_in(make.make_trainer(workshop))
    assert trainer.get(page("attendance", workshop, session)).status_code == 404
    assert "Called off on" in trainer.get(page("roster", workshop)).content.decode()


def test_the_activity_is_the_hinge_wherever_it_is_turned():
    workshop = make.coming()
    make.add(workshop)
    delivered()
    activities.cancel(workshop.activity, by=make.office(), reason="No visas.")
    assert make.fresh(workshop).is_called_off()
    assert "No visas." in delivered()[0].body
    activities.reinstate(make.fresh(workshop).activity, by=make.office())
    assert make.fresh(workshop).state == "open"
    other = make.coming()
    call_off(other)
    assert make.fresh(other).activity.is_cancelled()


def test_it_is_put_back_and_said_so_by_mail():
    workshop = make.coming(seats=1)
    make.add(workshop), make.add(workshop)
    delivered()
    call_off(workshop)
    off = delivered()
    for _ in range(2):
        assert actions.put_back(workshop, by=make.office()).state == "open"
    on = delivered()
    assert sorted(letter.to[0] for letter in on) == sorted(letter.to[0] for letter in off)
    assert all(letter.subject == f"Takes place after all: {workshop.activity.title}" for letter in on)
    assert {"STATUS:CANCELLED" in calendar(letter) for letter in on} == {False}


def test_called_off_and_put_back_at_once_is_told_nobody():
    workshop = make.coming()
    make.add(workshop)
    delivered()
    call_off(workshop)
    actions.put_back(workshop, by=make.office())
    assert not delivered()


def test_what_would_have_begun_is_not_put_back():
    workshop = make.coming()
    call_off(workshop)
    with pytest.raises(actions.HasBegun):
        actions.put_back(workshop, by=make.office(), at=timezone.now() + timedelta(days=22))


def test_a_closed_workshop_is_not_called_off_and_its_activity_stays():
    workshop = make.make_workshop()
    place = make.add(workshop)
    make.mark_everything(workshop, [place])
    actions.close(workshop, by=make.office(), expected=1)
    with pytest.raises(actions.WorkshopIsOver):
        call_off(workshop)
    assert not make.fresh(workshop).activity.is_cancelled()


def test_a_workshop_long_over_is_called_off_without_a_mail():
    workshop = make.make_workshop()
    make.add(workshop)
    call_off(workshop)
    assert not delivered()


def test_an_offer_begins_anew_when_it_is_put_back_h3():
    workshop = make.coming(seats=1)
    seated, place = make.add(workshop), make.add(workshop)
    actions.move(seated, "withdrawn", by=make.office())
    call_off(workshop)
    type(place).objects.filter(pk=place.pk).update(offered_until=timezone.now() - timedelta(hours=1))
    assert actions.pass_on_lapsed(timezone.now()) == 0
    actions.put_back(workshop, by=make.office())
    assert actions.pass_on_lapsed(timezone.now()) == 0
    assert make.fresh(place).state == "offered"


def test_of_a_workshop_that_is_over_the_page_does_not_say_that_anybody_reads_the_reason():
    reads, workshop = "Everybody with a seat or on the waiting list reads it.", make.coming()
    for one in (workshop, make.make_workshop()):
        make.add(one)
        text = signed_in(make.make_trainer(one)).get(page("call-off", one)).content.decode()
        assert (reads in text) == (one == workshop)
        assert ("Nobody on the roster is told by mail" in text) == (one != workshop)


def test_the_page_says_who_is_told_and_wants_a_reason():
    workshop, officer = make.coming(), PersonFactory()
    make.add(workshop, officer)
    trainer = signed_in(make.make_trainer(workshop))
    text = trainer.get(page("call-off", workshop)).content.decode()
    assert "1 person with a seat or on the waiting list is told" in text
    assert "You can put it back until it would have begun" in text
    assert "Reason" in trainer.post(page("call-off", workshop), {"reason": " "}).content.decode()
    assert make.fresh(workshop).is_standing()
    answer = trainer.post(page("call-off", workshop), {"reason": "No visas."}, follow=True)
    assert "1 person is told by mail." in answer.content.decode()
    assert "Called off" in trainer.get(page("teach")).content.decode()
    mine = signed_in(officer)
    assert "No visas." in mine.get(page("mine", workshop)).content.decode()
    assert "Called off" in mine.get("/me/").content.decode()
    assert "1 person with a seat" in trainer.get(page("put-back", workshop)).content.decode()
    trainer.post(page("put-back", workshop))
    assert make.fresh(workshop).state == "open"
    assert trainer.get(page("put-back", workshop)).status_code == 302
