"""Taking an import back: for a day, what nothing has come of since; the rest stays and says why (H8, experience 8)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.learning.models import Enrolment
from courses.workshops import actions
from courses.workshops.models import Import, Place
from lms.accounts.actions import accept_invitation
from lms.accounts.facts import Details
from lms.accounts.models import Invitation
from lms.privacy.policies import load_policies
from tests.factories import imports as lists
from tests.factories import workshops as make
from tests.factories.accounts import MemberFactory, PersonFactory
from tests.factories.imports import officer
from tests.factories.learning import do_lessons, make_course
from tests.scenes import scene

pytestmark = pytest.mark.django_db


@scene
def workshop():
    lists.vocabulary()
    load_policies()
    return make.make_workshop(seats=30)


def somebody(**facts):
    return PersonFactory(affiliation__member=MemberFactory(code="TH"), **facts)


def undone(roster, by):
    actions.ask_undo(roster, by=by)
    return lists.finish(roster)


def accept(invitation):
    return accept_invitation(invitation, "a quiet river at dawn", Details("Siti"), agreed=["account"])


def test_places_and_invitations_are_taken_back(workshop, trainer):
    somebody(email="officer2@police.example")
    roster = undone(lists.written(workshop, [officer(1), officer(2)], by=make.office()), make.office())
    assert (roster.state, lists.states(roster)) == ("undone", {2: "taken_back", 3: "taken_back"})
    assert {place.state for place in Place.objects.all()} == {"withdrawn"}
    assert Invitation.objects.get().state == "withdrawn"


def test_after_an_undo_the_same_list_may_come_in_again(workshop, trainer):
    rows = [officer(1)]
    undone(lists.written(workshop, rows, by=trainer), trainer)
    roster = lists.written(workshop, rows, by=trainer)
    assert lists.states(roster) == {2: "added"}
    place = Place.objects.get()
    assert (place.state, place.invitation.state) == ("confirmed", "open")


def test_who_has_accepted_stays_and_the_reason_is_said(workshop, trainer):
    roster = lists.written(workshop, [officer(1), officer(2)], by=trainer)
    accept(Invitation.objects.get(email=officer(1)[0]))
    roster = undone(roster, trainer)
    assert lists.states(roster) == {2: "kept", 3: "taken_back"}
    assert roster.rows.get(number=2).reason == "The invitation was accepted."
    assert Place.objects.get(person__isnull=False).state == "confirmed"


def test_who_was_marked_moved_or_has_begun_the_course_stays(trainer, workshop):
    course = make_course(lessons=2)
    workshop = make.make_workshop(seats=30, course=course)
    people = [somebody(email=officer(number)[0]) for number in range(1, 5)]
    roster = lists.written(workshop, [officer(number) for number in range(1, 5)], by=make.office())
    places = {place.person: place for place in Place.objects.select_related("person", "enrolment")}
    make.mark(make.sessions_of(workshop)[0], {places[people[0]]: "present"})
    actions.move(places[people[1]], "withdrawn", by=make.office())
    do_lessons(places[people[2]].enrolment, number=1)
    roster = undone(roster, make.office())
    assert lists.states(roster) == {2: "kept", 3: "kept", 4: "kept", 5: "taken_back"}
    reasons = dict(roster.rows.values_list("number", "reason"))
    assert reasons[3] == "The place has changed since."
    assert reasons[4] == "The course is begun."
    assert Enrolment.objects.get(learner=people[3]).withdrawn_at
    assert not Enrolment.objects.get(learner=people[2]).withdrawn_at


def test_an_enrolment_that_was_there_before_stays(trainer, workshop):
    course = make_course(lessons=2)
    workshop = make.make_workshop(seats=30, course=course)
    person = somebody(email=officer(1)[0])
    mine = Enrolment.objects.create(learner=person, course=course, enrolled_at=timezone.now() - timedelta(days=1))
    undone(lists.written(workshop, [officer(1)], by=make.office()), make.office())
    mine.refresh_from_db()
    assert mine.withdrawn_at is None


def test_an_invitation_on_which_another_cohort_counts_stays(workshop, trainer):
    roster = lists.written(workshop, [officer(1)], by=trainer)
    lists.written(make.make_workshop(), [officer(1)], by=make.office())
    undone(roster, trainer)
    assert Invitation.objects.get().state == "open"


def test_a_filled_blank_is_blank_again(workshop, trainer):
    person = somebody(email=officer(1)[0])
    roster = lists.written(workshop, [officer(1, native="สมชาย")], by=make.office())
    undone(roster, make.office())
    person.refresh_from_db()
    assert person.native_name == ""


def test_unchanged_rows_are_left_alone(workshop, trainer):
    make.add(workshop, somebody(email=officer(1)[0]))
    roster = undone(lists.written(workshop, [officer(1)], by=trainer), trainer)
    assert lists.states(roster) == {2: "unchanged"}
    assert Place.objects.get().state == "confirmed"


def test_the_waiting_list_of_the_same_import_is_offered_nothing(workshop, trainer):
    actions.change_seats(workshop, 1, by=make.office())
    for number in (1, 2, 3):
        somebody(email=officer(number)[0])
    undone(lists.written(workshop, [officer(number) for number in (1, 2, 3)], by=trainer), trainer)
    assert {place.state for place in Place.objects.all()} == {"withdrawn"}


def test_after_a_day_it_is_refused_and_within_it_asking_twice_is_asking_once(workshop, trainer):
    roster = lists.written(workshop, [officer(1)], by=trainer)
    late = roster.confirmed_at + timedelta(hours=24, seconds=1)
    with pytest.raises(actions.NotOpen):
        actions.ask_undo(roster, by=trainer, at=late)
    actions.ask_undo(roster, by=trainer, at=roster.confirmed_at + timedelta(hours=23, minutes=59))
    actions.ask_undo(roster, by=trainer)
    assert lists.finish(roster).state == "undone"
    assert Place.objects.get().changes.count() == 2


def test_what_is_not_written_cannot_be_undone(workshop, trainer):
    roster = lists.checked(workshop, [officer(1)], by=trainer)
    with pytest.raises(actions.NotOpen):
        actions.ask_undo(roster, by=trainer)
    assert Import.objects.get().state == "read"
