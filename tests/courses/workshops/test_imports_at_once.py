"""Two lists at the same second, one list in several workers: no person, place or mail twice (F-13, INV-7). Twins fail."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection, connections

from courses.workshops import actions
from courses.workshops.actions import import_writing
from courses.workshops.actions.adding_many import _Known
from courses.workshops.models import Import, Place
from lms.accounts.models import Invitation
from lms.audit.models import Entry
from lms.notifications.models import Message
from tests.factories import imports as lists
from tests.factories import workshops as make
from tests.factories.accounts import MemberFactory, PersonFactory
from tests.factories.imports import officer

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 50
OWN, SHARED = 2, 3


@pytest.fixture
def cohort():
    lists.vocabulary()
    workshop = make.make_workshop(seats=500)
    return workshop, [make.make_trainer(workshop), make.make_trainer(workshop)]


def at_once(acts):
    """All of them in threads that start together; what each answered or raised."""
    gate = threading.Barrier(len(acts))

    def one(act):
        try:
            gate.wait()
            return act()
        except Exception as error:  # noqa: BLE001 - the test judges what went wrong
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def overlapping(cohort, number):
    """Two lists of five, three of them the same people, in opposite order; one of the shared has an account."""
    workshop, trainers = cohort
    first = number * 10
    PersonFactory(email=officer(first + OWN)[0], affiliation__member=MemberFactory(code="TH"))
    one = [officer(first + at) for at in range(OWN + SHARED)]
    two = [officer(first + at) for at in reversed(range(OWN, OWN + SHARED + OWN))]
    return [lists.confirmed(workshop, rows, by=by) for rows, by in zip((one, two), trainers, strict=True)]


def write_both(rosters):
    return at_once([lambda roster=roster: lists.finish(roster).state for roster in rosters])


def test_f13_two_trainers_import_overlapping_lists_at_the_same_second_fifty_times(cohort):
    for number in range(ROUNDS):
        rosters = overlapping(cohort, number)
        assert write_both(rosters) == ["done", "done"]
        told = [list(roster.rows.order_by("number").values_list("state", flat=True)) for roster in rosters]
        assert all(set(states) <= {"added", "unchanged"} for states in told)
        # Whoever stands in both lists was added by one of them, and the other says that nothing changed.
        assert sum(states.count("added") for states in told) == 2 * OWN + SHARED
    people = ROUNDS * (2 * OWN + SHARED)
    emails = [place.email() for place in Place.objects.select_related("person", "invitation")]
    assert (len(emails), len(set(emails))) == (people, people)
    assert Entry.objects.filter(act="workshops.add").count() == people
    # Whom a trainer adds is invited, account or not (decision 0030).
    assert Invitation.objects.count() == people
    assert Message.objects.filter(kind="accounts.invitation").count() == people


def test_f13_twin_that_does_not_look_who_is_there_fails(cohort, monkeypatch):
    """The constraints still keep out a second place; the lists stop in the middle."""
    nobody = "courses.workshops.actions.adding_many._look_up"
    monkeypatch.setattr(nobody, lambda workshop, who, **how: _Known({}, {}, frozenset(), {}))
    monkeypatch.setattr(import_writing, "look_up", lambda workshop, facts, **how: import_writing.Known())
    assert any(isinstance(answer, Exception) for answer in write_both(overlapping(cohort, 0)))


def look_before_either_writes(monkeypatch):
    """Both look who is known, and only then write; with the lock the second cannot look so early."""
    look, gate = import_writing.look_up, threading.Barrier(2)

    def slow_look(workshop, facts, **how):
        known = look(workshop, facts, **how)
        with suppress(threading.BrokenBarrierError):
            gate.wait(timeout=1)
        return known

    monkeypatch.setattr(import_writing, "look_up", slow_look)


def test_f13_the_second_list_looks_only_when_the_first_has_written(cohort, monkeypatch):
    look_before_either_writes(monkeypatch)
    assert write_both(overlapping(cohort, 0)) == ["done", "done"]


@pytest.mark.postgresql
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no row locks to switch off")
def test_f13_twin_without_the_lock_both_look_and_one_fails(cohort, monkeypatch):
    rosters = overlapping(cohort, 0)
    look_before_either_writes(monkeypatch)
    monkeypatch.setattr("django.db.models.query.QuerySet.select_for_update", lambda rows, **kwargs: rows)
    assert any(isinstance(answer, Exception) for answer in write_both(rosters))


def test_one_list_in_four_workers_is_written_once(cohort):
    workshop, (trainer, _other) = cohort
    roster = lists.confirmed(workshop, [officer(number) for number in range(210)], by=trainer)
    assert at_once([lambda: lists.finish(roster).state] * 4) == ["done"] * 4
    assert set(lists.states(roster).values()) == {"added"}
    assert Entry.objects.filter(act="workshops.add").count() == Place.objects.count() == 210
    assert Entry.objects.filter(act="workshops.finish_list").count() == 1


def test_confirmed_by_ten_clicks_it_is_confirmed_once(cohort):
    workshop, (trainer, _other) = cohort
    roster = lists.checked(workshop, [officer(1)], by=trainer)
    at_once([lambda: actions.confirm(roster, "good", by=trainer).state] * 10)
    assert Entry.objects.filter(act="workshops.confirm_list").count() == 1
    assert Import.objects.get().state == "confirmed"


def test_the_database_under_test_is_real():
    """In memory, threads would not compete."""
    assert connection.vendor == "postgresql" or "memory" not in str(connection.settings_dict["NAME"])
