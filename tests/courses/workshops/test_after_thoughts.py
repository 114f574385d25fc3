"""What a trainer took too far, and takes back; whom they ask again; what the pages say before anything is done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.workshops import actions
from courses.workshops.agenda import cohorts
from courses.workshops.models import Place
from lms.accounts.models import Invitation
from tests.factories import workshops as make
from tests.factories.accounts import PersonFactory, signed_in
from tests.scenes import scene

from .sending import form_with
from .test_pages import page

pytestmark = pytest.mark.django_db


@scene
def workshop():
    return make.make_workshop()


def trainer_of(workshop):
    return signed_in(make.make_trainer(workshop))


def test_all_present_is_undone_on_the_page(workshop):
    place, session, client = make.add(workshop), make.sessions_of(workshop)[0], trainer_of(workshop)
    make.add(workshop)
    client.post(page("attendance", workshop, session), {"all": "present"})
    text = client.get(page("attendance", workshop, session)).content.decode()
    assert "Undo “all present” (2 people)" in text
    typed = {f"mark-{place.pk}": "cleared", f"seen-{place.pk}": "present"}
    client.post(page("attendance", workshop, session), typed)
    assert session.attendance.marked().count() == 1
    text = client.get(page("attendance", workshop, session)).content.decode()
    assert "Undo “all present” (1 person)" in text
    stroke = actions.last_stroke(session, timezone.now())
    wrong = client.post(page("attendance", workshop, session), {"undo": "nonsense"}, follow=True)
    assert "This cannot be undone any more." in wrong.content.decode()
    client.post(page("attendance", workshop, session), {"undo": str(stroke)})
    text = client.get(page("attendance", workshop, session)).content.decode()
    assert "Mark all 2 as present" in text
    assert "Undo “all present”" not in text


def test_h13_all_present_sends_what_is_chosen_along_and_its_undo_leaves_that(workshop):
    there, away, here, late = (make.add(workshop) for _ in range(4))
    session, client = make.sessions_of(workshop)[0], trainer_of(workshop)
    make.mark(session, {here: "present", late: "late"})
    address = page("attendance", workshop, session)
    fields, at_once = form_with(client.get(address).content.decode(), "all")
    # One exception is chosen and not saved; the others stand as the page was opened.
    assert fields[f"mark-{there.pk}"] == fields[f"mark-{away.pk}"] == ""
    client.post(address, fields | {f"mark-{away.pk}": "absent", "all": at_once})
    marks = {away.pk: "absent", here.pk: "present", late.pk: "late"}
    assert dict(session.attendance.values_list("place", "mark")) == marks | {there.pk: "present"}
    fields, stroke = form_with(client.get(address).content.decode(), "undo")
    client.post(address, fields | {"undo": stroke})
    assert dict(session.attendance.marked().values_list("place", "mark")) == marks


def offered(place):
    """A seat offered before the last session began."""
    Place.objects.filter(pk=place.pk).update(state="offered", offered_until=timezone.now() + timedelta(days=1))


def test_of_a_workshop_that_is_over_no_page_says_that_a_seat_is_offered():
    workshop = make.make_workshop(seats=1)
    place, heir = make.add(workshop), make.add(workshop, PersonFactory(full_name="Next Officer"))
    client, ended = trainer_of(workshop), "The last session has begun: no seat is offered any more."
    assert "Next Officer" not in client.get(page("place", workshop, place)).content.decode()
    assert ended in client.get(page("waiting", workshop)).content.decode()
    assert ended in signed_in(heir.person).get(page("mine", workshop)).content.decode()
    moved = {"to": "withdrawn", "reason": "Posted elsewhere.", "seen": "confirmed"}
    answer = client.post(page("place-move", workshop, place), moved, follow=True).content.decode()
    assert "would be the first on the waiting list" not in answer
    assert "You can still give a free seat yourself." in client.get(page("waiting", workshop)).content.decode()
    given = client.post(page("place-give", workshop, heir), follow=True).content.decode()
    assert "Next Officer has a place." in given
    assert "is told by mail" not in given


def test_an_undo_that_would_offer_a_seat_is_not_shown_once_the_last_session_has_begun():
    workshop = make.coming(seats=1)
    seated, place = make.add(workshop), make.add(workshop)
    actions.move(seated, "withdrawn", by=make.office(), reason="Ill.")
    actions.move(place, "withdrawn", by=make.office(), reason="Ill.")
    client = trainer_of(workshop)
    assert "Undo the step" in client.get(page("place", workshop, place)).content.decode()
    workshop.sessions.update(starts_at=timezone.now())
    assert "Undo the step" not in client.get(page("place", workshop, place)).content.decode()


def test_before_somebody_is_withdrawn_the_page_names_who_is_offered_the_seat_and_the_undo_says_where_it_led():
    workshop = make.coming(seats=1)
    place, heir = make.add(workshop), make.add(workshop, PersonFactory(full_name="Next Officer"))
    client = trainer_of(workshop)
    assert "Next Officer" in client.get(page("place", workshop, place)).content.decode()
    moved = {"to": "withdrawn", "reason": "Posted elsewhere.", "seen": "confirmed"}
    answer = client.post(page("place-move", workshop, place), moved, follow=True).content.decode()
    assert "would be the first on the waiting list" in answer
    answer = client.post(page("place-undo", workshop, place), follow=True).content.decode()
    assert "is the first on the waiting list." in answer
    assert "Number 1 on the waiting list" in answer
    assert make.fresh(heir).state == "offered"


def test_undo_of_withdrawing_says_that_the_seat_is_back(workshop):
    place, client = make.add(workshop), trainer_of(workshop)
    moved = {"to": "withdrawn", "reason": "Posted elsewhere.", "seen": "confirmed"}
    answer = client.post(page("place-move", workshop, place), moved, follow=True).content.decode()
    assert "would be the first" not in answer
    assert "has the seat again." in client.post(page("place-undo", workshop, place), follow=True).content.decode()


def test_the_waiting_list_shows_its_order_and_is_changed_on_its_page():
    workshop = make.make_workshop(seats=1)
    make.add(workshop)
    first, second = make.add(workshop), make.add(workshop, PersonFactory(full_name="Second Officer"))
    client = trainer_of(workshop)
    assert "Second Officer" in client.get(page("waiting", workshop)).content.decode()
    assert "number 2" in client.get(page("roster", workshop)).content.decode()
    client.post(page("place-up", workshop, second), {"seen": "2"})
    again = client.post(page("place-up", workshop, second), {"seen": "2"}, follow=True)
    assert "The list changed in the meantime." in again.content.decode()
    assert list(workshop.places.queue()) == [second, first]
    refused = client.post(page("place-give", workshop, first), follow=True)
    assert "No seat is free any more." in refused.content.decode()
    assert "You are number 1" in signed_in(second.person).get(page("mine", workshop)).content.decode()


def test_a_free_seat_is_given_on_the_page():
    workshop = make.coming(seats=1)
    seated, invited = make.add(workshop), make.add(workshop, make.newcomer())
    actions.move(seated, "withdrawn", by=make.office())
    client = trainer_of(workshop)
    assert "Give a seat" in client.get(page("waiting", workshop)).content.decode()
    client.post(page("place-give", workshop, invited))
    assert make.fresh(invited).state == "confirmed"


def test_who_has_not_joined_is_shown_found_and_asked_again():
    workshop = make.coming()
    place = make.add(workshop, make.newcomer())
    make.add(workshop, PersonFactory(full_name="Joined Officer"))
    client = trainer_of(workshop)
    text = client.get(page("roster", workshop), {"unjoined": "on"}).content.decode()
    assert "not joined yet, invited on" in text
    assert "Joined Officer" not in text
    assert "people who have not joined" not in text
    assert "who has not joined</" not in text
    Invitation.objects.update(expires_at=timezone.now())
    Place.objects.update(asked_at=timezone.now() - timedelta(days=2))
    assert "Remind 1 person who has not joined" in client.get(page("roster", workshop)).content.decode()
    assert "Send the invitation again" in client.get(page("place", workshop, place)).content.decode()
    said = client.post(page("place-remind", workshop, place), follow=True).content.decode()
    assert "1 person is asked again to accept." in said
    assert "Nobody to remind" in client.post(page("remind-all", workshop), follow=True).content.decode()


def test_the_roster_says_why_fewer_are_reminded_than_have_not_joined():
    workshop = make.coming()
    for _ in range(3):
        make.add(workshop, make.newcomer())
    client = trainer_of(workshop)
    assert "asked within a day" not in client.get(page("roster", workshop)).content.decode()
    due = Place.objects.filter(pk=Place.objects.earliest("pk").pk)
    due.update(asked_at=timezone.now() - timedelta(days=2))
    text = client.get(page("roster", workshop)).content.decode()
    assert "Remind 1 person who has not joined" in text
    assert "2 others were asked within a day: you can ask them again tomorrow." in text


def test_a_past_workshop_does_not_read_open_for_places(workshop):
    client = trainer_of(workshop)
    for name in ("teach", "roster"):
        text = client.get(page(name, workshop) if name == "roster" else page(name)).content.decode()
        assert "Over, not closed yet" in text
        assert "Open for places" not in text
    assert "Open for places" in signed_in(make.office()).get(page("roster", make.coming())).content.decode()


def test_the_closing_page_shows_who_waits_for_a_verified_account(workshop):
    place = make.add(workshop, PersonFactory(state="unverified"))
    make.mark_everything(workshop, [place])
    client = trainer_of(workshop)
    text = client.get(page("close", workshop)).content.decode()
    assert "1 certificate waits for a verified account" in text
    assert "The certificate follows by itself" in text
    client.post(page("close", workshop), {"count": "0"})
    assert Place.objects.get().awaits_verification


def test_the_closing_page_warns_of_people_nobody_marked(workshop):
    there, _forgotten = make.add(workshop), make.add(workshop)
    make.mark_everything(workshop, [there])
    text = trainer_of(workshop).get(page("close", workshop)).content.decode()
    assert "1 person has no mark in a session in which others were marked." in text
    assert "Not marked in any session" in text


def test_a_closed_workshop_offers_nothing_any_more():
    workshop = make.make_workshop(seats=2)
    there, leaving, first, last = (make.add(workshop) for _ in range(4))
    make.mark_everything(workshop, [there])
    actions.move(leaving, "withdrawn", by=make.office(), reason="Ill.")
    offered(first)
    client = trainer_of(workshop)
    assert "1 offer open" in client.get(page("roster", workshop)).content.decode()
    actions.close(workshop, by=make.office(), expected=1)
    roster = client.get(page("roster", workshop)).content.decode()
    assert "offer open" not in roster
    assert "Offer ended" in roster
    # Seats, states and filter agree, on the screen, in the list of cohorts and in the file.
    assert "1 of 2 taken" in roster
    assert '<option value="offered">Offer ended</option>' in roster
    assert "Seat offered" not in roster
    assert first.full_name() in client.get(page("roster", workshop), {"state": "offered"}).content.decode()
    (cohort,) = cohorts([make.fresh(workshop)], timezone.now(), for_office=False)
    assert cohort.taken == 1
    assert "The offer stands until" not in client.get(page("place", workshop, first)).content.decode()
    file = client.get(page("roster-file", workshop, "csv")).content.decode()
    assert "Offer ended" in file
    assert "Seat offered" not in file
    text = client.get(page("waiting", workshop)).content.decode()
    assert "This workshop is closed: no seat is offered any more, and nobody moves up." in text
    assert "Seats offered" not in text
    mine = signed_in(first.person)
    assert "no seat is offered any more" in mine.get(page("mine", workshop)).content.decode()
    answer = mine.post(page("answer", workshop), {"answer": "yes"}, follow=True)
    assert "its offers are over" in answer.content.decode()
    assert "no seat is offered any more" in signed_in(last.person).get(page("mine", workshop)).content.decode()
    assert make.fresh(first).state != "confirmed"


def test_the_reason_for_withdrawing_is_not_called_optional():
    place = make.add(make.make_workshop())
    client = trainer_of(place.workshop)
    assert "(optional)" not in client.get(page("place", place.workshop, place)).content.decode()
    answer = client.post(page("place-move", place.workshop, place), {"to": "withdrawn", "seen": "confirmed"})
    assert "Say why." in answer.content.decode()


def test_before_somebody_new_is_added_the_page_says_whether_they_get_a_seat():
    workshop = make.make_workshop(seats=1)
    trainer, office, typed = trainer_of(workshop), signed_in(make.office()), {"email": "new@agency.example"}
    assert "A seat is free" in trainer.get(page("add", workshop)).content.decode()
    assert "they get a place now" in office.post(page("add", workshop), typed).content.decode()
    make.add(workshop)
    assert "they go on the waiting list." in trainer.get(page("add", workshop)).content.decode()
    text = office.post(page("add", workshop), typed).content.decode()
    assert "they go on the waiting list now" in text
    assert "they get a place now" not in text


def test_marking_the_rest_speaks_of_the_others():
    workshop = make.make_workshop()
    first, _, _ = (make.add(workshop) for _ in range(3))
    session = make.sessions_of(workshop)[0]
    make.mark(session, {first: "absent"})
    assert (
        "Mark the other 2 as present"
        in trainer_of(workshop).get(page("attendance", workshop, session)).content.decode()
    )


def test_the_page_of_a_place_says_no_attendance_of_somebody_who_was_never_expected_as_the_roster_does():
    workshop = make.make_workshop(seats=2)
    there, leaving, waiting = (make.add(workshop) for _ in range(3))
    actions.move(leaving, "withdrawn", by=make.office(), reason="Ill.")
    make.mark_everything(workshop, [there])
    offered(waiting)
    client = trainer_of(workshop)
    for place in (leaving, waiting):
        text = client.get(page("place", workshop, place)).content.decode()
        assert "<dt>Attendance</dt><dd>–</dd>" in text
        assert "0 %" not in text
    assert "100 %" in client.get(page("place", workshop, there)).content.decode()
