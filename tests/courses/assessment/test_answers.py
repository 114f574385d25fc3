"""Saving answers (Q3, Q9, Q12, Q22, B-Q1, INV-2)."""

import itertools
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.assessment import actions
from courses.assessment.models import AnswerEvent, Attempt
from courses.assessment.refusals import AttemptClosed, BadAnswer, NoSuchQuestion, StaleAnswer
from tests.factories import assessment as make

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def attempt():
    return make.start(at=NOON)


def order(attempt, position=1):
    return attempt.slots.get(position=position).option_order


def current(attempt):
    return {event.slot.position: event.response for event in AnswerEvent.objects.filter(attempt=attempt).current()}


def test_q3_the_same_answer_sent_again_changes_nothing(attempt):
    same = {"client_uuid": uuid.uuid4(), "seq": 1}
    first = make.answer(attempt, 1, order(attempt)[:1], at=NOON, **same)
    second = make.answer(attempt, 1, order(attempt)[:1], at=NOON + SECOND, **same)
    assert first == second
    assert first.state == "saved"
    assert attempt.answers.count() == 1


def test_q3_an_older_sequence_is_acknowledged_and_ignored(attempt):
    a, b = order(attempt)[:2]
    make.answer(attempt, 1, [a], seq=7, at=NOON)
    old = make.answer(attempt, 1, [b], seq=6, at=NOON + SECOND)
    assert (old.state, old.at, old.seq) == ("superseded", NOON, 7)
    assert current(attempt) == {1: [a]}
    assert attempt.answers.count() == 2  # kept, so that it can be offered


def test_q9_a_page_that_had_not_seen_the_newer_answer_does_not_win(attempt):
    a, b = order(attempt)[:2]
    make.answer(attempt, 1, [a], seq=1, at=NOON)
    assert make.answer(attempt, 1, [b], seq=1, at=NOON + SECOND).state == "superseded"
    assert current(attempt) == {1: [a]}
    assert make.answer(attempt, 1, [b], seq=2, at=NOON + 2 * SECOND).state == "saved"
    assert current(attempt) == {1: [b]}


def test_q9_a_page_sent_before_cannot_carry_another_answer(attempt):
    a, b = order(attempt)[:2]
    page = {"client_uuid": uuid.uuid4(), "seq": 1}
    make.answer(attempt, 1, [a], **page)
    with pytest.raises(StaleAnswer):
        make.answer(attempt, 1, [b], **page)
    with pytest.raises(StaleAnswer):
        make.answer(attempt, 2, order(attempt, 2)[:1], **page)
    assert current(attempt) == {1: [a]}


def test_an_old_page_that_says_the_same_has_nothing_to_be_told(attempt):
    a = order(attempt)[0]
    make.answer(attempt, 1, [a], seq=5)
    assert make.answer(attempt, 1, [a], seq=1).state == "saved"


def test_an_answer_can_be_cleared(attempt):
    make.answer(attempt, 1, order(attempt)[:1], seq=1)
    make.answer(attempt, 1, [], seq=2)
    assert current(attempt) == {1: []}


def test_q12_each_answer_keeps_its_language(attempt):
    make.answer(attempt, 1, order(attempt)[:1], seq=1, locale="en")
    make.answer(attempt, 1, order(attempt)[1:2], seq=2, locale="th")
    assert list(attempt.answers.order_by("client_seq").values_list("locale", flat=True)) == ["en", "th"]


@pytest.mark.parametrize(
    "response",
    [
        lambda attempt: [str(uuid.uuid4())],
        lambda attempt: order(attempt, 2)[:1],
        lambda attempt: order(attempt)[:2],
        lambda attempt: order(attempt)[:1] * 2,
        lambda attempt: [f"{n}" for n in range(1000)],
    ],
    ids=["unknown", "of another question", "two for a single choice", "twice the same", "a thousand"],
)
def test_bq1_what_does_not_fit_is_refused_logged_and_scores_nothing(attempt, response, caplog):
    with caplog.at_level("WARNING", logger="assessment.refused"), pytest.raises(BadAnswer):
        make.answer(attempt, 1, response(attempt))
    assert attempt.answers.count() == 0
    assert caplog.records[0].data["refused"] == "BadAnswer"
    assert actions.submit(attempt, at=NOON).score == 0


def test_q22_a_place_that_is_not_in_the_attempt_is_refused_and_logged(attempt, caplog):
    with caplog.at_level("WARNING", logger="assessment.refused"), pytest.raises(NoSuchQuestion):
        make.answer(attempt, 99, [])
    assert "NoSuchQuestion" in caplog.text


def test_q22_nobody_sees_the_attempt_of_another(attempt):
    assert not Attempt.objects.visible_to(make.make_person()).exists()
    assert Attempt.objects.visible_to(attempt.learner).get() == attempt


def test_bq2_no_answer_after_handing_in(attempt):
    actions.submit(attempt, at=NOON)
    with pytest.raises(AttemptClosed):
        make.answer(attempt, 1, order(attempt)[:1])
    assert attempt.answers.count() == 0


def test_q3_a_lost_acknowledgement_is_given_again_even_after_handing_in(attempt):
    slot = attempt.slots.get(position=1)
    same = {"client_uuid": uuid.uuid4(), "seq": 1}
    first = make.answer(attempt, 1, make.right_keys(slot), **same)
    submission = actions.submit(attempt, at=NOON)
    assert make.answer(attempt, 1, make.right_keys(slot), **same) == first
    assert (submission.score, attempt.answers.count()) == (1, 1)


def test_a_question_can_be_marked_to_come_back_to(attempt):
    assert actions.set_flag(attempt, 2, on=True)
    assert list(attempt.slots.filter(flagged=True).values_list("position", flat=True)) == [2]
    actions.submit(attempt, at=NOON)
    assert not actions.set_flag(attempt, 2, on=False)


def arrive(attempt, seqs):
    """Answers with these sequences, in this order of arrival; each says its own option."""
    options = order(attempt)
    for tick, seq in enumerate(seqs):
        make.answer(attempt, 1, [options[seq % len(options)]], seq=seq, at=NOON + tick * SECOND)
    return current(attempt)[1] == [options[max(seqs) % len(options)]]


def test_inv2_in_every_order_of_arrival_the_newest_answer_stands(attempt):
    for seqs in itertools.permutations(range(1, 6)):
        AnswerEvent.objects.all().delete()
        assert arrive(attempt, seqs)


def test_inv2_twin_without_the_sequence_an_older_answer_wins(attempt, monkeypatch):
    last = AnswerEvent.objects.order_by("-received_at")
    monkeypatch.setattr(
        "courses.assessment.models.attempts.AnswerEventQuerySet.current", lambda rows: rows.filter(pk=last.first().pk)
    )
    assert not arrive(attempt, [2, 1])


sends = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4), st.integers(0, 3)), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sends)
def test_inv2_two_devices_with_lost_acknowledgements_agree_on_one_answer(attempt, sends):
    """Each send is (page, sequence, option), repeated at will: whoever was told "saved" last holds the answer."""
    AnswerEvent.objects.all().delete()
    options = order(attempt)
    standing = None
    for tick, (page, seq, option) in enumerate(sends):
        sent = uuid.uuid5(uuid.NAMESPACE_URL, f"{page}-{seq}")
        try:
            reply = make.answer(attempt, 1, [options[option]], seq=seq, client_uuid=sent, at=NOON + tick * SECOND)
        except StaleAnswer:
            continue
        if reply.state == "saved":
            standing = options[option]
    assert current(attempt) == {1: [standing]}
