"""A report and those before it together tell of nobody. Ids: C-41."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.reporting.earlier import Crossing, Issued, given_away
from lms.reporting.period import Period, quarter, year

K = 10
TH = ("O1", "member", "TH", "people")


def issued(period, narrowed=(), **numbers):
    found = {("O1", "member", row, "people"): number for row, number in numbers.items()}
    return Issued(period.code(), period, frozenset(narrowed), found)


QUARTERS = [quarter(2025, number) for number in (1, 2, 3, 4)]


def test_a_year_less_three_quarters_is_the_fourth():
    before = [issued(one, TH=20) for one in QUARTERS[:3]]
    assert given_away(issued(year(2025), TH=63), before, K) == {TH}
    assert given_away(issued(year(2025), TH=75), before, K) == set()


def test_a_quarter_after_its_year_is_looked_at_too():
    before = [issued(year(2025), TH=63), *(issued(one, TH=20) for one in QUARTERS[:2])]
    assert given_away(issued(QUARTERS[2], TH=20), before, K) == {TH}


def test_the_same_period_again_tells_who_came_late():
    before = [issued(QUARTERS[0], TH=30)]
    assert given_away(issued(QUARTERS[0], TH=31), before, K) == {TH}
    assert given_away(issued(QUARTERS[0], TH=30), before, K) == set()
    assert given_away(issued(QUARTERS[0], TH=40), before, K) == set()


def test_a_narrowed_report_is_part_of_the_whole_one():
    before = [issued(QUARTERS[0], TH=30)]
    assert given_away(issued(QUARTERS[0], {("purpose", "2023-2")}, TH=25), before, K) == {TH}


def test_reports_narrowed_to_different_things_are_not_compared():
    before = [issued(QUARTERS[0], {("purpose", "2023-1")}, TH=30)]
    assert given_away(issued(QUARTERS[0], {("purpose", "2023-2")}, TH=25), before, K) == set()


def test_a_number_hidden_before_is_no_help():
    assert given_away(issued(year(2025), TH=63), [issued(QUARTERS[0])], K) == set()


def test_people_counted_in_two_quarters_are_told_of_by_less_than_nothing():
    before = [issued(one, TH=20) for one in QUARTERS]
    assert given_away(issued(year(2025), TH=78), before, K) == {TH}


def test_a_period_across_another_is_refused():
    half = Period(QUARTERS[0].first, QUARTERS[1].last)
    across = Period(QUARTERS[1].first, QUARTERS[2].last)
    with pytest.raises(Crossing) as refusal:
        given_away(issued(across, TH=50), [issued(half, TH=50)], K)
    assert refusal.value.other.period == half


def test_periods_apart_have_nothing_to_tell():
    assert given_away(issued(QUARTERS[1], TH=21), [issued(QUARTERS[0], TH=20)], K) == set()


def test_forty_quarters_are_looked_at_together():
    quarters = [quarter(2014 + at // 4, at % 4 + 1) for at in range(40)]
    whole = Period(quarters[0].first, quarters[-1].last)
    before = [issued(one, TH=1000) for one in quarters]
    assert given_away(issued(whole, TH=40_003), before, K) == {TH}
    assert given_away(issued(whole, TH=40_500), before, K) == set()


reports = st.lists(
    st.tuples(
        st.sampled_from([*QUARTERS, Period(QUARTERS[0].first, QUARTERS[1].last), year(2025)]), st.integers(10, 40)
    ),
    max_size=5,
)


@given(reports, st.sampled_from([*QUARTERS, year(2025)]), st.integers(10, 90))
def test_it_finds_what_trying_every_choice_finds(before, period, number):
    """The same question asked the long way: one report less every choice of others in it that lie apart."""
    new = issued(period, TH=number)
    everything = [*(issued(one, TH=other) for one, other in before), new]

    def tells(whole, parts):
        apart = all(not one.period.overlaps(other.period) for one, other in combinations(parts, 2))
        within = all(whole.holds(one) for one in parts)
        left = whole.numbers[TH] - sum(one.numbers[TH] for one in parts)
        return apart and within and 0 < abs(left) < K

    choices = (
        (whole, parts)
        for whole in everything
        for size in range(1, len(everything))
        for parts in combinations([one for one in everything if one is not whole], size)
        if whole is new or new in parts
    )
    assert bool(given_away(new, everything[:-1], K)) == any(tells(whole, parts) for whole, parts in choices)
