"""H2, H25: fifty people for the last seat, and two trainers on one mark, with real connections. Each guard has its twin."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections  # noqa: F401 - read by a condition below

from courses.workshops import actions
from courses.workshops.actions import adding_many, places
from courses.workshops.models import Attendance, CohortSession, Place, Workshop
from lms.accounts.models import User
from tests.factories import workshops as make
from tests.factories.accounts import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count, act):
    """`act` in so many threads that start together; what each answered or raised."""
    gate = threading.Barrier(count)

    def one(number):
        try:
            gate.wait()
            return act(number)
        except Exception as error:  # noqa: BLE001 - the test judges what went wrong
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def add_at_once(count, free):
    """So many people for so few seats, each added by a request of its own; how many sit."""
    workshop, office = make.make_workshop(seats=free), make.office()
    people = [PersonFactory().pk for _ in range(count)]

    def act(number):
        person = User.objects.get(pk=people[number])
        return actions.add_to_cohort(Workshop.objects.get(pk=workshop.pk), person, by=office).place.state

    answers = at_once(count, act)
    return answers, workshop.places.seated().count()


def test_h2_fifty_people_for_the_last_seat_exactly_one_gets_it():
    answers, seated = add_at_once(50, free=1)
    assert sorted(map(str, answers)) == ["confirmed"] + ["waitlisted"] * 49
    assert seated == 1


def test_h2_twin_where_room_is_asked_for_before_the_lock_everybody_gets_the_last_seat(monkeypatch):
    """What was true before waiting for the lock is old news afterwards."""
    monkeypatch.setattr(adding_many, "free_seats", lambda workshop: 1)
    answers, seated = add_at_once(8, free=1)
    assert (answers.count("confirmed"), seated) == (8, 8)


def confirm_offers_at_once(count):
    """So many who were accepted and now say yes to the one seat that is left."""
    workshop, office = make.make_workshop(seats=1), make.office()
    waiting = [make.add(workshop, over_seats_because="To be set back.") for _ in range(count)]
    Place.objects.filter(workshop=workshop).update(state="approved")

    def act(number):
        try:
            return actions.move(Place.objects.get(pk=waiting[number].pk), "accepted", by=office).state
        except actions.CohortFull:
            return "full"

    return sorted(map(str, at_once(count, act)))


def test_h2_concurrent_accepts_for_the_last_seat_give_it_once():
    assert confirm_offers_at_once(12) == ["accepted"] + ["full"] * 11


@pytest.mark.postgresql
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no row locks to switch off")
def test_h2_twin_without_the_lock_concurrent_accepts_overfill(monkeypatch):
    monkeypatch.setattr("django.db.models.query.QuerySet.select_for_update", lambda rows, **kwargs: rows)
    room = places.has_room

    def slow_room(workshop):
        answer = room(workshop)
        time.sleep(0.3)
        return answer

    monkeypatch.setattr(places, "has_room", slow_room)
    assert confirm_offers_at_once(6).count("accepted") > 1


def mark_at_once():
    """Two trainers mark one person in the same moment, each having seen no mark; the marks kept and the clashes told."""
    workshop, office = make.make_workshop(), make.office()
    place, session = make.add(workshop), make.sessions_of(workshop)[0]

    def act(number):
        entry = actions.Entry(["late", "absent"][number])
        return actions.mark_all(CohortSession.objects.get(pk=session.pk), {place.pk: entry}, by=office)

    answers = at_once(2, act)
    return answers, Attendance.objects.get(place=place)


def test_h25_two_trainers_at_the_same_moment_one_is_told_of_the_other():
    answers, kept = mark_at_once()
    told = [clash for answer in answers for clash in answer]
    assert len(told) == 1
    assert told[0].theirs == kept.mark
    assert kept.changes.count() == 1
