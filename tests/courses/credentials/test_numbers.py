"""A part of a number stands for the numbers that hold it, and for no others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.credentials.numbers import MOST, number_of, spans, typed_part

YEARS = [(2025, 1300), (2026, 120)]
NUMBERS = [number_of(year, serial) for year, last in YEARS for serial in range(1, last + 1)]


def matched(part):
    return {number for first, last in spans(part, YEARS) for number in NUMBERS if first <= number <= last}


@given(st.sampled_from(NUMBERS), st.integers(0, 14), st.integers(4, 15))
def test_it_finds_exactly_the_numbers_that_hold_the_part(number, begin, length):
    part = typed_part(number[begin : begin + length])
    if part:
        assert matched(part) == {one for one in NUMBERS if part in one}


@given(st.text(alphabet="0123456789-RSO", min_size=4, max_size=16))
def test_a_part_that_no_number_holds_finds_none(part):
    assert matched(part) == {one for one in NUMBERS if part in one}


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("rso-2026-000412", "RSO-2026-000412"),
        (" 2026 – 0004 ", "2026-0004"),
        ("０４１２", "0412"),
        ("412", ""),
        ("Anne-Marie", ""),
        ("04_2", ""),
        ("Đào 2026", ""),
        ("", ""),
    ],
)
def test_what_is_typed_is_read_as_it_is_printed(typed, part):
    assert typed_part(typed) == part


def test_a_part_never_becomes_more_searches_than_a_database_takes():
    assert len(spans("1234", [(year, 999_999) for year in range(2000, 2060)])) == MOST
