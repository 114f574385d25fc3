"""Starting, resuming and running out of attempts or time (Q1, Q2, Q5 to Q7, Q11, Q13, Q16, Q17, Q25)."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from courses.assessment import actions, mails, timing
from courses.assessment.checks import quiz_problems
from courses.assessment.drafts import read
from courses.assessment.models import AnswerEvent, Attempt, Submission
from courses.assessment.refusals import AttemptsUsedUp, NothingToAsk, QuizClosed
from courses.assessment.signals import attempt_graded
from lms.audit.models import Entry
from lms.notifications.models import Message
from tests.factories import assessment as make
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def graded():
    """Every result that was told to the floors above."""
    told = []

    def hear(submission, **kwargs):
        told.append(submission)

    attempt_graded.connect(hear)
    yield told
    attempt_graded.disconnect(hear)


def seen_by(attempt):
    return [(slot.position, slot.revision_id, slot.option_order) for slot in attempt.slots.all()]


def test_q1_starting_twice_gives_the_same_attempt():
    quiz, learner, context = make.make_quiz(), make.make_person(), uuid.uuid4()
    first = make.start(quiz, learner, context=context)
    assert make.start(quiz, learner, context=context) == first
    assert Attempt.objects.of(learner, quiz, context).count() == 1


def test_q2_no_start_when_all_attempts_are_used():
    quiz, learner, context = make.make_quiz(max_attempts=2), make.make_person(), uuid.uuid4()
    for _ in range(2):
        actions.submit(make.start(quiz, learner, context=context), at=NOON)
    with pytest.raises(AttemptsUsedUp):
        make.start(quiz, learner, context=context)
    assert make.start(quiz, learner, context=uuid.uuid4()).number == 1


def test_q2_an_old_tab_may_only_continue_its_own_attempt():
    quiz, learner, context = make.make_quiz(max_attempts=1), make.make_person(), uuid.uuid4()
    attempt = make.start(quiz, learner, context=context)
    assert make.start(quiz, learner, context=context) == attempt


def test_q5_a_closed_or_archived_test_cannot_be_started():
    with pytest.raises(QuizClosed):
        make.start(make.make_quiz(closes_at=NOON), at=NOON)
    with pytest.raises(QuizClosed):
        make.start(make.make_quiz(archived_at=NOON), at=NOON)


def test_q5_answers_within_the_grace_count_and_later_ones_are_kept_unscored():
    attempt = make.start(make.make_quiz(time_limit=10), at=NOON)
    first, second, third = attempt.slots.all()
    make.answer(attempt, 1, make.right_keys(first), at=NOON + 10 * MINUTE + timedelta(seconds=60))
    late = make.answer(attempt, 2, make.right_keys(second), at=NOON + 10 * MINUTE + timedelta(seconds=61))
    submission = actions.submit(attempt, at=NOON + 12 * MINUTE)
    later = make.answer(attempt, 3, make.right_keys(third), at=NOON + 13 * MINUTE)
    assert (submission.score, submission.reason, submission.at) == (1, "deadline", NOON + 10 * MINUTE)
    assert (late.state, later.state) == ("late", "late")
    assert AnswerEvent.objects.filter(attempt=attempt, late=True).count() == 2


@pytest.mark.parametrize("closed_by", ["the job", "the next read"])
def test_q6_the_result_is_the_same_whoever_closes_the_attempt(closed_by):
    attempt = make.start(make.make_quiz(time_limit=10), at=NOON)
    make.answer(attempt, 1, make.right_keys(attempt.slots.get(position=1)), at=NOON + MINUTE)
    if closed_by == "the job":
        assert actions.close_overdue(at=NOON + 11 * MINUTE) == 0  # the grace is not over yet
        assert actions.close_overdue(at=NOON + 12 * MINUTE) == 1
        assert actions.close_overdue(at=NOON + 13 * MINUTE) == 0
    else:
        actions.submit(attempt, at=NOON + timedelta(days=3))
    submission = Submission.objects.get(attempt=attempt)
    assert (submission.score, submission.max_score, submission.at) == (1, 3, NOON + 10 * MINUTE)
    assert submission.reason == Submission.Reason.DEADLINE


def test_q7_the_window_may_leave_less_than_the_time_limit():
    assert timing.minutes_left(60, NOON + 22 * MINUTE, NOON) == 22
    assert timing.minutes_left(60, None, NOON) == 60
    assert timing.minutes_left(None, None, NOON) is None
    attempt = make.start(make.make_quiz(time_limit=60, closes_at=NOON + 22 * MINUTE), at=NOON)
    assert attempt.deadline == NOON + 22 * MINUTE


def test_q11_an_attempt_shows_the_same_questions_order_and_answers_ever_after():
    quiz, learner, context = make.make_quiz(), make.make_person(), uuid.uuid4()
    attempt = make.start(quiz, learner, context=context, at=NOON)
    before = seen_by(attempt)
    make.answer(attempt, 2, before[1][2][:1])
    again = make.start(quiz, learner, context=context, at=NOON + timedelta(days=1))
    assert seen_by(again) == before
    assert [event.response for event in AnswerEvent.objects.filter(attempt=again).current()] == [before[1][2][:1]]


def test_q13_open_and_past_attempts_stay_on_their_revision():
    item = make.make_item()
    bank = make.make_bank()
    make.make_competency()
    actions.write_question(bank, read(item))
    quiz = make.make_quiz(questions=0, count=1, bank=bank)
    attempt = make.start(quiz)
    old = attempt.slots.get().revision
    for option in item["options"]:
        option["correct"] = not option["correct"] if option["text"].startswith(("The right", "Wrong 0")) else False
    assert actions.write_question(bank, read(item)) == "changed"
    make.answer(attempt, 1, make.right_keys(attempt.slots.get()))
    assert attempt.slots.get().revision == old
    assert actions.submit(attempt, at=NOON).score == 1
    assert make.start(quiz).slots.get().revision.number == old.number + 1


def test_q16_a_test_with_too_few_questions_is_not_published_and_says_why():
    quiz = make.make_quiz(questions=2, count=3)
    assert quiz_problems(quiz) == ["“Indicators”: the test draws 3 questions, the bank has 2."]
    assert quiz_problems(make.make_quiz(questions=3, count=3)) == []


def test_q16_archiving_gives_what_is_left_scales_and_tells_staff():
    quiz = make.make_quiz(questions=3, count=3)
    actions.archive_question(quiz.bank.questions.first(), by=make.make_person(), at=NOON)
    person = staff()
    attempt = make.start(quiz)
    make.start(quiz)
    assert attempt.short_draw
    assert Entry.objects.filter(act="assessment.draw_short").count() == 2
    message = Message.objects.get(kind="assessment.draw_short")
    assert message.person == person
    mail = mails.draw_short(message, person, message.context)
    assert "the test draws 3 questions, the bank has 2." in mail.text
    assert mail.html
    make.answer_all(attempt)
    submission = actions.submit(attempt, at=NOON)
    assert (submission.score, submission.max_score, submission.passed) == (2, 2, True)


def test_q16_a_test_without_any_question_cannot_start():
    with pytest.raises(NothingToAsk):
        make.start(make.make_quiz(questions=0))


def test_q17_a_retake_asks_unseen_questions_first():
    quiz, learner, context = make.make_quiz(questions=5, count=3), make.make_person(), uuid.uuid4()
    first = make.start(quiz, learner, context=context)
    actions.submit(first, at=NOON)
    second = make.start(quiz, learner, context=context)
    asked = [set(one.slots.values_list("revision__question", flat=True)) for one in (first, second)]
    assert len(asked[0] | asked[1]) == 5


def test_practice_questions_are_never_drawn():
    bank = make.make_bank()
    make.make_question(bank, use="practice")
    quiz = make.make_quiz(questions=1, count=2, bank=bank)
    assert make.start(quiz).slots.count() == 1


def test_q25_a_preview_neither_counts_nor_is_told_to_anyone(graded):
    quiz, trainer, context = make.make_quiz(max_attempts=1), make.make_person(), uuid.uuid4()
    for _ in range(3):
        preview = make.start(quiz, trainer, context=context, preview=True)
        make.answer_all(preview)
        actions.submit(preview, at=NOON)
    assert graded == []
    assert Attempt.objects.counted().count() == 0
    assert all(candidate.seen == 0 for candidate in quiz.pool(trainer))
    assert make.start(quiz, trainer, context=context).preview is False


def test_q4_handing_in_again_gives_the_same_result_and_tells_it_once(graded):
    attempt = make.start()
    make.answer_all(attempt)
    first = actions.submit(attempt, at=NOON)
    assert actions.submit(Attempt.objects.get(pk=attempt.pk), at=NOON + MINUTE) == first
    assert (first.score, first.passed, graded) == (3, True, [first])
    assert Entry.objects.filter(act="assessment.submit").count() == 1


def test_q21_unanswered_questions_score_nothing_and_nothing_is_taken_off():
    attempt = make.start()
    make.answer(attempt, 1, make.right_keys(attempt.slots.get(position=1)))
    submission = actions.submit(attempt, at=NOON)
    assert (submission.score, submission.max_score, submission.passed) == (1, 3, False)


def test_changing_pass_mark_or_shares_makes_a_new_rule_version():
    quiz, editor = make.make_quiz(), make.make_person()
    quiz.title = "Another title"
    assert actions.save_quiz(quiz, by=editor).rule_version == 1
    attempt = make.start(quiz)
    quiz.pass_percent = 60
    assert actions.save_quiz(quiz, by=editor).rule_version == 2
    assert (attempt.rule_version, attempt.pass_percent) == (1, 80)
