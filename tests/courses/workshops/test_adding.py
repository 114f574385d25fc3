"""Adding people to a cohort: with an account, with an invitation, again, and past the limit (H1, H2, H3, H7, H8)."""

import pytest
from django.utils import timezone

from courses.learning.models import Enrolment
from courses.workshops import actions
from courses.workshops.actions.adding_many import add_many
from courses.workshops.actions.places import Step
from courses.workshops.models import Place
from lms.accounts.actions import accept_invitation, invite, suspend
from lms.accounts.facts import Details
from lms.accounts.models import Invitation, User
from lms.audit.models import Entry
from lms.notifications.models import Message
from tests.factories import workshops as make
from tests.factories.accounts import PersonFactory, staff
from tests.factories.learning import make_course

pytestmark = pytest.mark.django_db


def test_an_officer_with_an_account_is_confirmed_and_begins_the_course():
    workshop, officer = make.make_workshop(course=make_course(lessons=1)), PersonFactory()
    place = make.add(workshop, officer)
    assert (place.state, place.person) == ("confirmed", officer)
    assert place.enrolment == Enrolment.objects.get(learner=officer, course=workshop.course)


def test_every_step_has_actor_time_and_reason_and_stands_in_the_audit_h1():
    place = make.add(make.make_workshop())
    change = place.changes.get()
    assert (change.old, change.new, change.by, bool(change.at)) == ("", "confirmed", make.office(), True)
    assert Entry.objects.filter(act="workshops.move_place").count() == 1


def test_adding_again_changes_nothing():
    workshop, officer = make.make_workshop(), PersonFactory()
    first = actions.add_to_cohort(workshop, officer, by=make.office())
    again = actions.add_to_cohort(workshop, officer, by=make.office())
    assert (first.is_new, again.is_new, first.place) == (True, False, again.place)
    assert first.place.changes.count() == 1


def test_a_new_person_is_invited_once_however_often_they_are_added_h7():
    workshop, who = make.make_workshop(), make.newcomer(1)
    first = actions.add_to_cohort(workshop, who, by=make.office())
    again = actions.add_to_cohort(workshop, make.newcomer(1, email="NEW1@agency.example"), by=make.office())
    elsewhere = actions.add_to_cohort(make.make_workshop(), who, by=make.office())
    assert (first.invited, again.invited, elsewhere.invited) == (True, False, False)
    assert again.place == first.place != elsewhere.place
    assert Invitation.objects.count() == 1
    assert Message.objects.filter(kind="accounts.invitation").count() == 1
    assert first.place.state == "confirmed"


def test_an_invitation_somebody_else_sent_is_not_sent_again():
    who = make.newcomer()
    invitation = invite(who.email, who.full_name, who.post, by=make.office())
    added = actions.add_to_cohort(make.make_workshop(), who, by=make.office())
    assert (added.invited, added.place.invitation) == (False, invitation)


def test_who_accepts_the_invitation_has_the_place_and_the_course_h7():
    workshop = make.make_workshop(course=make_course(lessons=1))
    place = make.add(workshop, make.newcomer(7))
    person = accept_invitation(place.invitation, "a quiet river at dawn", Details("New Officer Seven"))
    place = make.fresh(place)
    assert (place.person, place.name_key) == (person, "new officer seven")
    assert place.enrolment.learner == person


def test_a_roster_never_renames_an_account_h8():
    officer = PersonFactory(email="known@agency.example", full_name="Known Officer")
    place = make.add(make.make_workshop(), make.newcomer(email="Known@Agency.example", full_name="Somebody Else"))
    assert (place.person, place.invitation) == (officer, None)
    assert User.objects.get(pk=officer.pk).full_name == "Known Officer"


def test_the_last_seat_taken_the_next_one_waits_h3():
    workshop = make.make_workshop(seats=1)
    first, second = make.add(workshop), make.add(workshop)
    assert (first.state, second.state) == ("confirmed", "waitlisted")
    assert second.waiting_since


def test_nobody_is_added_past_the_queue_h3():
    workshop = make.coming(seats=1)
    first, waiting = make.add(workshop), make.add(workshop)
    actions.move(first, "withdrawn", by=make.office())
    late = make.add(workshop)
    assert (make.fresh(waiting).state, late.state) == ("offered", "waitlisted")


def test_rso_may_go_past_the_limit_and_says_why_h2():
    workshop = make.make_workshop(seats=1)
    make.add(workshop)
    place = make.add(workshop, over_seats_because="Asked for by the co-chairs.")
    assert place.state == "confirmed"
    assert place.changes.get().reason == "Asked for by the co-chairs."


def test_who_withdrew_may_be_added_again_in_the_same_place():
    workshop, officer = make.make_workshop(), PersonFactory()
    place = make.add(workshop, officer)
    actions.move(place, "withdrawn", by=make.office(), reason="Ill.")
    again = actions.add_to_cohort(workshop, officer, by=make.office())
    assert (again.is_new, again.place, again.place.state) == (True, place, "confirmed")
    assert [change.new for change in place.changes.all()] == ["confirmed", "withdrawn", "confirmed"]


def test_a_suspended_account_cannot_be_added():
    officer = suspend(PersonFactory(), "Left the service.", by=make.office())
    with pytest.raises(actions.CannotBeAdded):
        make.add(make.make_workshop(), officer)
    assert not Place.objects.exists()


def test_many_at_once_are_seated_in_their_order_and_each_is_answered_h2_h3():
    workshop = make.make_workshop(seats=2)
    here, closed = PersonFactory(), suspend(PersonFactory(), "Left the service.", by=make.office())
    standing = make.add(workshop, here)
    who = [here, closed, make.newcomer(1), make.newcomer(2), make.newcomer(1)]
    step = Step(make.office(), timezone.now())
    answers = add_many(workshop, who, step, source="import", knows_accounts=True)
    assert [answer and answer.is_new for answer in answers] == [False, None, True, True, False]
    assert answers[0].place == standing
    assert [answers[2].place.state, answers[3].place.state] == ["confirmed", "waitlisted"]
    assert answers[4].place == answers[2].place
    assert [bool(answer and answer.invited) for answer in answers] == [False, False, True, True, False]
    # Who adds many says when they hear of it.
    assert not Message.objects.filter(kind="accounts.invitation").exists()


def test_a_free_seat_is_offered_to_whoever_waits_before_anybody_new_has_it_h3():
    workshop = make.coming(seats=1)
    first, waiting = make.add(workshop), make.add(workshop)
    Place.objects.filter(pk=first.pk).update(state="withdrawn")
    step = Step(make.office(), timezone.now())
    answers = add_many(workshop, [PersonFactory()], step, source="import", knows_accounts=True)
    assert (make.fresh(waiting).state, answers[0].place.state) == ("offered", "waitlisted")


def test_people_of_the_office_are_added_by_the_office_alone():
    workshop, colleague = make.make_workshop(), staff()
    with pytest.raises(actions.CannotBeAdded):
        make.add(workshop, colleague, by=make.make_trainer(workshop))
    assert make.add(workshop, colleague).person == colleague
