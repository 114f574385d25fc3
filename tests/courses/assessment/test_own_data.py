"""What tests keep about a person can be handed out and erased (P22, C-45)."""

import json
from datetime import UTC, datetime

import pytest

from courses.assessment import actions
from courses.assessment.invariants import grades_rest_on_the_newest_answers
from courses.assessment.models import AnswerEvent
from courses.assessment.own_data import export
from lms.privacy.personal_data import registered
from tests.factories import assessment as make

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def submission():
    attempt = make.start(at=NOON)
    make.answer_all(attempt, at=NOON)
    return actions.submit(attempt, at=NOON)


def test_a_person_gets_every_attempt_with_what_they_chose_and_no_feedback(submission):
    facts = export(submission.attempt.learner)
    (attempt,) = facts["attempts"]
    assert (attempt["score"], attempt["passed"], len(attempt["answers"])) == ("3.00", True, 3)
    assert attempt["answers"][0]["chosen"][0].startswith("The right one")
    assert "Because" not in json.dumps(facts)


def test_by_topic_a_person_gets_no_more_than_the_result_shows():
    quiz = make.make_quiz(questions=2, count=2, competency="law")
    for competency in ["signs", "children"]:
        make.add_share(quiz, 1, competency)
    attempt = make.start(quiz, at=NOON)
    make.answer_all(attempt, at=NOON)
    actions.submit(attempt, at=NOON)
    ((told,),) = [one["by_topic"] for one in export(attempt.learner)["attempts"]]
    assert told == {"topics": ("children", "law", "signs"), "questions": 4, "score": 4, "of": 4}


def test_erasing_removes_the_answers_and_keeps_the_outcome(submission):
    erase = next(data.erase for data in registered() if data.name == "tests")
    erase(submission.attempt.learner)
    submission.refresh_from_db()
    assert not AnswerEvent.objects.exists()
    assert submission.passed
    assert list(grades_rest_on_the_newest_answers()) == []


def test_the_data_of_others_is_neither_told_nor_erased(submission):
    other = make.make_person()
    assert export(other) == {"attempts": []}
    actions.erase_answers(other)
    assert AnswerEvent.objects.count() == 3
