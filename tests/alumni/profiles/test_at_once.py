"""Two at one moment, with real connections (A12). Each guard has its twin without it."""

import threading

import pytest
from django.utils import timezone

from alumni.profiles import actions
from alumni.profiles.models import Introduction
from tests.courses.assessment.test_at_once import at_once
from tests.factories.profiles import an_alumna, asked, listed
from tests.waiting import waits_meanwhile

pytestmark = pytest.mark.django_db(transaction=True)
State = Introduction.State


def a_careless_ask(gate):
    """The twin: looks whether a question waits, and asks, without holding on to who asks in between."""

    def ask(profile, asker):
        there = Introduction.objects.filter(asker=asker, asked=profile.person).first()
        gate.wait(5)
        now = timezone.now()
        return there or Introduction.objects.create(
            asker=asker,
            asked=profile.person,
            purpose="x",
            created_at=now,
            expires_at=now + actions.introducing.PATIENCE,
        )

    return ask


@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_two_requests_at_once_are_one_introduction_and_no_error(guarded):
    profile, asker = listed(), an_alumna()
    careless = a_careless_ask(threading.Barrier(2))
    answers = at_once(2, lambda n: (asked(asker, profile) if guarded else careless(profile, asker)).pk)
    # The database refuses the twin's second question; whoever pressed twice would read an error.
    assert Introduction.objects.count() == 1
    assert (len(set(answers)) == 1) == guarded


def careless_turns(gate):
    """The twin: reads the state, decides, and writes what it decided, whatever happened in between."""

    def turn(introduction, state):
        row = Introduction.objects.get(pk=introduction.pk)
        gate.wait(5)
        if not row.is_pending():
            return False
        row.state = state
        row.save(update_fields=["state"])
        return True

    return turn


@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_a_yes_and_taking_back_at_once_have_one_result(guarded):
    one = asked(an_alumna(), listed())
    turn = careless_turns(threading.Barrier(2))

    def act(number):
        if not guarded:
            return turn(one, State.ACCEPTED if number else State.TAKEN_BACK)
        return actions.answer(one, yes=True, by=one.asked) if number else actions.take_back(one, by=one.asker)

    back, yes = at_once(2, act)
    assert (sorted([back, yes]) == [False, True]) == guarded
    if guarded:
        one.refresh_from_db()
        assert one.state == (State.ACCEPTED if yes else State.TAKEN_BACK)
        assert actions.show_address(one, by=one.asker) == yes


def test_a_yes_that_waited_while_it_was_taken_back_is_none():
    one = asked(an_alumna(), listed())
    with waits_meanwhile(lambda: actions.answer(one, yes=True, by=one.asked)) as answers:
        assert actions.take_back(one, by=one.asker)
    assert answers == [False]
    one.refresh_from_db()
    assert one.state == State.TAKEN_BACK
