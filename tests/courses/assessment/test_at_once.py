"""Many requests at one moment, with real connections (Q1, Q4, INV-2, INV-3, F-12). Each guard has its twin without it."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.utils import timezone

from courses.assessment import actions
from courses.assessment.actions import attempts as handing_in
from courses.assessment.models import Attempt, Slot, Submission
from courses.assessment.refusals import AttemptClosed
from courses.assessment.signals import attempt_graded
from tests.factories import assessment as make

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


@pytest.fixture
def graded():
    told = []

    def hear(submission, **kwargs):
        told.append(submission.pk)

    attempt_graded.connect(hear)
    yield told
    attempt_graded.disconnect(hear)


def hand_in(attempt, count):
    return at_once(count, lambda number: actions.submit(Attempt.objects.get(pk=attempt.pk), at=timezone.now()).pk)


def test_q4_fifty_submits_at_once_give_one_grade_and_one_answer(graded):
    attempt = make.start()
    make.answer_all(attempt)
    answers = hand_in(attempt, 50)
    submission = Submission.objects.get()
    assert set(answers) == {submission.pk}
    assert graded == [submission.pk]
    assert submission.passed


def test_inv3_twin_without_the_condition_on_the_state_it_is_not_one(graded, monkeypatch):
    """The unique submission still stands in the way of a second grade, but requests fail."""
    monkeypatch.setattr(handing_in, "take", lambda attempt: True)
    attempt = make.start()
    answers = hand_in(attempt, 8)
    assert any(isinstance(answer, Exception) for answer in answers)


def test_q1_starting_in_twenty_tabs_at_once_gives_one_attempt():
    quiz, learner, context = make.make_quiz(), make.make_person(), uuid.uuid4()
    answers = at_once(20, lambda number: make.start(quiz, learner, context=context).pk)
    assert set(answers) == {Attempt.objects.get().pk}
    assert Slot.objects.count() == 3


def test_q3_one_answer_sent_twenty_times_at_once_is_one_row():
    attempt = make.start()
    key = attempt.slots.get(position=1).option_order[0]
    sent = uuid.uuid4()
    answers = at_once(20, lambda number: make.answer(attempt, 1, [key], client_uuid=sent).state)
    assert set(answers) == {"saved"}
    assert attempt.answers.count() == 1


def answer_while_handing_in(attempt, monkeypatch):
    """Hold an answer between its check and its row, and hand in meanwhile; was what was acknowledged also graded?"""
    held, handed_in = threading.Event(), threading.Event()
    check = actions.answers.problem

    def slow_check(*facts):
        held.set()
        handed_in.wait(timeout=1)  # with the lock this runs out: the other side waits for us
        return check(*facts)

    monkeypatch.setattr(actions.answers, "problem", slow_check)
    slot = attempt.slots.get(position=1)

    def act(number):
        if number == 0:
            try:
                return make.answer(attempt, 1, make.right_keys(slot)).state
            except AttemptClosed:
                return "refused"
        held.wait(timeout=5)
        submission = actions.submit(Attempt.objects.get(pk=attempt.pk), at=timezone.now())
        handed_in.set()
        return submission.score

    state, score = at_once(2, act)
    return (state, score) in {("saved", 1), ("refused", 0)}


def test_inv2_an_answer_acknowledged_while_handing_in_is_graded(monkeypatch):
    assert answer_while_handing_in(make.start(), monkeypatch)


@pytest.mark.postgresql
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no row locks to switch off")
def test_inv2_twin_without_the_lock_an_acknowledged_answer_is_lost(monkeypatch):
    monkeypatch.setattr("django.db.models.query.QuerySet.select_for_update", lambda rows, **kwargs: rows)
    assert not answer_while_handing_in(make.start(), monkeypatch)


def test_the_database_under_test_is_real():
    """In memory, threads would not compete."""
    assert connection.vendor == "postgresql" or "memory" not in str(connection.settings_dict["NAME"])
