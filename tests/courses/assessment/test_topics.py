"""How far a result goes into topics (decision 0013)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.assessment.topics import FEWEST, is_told, lost, told

TOPICS = [f"topic-{number}" for number in range(8)]


def row(competency, questions, score=0, most=None):
    return {"competency": competency, "questions": questions, "score": score, "max": most or questions}


@st.composite
def results(draw):
    """What a test of any draw may come to, in any order."""
    rows = []
    for topic in draw(st.lists(st.sampled_from(TOPICS), unique=True)):
        questions = draw(st.integers(1, 6))
        most = questions * draw(st.integers(1, 3))
        rows.append(row(topic, questions, draw(st.integers(0, most)), most))
    return rows


@given(results())
def test_no_row_rests_on_fewer_than_three_questions(rows):
    assert all(one.questions >= FEWEST for one in told(rows))


@given(results())
def test_the_whole_less_some_rows_leaves_three_questions_or_none(rows):
    asked = sum(one["questions"] for one in rows)
    shown = told(rows)
    assert sum(one.questions for one in shown) == (asked if asked >= FEWEST else 0)


@given(results())
def test_every_topic_stands_in_one_row_and_the_marks_add_up(rows):
    shown = told(rows)
    if shown:
        assert sorted(topic for one in shown for topic in one.topics) == sorted(one["competency"] for one in rows)
        assert sum(one.score for one in shown) == sum(one["score"] for one in rows)
        assert sum(one.max for one in shown) == sum(one["max"] for one in rows)


@given(results(), st.randoms())
def test_the_same_questions_make_the_same_rows_in_whatever_order_and_with_whatever_score(rows, chance):
    others = [{**one, "score": chance.randint(0, one["max"])} for one in chance.sample(rows, len(rows))]
    assert [one.topics for one in told(others)] == [one.topics for one in told(rows)]


@given(results())
def test_topics_with_three_questions_share_a_row_only_where_too_little_is_left_over(rows):
    large = {one["competency"] for one in rows if one["questions"] >= FEWEST}
    sharing = [one for one in told(rows) if len(one.topics) > 1 and large & set(one.topics)]
    few = sum(one["questions"] for one in rows if one["questions"] < FEWEST)
    assert len(sharing) == (1 if large and 0 < few < FEWEST else 0)


def test_small_topics_share_rows_under_all_their_names():
    small = [row("children", 1, 1), row("data", 2, 2), row("signs", 1, 0), row("referral", 1, 1)]
    assert [(one.topics, one.questions, one.score) for one in told([row("law", 4, 4), *small])] == [
        (("children", "data", "referral", "signs"), 5, 4),
        (("law",), 4, 4),
    ]


def test_what_is_left_over_joins_the_row_with_the_fewest_questions():
    assert [one.topics for one in told([row("law", 6), row("signs", 3), row("children", 1)])] == [
        ("law",),
        ("signs", "children"),
    ]


def test_topics_of_one_row_have_lost_alike():
    rows = told([row("law", 4, 2), row("signs", 1, 0), row("children", 1, 1), row("data", 1, 1)])
    marks = lost(rows)
    assert marks["signs"] == marks["children"] == marks["data"]
    assert marks["law"] == 2


def test_a_row_kept_before_its_questions_were_counted_counts_as_one():
    old = [{"competency": topic, "score": 1, "max": 1} for topic in ["a", "b", "c"]]
    assert [one.topics for one in told(old)] == [("a", "b", "c")]
    assert told(old[:2]) == []


@pytest.mark.parametrize(
    ("answered", "score", "is_shown"),
    [(4, 4, True), (4, 2, True), (4, 1, False), (3, 3, False), (1, 1, False), (None, 2, True)],
)
def test_a_score_is_told_of_a_whole_attempt_with_half_of_its_marks_or_more(answered, score, is_shown):
    kept = {"competency": "law", "questions": 4, "score": score, "max": 4}
    assert is_told([kept if answered is None else {**kept, "answered": answered}], score, 4) is is_shown
