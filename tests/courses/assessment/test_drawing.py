"""Which questions an attempt asks (Q16, Q17)."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from courses.assessment.drawing import Candidate, draw, shortages, shuffle

pools = st.lists(st.builds(Candidate, st.integers(1, 60), st.integers(1, 4), st.integers(0, 3)), max_size=40).map(
    lambda pool: list({one.question: one for one in pool}.values())
)
shares = st.dictionaries(st.integers(1, 4), st.integers(1, 8), min_size=1)


@given(pools, shares, st.integers())
def test_a_draw_never_repeats_a_question_nor_leaves_its_share(pool, shares, seed):
    drawn = draw(pool, shares, Random(seed)).questions
    topic = {one.question: one.competency for one in pool}
    assert len(set(drawn)) == len(drawn)
    for competency, count in shares.items():
        there = sum(one.competency == competency for one in pool)
        assert sum(topic[question] == competency for question in drawn) == min(count, there)


@given(pools, shares, st.integers())
def test_q17_no_question_is_drawn_while_one_less_used_of_its_topic_is_left(pool, shares, seed):
    drawn = set(draw(pool, shares, Random(seed)).questions)
    for competency in shares:
        topic = [one for one in pool if one.competency == competency]
        used = [one.seen for one in topic if one.question in drawn]
        left = [one.seen for one in topic if one.question not in drawn]
        assert not used or not left or max(used) <= min(left)


@given(pools, shares, st.integers())
def test_q16_a_draw_says_when_the_pool_was_short(pool, shares, seed):
    assert draw(pool, shares, Random(seed)).short == bool(shortages(pool, shares))


def test_q17_unseen_questions_come_first():
    pool = [Candidate(number, 1, seen=1) for number in range(20)] + [Candidate(99, 1, seen=0)]
    assert all(99 in draw(pool, {1: 3}, Random(seed)).questions for seed in range(50))


def test_chance_decides_among_equals():
    pool = [Candidate(number, 1) for number in range(20)]
    assert len({draw(pool, {1: 5}, Random(seed)).questions for seed in range(10)}) > 1


def test_shuffling_loses_no_option():
    assert sorted(shuffle(list("abcd"), Random(1))) == list("abcd")
