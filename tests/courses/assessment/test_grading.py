"""What an answer is worth (Q18)."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from courses.assessment.grading import Key, Mark, by_competency, passes, problem, score

KEYS = [f"k{number}" for number in range(6)]


@st.composite
def keys(draw):
    options = draw(st.lists(st.sampled_from(KEYS), unique=True))
    correct = draw(st.lists(st.sampled_from(options), unique=True)) if options else []
    return Key(
        type=draw(st.sampled_from(["single", "multiple", "truefalse", "nonsense"])),
        scoring=draw(st.sampled_from(["all_or_nothing", "right_minus_wrong", ""])),
        max_marks=draw(st.integers(0, 100)),
        options=frozenset(options),
        correct=frozenset(correct),
    )


anything = st.lists(st.sampled_from(KEYS) | st.text() | st.integers() | st.none() | st.lists(st.integers()))


@given(keys(), anything)
def test_a_score_is_never_below_nought_nor_above_the_maximum(key, response):
    assert 0 <= score(key, response) <= key.max_marks


@given(keys(), anything)
def test_the_same_answer_always_scores_the_same_in_any_order(key, response):
    assert score(key, response) == score(key, list(reversed(response)))


@given(keys())
def test_the_right_answer_earns_everything_and_none_earns_nothing(key):
    if key.correct:
        assert score(key, key.correct) == key.max_marks
    assert score(key, []) == 0


def several(scoring, marks=2):
    return Key("multiple", scoring, marks, frozenset("abcd"), frozenset("ab"))


def test_q18_all_or_nothing_gives_nothing_for_half():
    assert score(several("all_or_nothing"), ["a"]) == 0
    assert score(several("all_or_nothing"), ["a", "b"]) == 2
    assert score(several("all_or_nothing"), ["a", "b", "c"]) == 0


def test_q18_right_minus_wrong_never_falls_below_nought():
    key = several("right_minus_wrong")
    assert score(key, ["a"]) == 1
    assert score(key, ["a", "b", "c"]) == 1
    assert score(key, ["a", "c"]) == 0
    assert score(key, ["c", "d"]) == 0


def test_ticking_everything_earns_nothing():
    assert score(several("right_minus_wrong"), list("abcd")) == 0


def test_two_answers_to_a_single_choice_earn_nothing():
    assert score(Key("single", "all_or_nothing", 1, frozenset("abc"), frozenset("a")), ["a", "b"]) == 0


def test_passing_means_reaching_the_mark():
    assert passes(Decimal(16), 20, 80)
    assert not passes(Decimal("15.99"), 20, 80)
    assert not passes(Decimal(0), 0, 80)


def test_the_result_by_topic_adds_up():
    marks = [Mark("law", Decimal(1), 1), Mark("signs", Decimal("0.5"), 1), Mark("law", Decimal(0), 1, False)]
    assert by_competency(marks) == [
        {"competency": "law", "questions": 2, "answered": 1, "score": 1, "max": 2},
        {"competency": "signs", "questions": 1, "answered": 1, "score": 0.5, "max": 1},
    ]


def test_bq1_what_does_not_fit_is_named():
    assert problem("single", ["a", "b"], ["z"]) == "unknown option"
    assert problem("single", ["a", "b"], ["a", "b"]) == "more than one answer"
    assert problem("truefalse", ["a", "b"], ["a", "b"]) == "more than one answer"
    assert problem("multiple", ["a", "b"], ["a", "a"]) == "duplicate option"
    assert problem("multiple", ["a", "b"], [f"x{n}" for n in range(1000)]) == "unknown option"
    assert problem("single", ["a", "b"], []) == ""
