"""The invariants hold, and say so when they do not (INV-2, INV-3, INV-14)."""

from datetime import UTC, datetime, timedelta

import pytest

from courses.assessment import actions
from courses.assessment import invariants as asked
from courses.assessment.models import Attempt, Question, Submission
from tests.factories import assessment as make

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def submission():
    attempt = make.start(at=NOON)
    make.answer_all(attempt, at=NOON)
    return actions.submit(attempt, at=NOON)


def broken():
    checks = [
        asked.grades_rest_on_the_newest_answers,
        asked.answers_are_where_they_belong,
        asked.handed_in_means_graded,
        asked.attempts_stay_within_the_limit,
        asked.practice_and_final_are_apart,
    ]
    return [check.__name__ for check in checks if list(check())]


def test_all_hold_after_an_ordinary_attempt(submission):
    assert broken() == []


def test_inv2_a_grade_that_its_answers_do_not_give_is_seen(submission):
    Submission.objects.update(score=1)
    assert broken() == ["grades_rest_on_the_newest_answers"]


def test_inv2_an_answer_slipped_in_after_handing_in_is_seen(submission):
    submission.attempt.answers.filter(slot__position=1).update(received_at=NOON + timedelta(hours=1))
    assert broken() == ["answers_are_where_they_belong"]


def test_inv3_a_state_without_its_grade_is_seen(submission):
    Attempt.objects.update(state="open")
    assert broken() == ["handed_in_means_graded"]


def test_inv3_one_attempt_too_many_is_seen(submission):
    submission.attempt.quiz.__class__.objects.update(max_attempts=1)
    Attempt.objects.create(
        learner=submission.attempt.learner,
        quiz=submission.attempt.quiz,
        context=submission.attempt.context,
        number=2,
        started_at=NOON,
        pass_percent=80,
        rule_version=1,
    )
    assert broken() == ["attempts_stay_within_the_limit"]


def test_inv14_a_practice_question_in_a_test_is_seen(submission):
    Question.objects.filter(pk=submission.attempt.slots.first().revision.question_id).update(use="practice")
    assert broken() == ["practice_and_final_are_apart"]
