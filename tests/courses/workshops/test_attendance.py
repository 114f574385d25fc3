"""Marks: begun sessions only, trainer over self, merged by field, locked after a while, corrected with a reason (H13, H16, H25)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from courses.workshops import actions
from courses.workshops.models import Attendance, Place
from courses.workshops.standing import presences, sittings
from lms.audit.models import Entry
from tests.factories import workshops as make
from tests.scenes import scene

pytestmark = pytest.mark.django_db


def percent(place, at=None):
    workshop = make.fresh(place).workshop
    return presences(sittings(workshop, at or timezone.now()), [place])[place.pk].percent


@scene
def workshop():
    return make.make_workshop(days=4)


def test_h13_each_of_the_five_marks_and_its_history(workshop):
    place, session = make.add(workshop), make.sessions_of(workshop)[0]
    for value in Attendance.Mark.values:
        make.mark(session, {place: value})
    assert Attendance.objects.get().mark == "absent"
    assert [change.new for change in Attendance.objects.get().changes.all()] == Attendance.Mark.values


def test_h13_a_session_to_come_cannot_be_marked():
    workshop = make.make_workshop(starts=timezone.now() + timedelta(days=3))
    place, session = make.add(workshop), make.sessions_of(workshop)[0]
    with pytest.raises(actions.NotBegun):
        make.mark(session, {place: "present"})
    assert percent(place) is None


def test_h13_a_trainers_mark_outranks_ones_own(workshop):
    place, session = make.add(workshop), make.sessions_of(workshop)[0]
    during = session.starts_at + timedelta(minutes=5)
    assert [actions.mark_self(place, session, at=during) for _ in range(2)] == [True, False]
    make.mark(session, {place: "absent"})
    assert actions.mark_self(place, session, at=during) is False
    row = Attendance.objects.get()
    assert (row.mark, row.source) == ("absent", "trainer")


def test_h13_nobody_checks_in_outside_the_session(workshop):
    place, session = make.add(workshop), make.sessions_of(workshop)[0]
    for at in (session.starts_at - timedelta(hours=1), session.ends_at + timedelta(minutes=1)):
        with pytest.raises(actions.NotBegun):
            actions.mark_self(place, session, at=at)


def test_h13_long_after_a_mark_is_corrected_with_a_reason_and_only_so(workshop):
    place, session = make.add(workshop), make.sessions_of(workshop)[0]
    later = session.ends_at + timedelta(days=15)
    with pytest.raises(actions.Locked):
        make.mark(session, {place: "present"}, at=later)
    make.mark(session, {place: "present"}, at=later, reason="Signed the paper list.")
    assert Attendance.objects.get().changes.get().reason == "Signed the paper list."


def test_h25_two_trainers_who_mark_different_people_both_count(workshop):
    one, two = make.add(workshop), make.add(workshop)
    session, entry = make.sessions_of(workshop)[0], actions.Entry
    actions.mark_all(session, {one.pk: entry("present"), two.pk: entry("", "")}, by=make.office())
    actions.mark_all(session, {one.pk: entry("", ""), two.pk: entry("late")}, by=make.office())
    assert dict(session.attendance.values_list("place", "mark")) == {one.pk: "present", two.pk: "late"}


def test_h25_the_same_mark_from_two_trainers_is_no_conflict(workshop):
    place, session = make.add(workshop), make.sessions_of(workshop)[0]
    for _ in range(2):
        assert not actions.mark_all(session, {place.pk: actions.Entry("late")}, by=make.office())
    assert Attendance.objects.get().changes.count() == 1


def test_h25_twin_without_what_was_seen_the_second_trainer_overwrites_the_first(workshop):
    """What the page says it saw is the guard: a form that always agrees with the database loses a mark."""
    place, session = make.add(workshop), make.sessions_of(workshop)[0]
    make.mark(session, {place: "late"})
    make.mark(session, {place: "absent"})
    assert Attendance.objects.get().mark == "absent"


def test_somebody_of_another_cohort_is_not_marked(workshop):
    other, session = make.add(make.make_workshop()), make.sessions_of(workshop)[0]
    waiting = make.add(workshop)
    Place.objects.filter(pk=waiting.pk).update(state="waitlisted")
    make.mark(session, {other: "present", waiting: "present"})
    assert not Attendance.objects.exists()


def test_h16_a_cancelled_or_moved_session_changes_the_denominator(workshop):
    place = make.add(workshop)
    first, second, third, _ = make.sessions_of(workshop)
    for session, value in ((first, "present"), (second, "absent"), (third, "absent")):
        make.mark(session, {place: value})
    assert percent(place) == 33
    actions.cancel_session(second, by=make.office())
    assert percent(place) == 50
    sitting = actions.Sitting(
        "Later", third.starts_local.replace(year=2030), third.ends_local.replace(year=2030), "UTC"
    )
    actions.move_session(third, sitting, by=make.office())
    assert percent(place) == 100
    actions.reinstate_session(second, by=make.office())
    assert percent(place) == 50


def test_the_first_mark_shows_that_the_workshop_runs(workshop):
    place = make.add(workshop)
    make.mark(make.sessions_of(workshop)[0], {place: "present"})
    assert make.fresh(workshop).state == "running"


def present(session):
    return sorted(session.attendance.marked().values_list("place", "mark"))


def test_a_mark_is_taken_back_to_not_marked_and_the_history_stays(workshop):
    place, session = make.add(workshop), make.sessions_of(workshop)[0]
    make.mark(session, {place: "present"})
    for _ in range(2):
        actions.mark_all(session, {place.pk: actions.Entry(actions.CLEARED, "present")}, by=make.office())
    assert not present(session)
    assert [change.new for change in Attendance.objects.get().changes.all()] == ["present", ""]
    assert Entry.objects.filter(act="workshops.mark").count() == 2
    assert percent(place) is None
    assert actions.mark_self(place, session, at=session.starts_at + timedelta(minutes=5))


def test_h25_a_mark_taken_back_by_one_and_changed_by_another_is_a_clash(workshop):
    place, session = make.add(workshop), make.sessions_of(workshop)[0]
    make.mark(session, {place: "present"})
    make.mark(session, {place: "late"})
    (clash,) = actions.mark_all(session, {place.pk: actions.Entry(actions.CLEARED, "present")}, by=make.office())
    assert (clash.theirs, clash.mine) == ("late", "")


def test_all_present_is_taken_back_but_for_exceptions_made_since(workshop):
    one, two, three = make.add(workshop), make.add(workshop), make.add(workshop)
    session, stroke = make.sessions_of(workshop)[0], uuid4()
    make.mark(session, {three: "excused"})
    all_left = {place.pk: actions.Entry("present") for place in (one, two)}
    at = session.ends_at + timedelta(hours=1)
    actions.mark_all(session, all_left, by=make.office(), stroke=stroke, at=at)
    make.mark(session, {two: "late"}, at=at)
    assert actions.last_stroke(session, at) == stroke
    assert [actions.undo_stroke(session, stroke, by=make.office(), at=at) for _ in range(2)] == [1, 0]
    assert present(session) == sorted([(two.pk, "late"), (three.pk, "excused")])
    assert Entry.objects.filter(act="workshops.undo_marks").count() == 1


def test_a_stroke_a_day_old_is_not_taken_back_at_once(workshop):
    place, session = make.add(workshop), make.sessions_of(workshop)[0]
    at = session.ends_at + timedelta(hours=1)
    actions.mark_all(session, {place.pk: actions.Entry("present")}, by=make.office(), stroke=uuid4(), at=at)
    assert actions.last_stroke(session, at + timedelta(hours=25)) is None
