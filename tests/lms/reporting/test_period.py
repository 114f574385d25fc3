"""The time a report is about."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.reporting.period import NoPeriod, Period, before, quarter, quarter_of, read, year

BANGKOK = ZoneInfo("Asia/Bangkok")
days = st.dates(date(2003, 1, 1), date(2099, 12, 31))


@given(days)
def test_a_day_lies_in_its_quarter(day):
    assert quarter_of(day).first <= day <= quarter_of(day).last
    assert quarter_of(day).is_whole_quarters()


def test_four_quarters_are_the_year():
    quarters = [quarter(2026, number) for number in (1, 2, 3, 4)]
    assert (quarters[0].first, quarters[-1].last) == (date(2026, 1, 1), date(2026, 12, 31))
    assert all(year(2026).contains(one) for one in quarters)
    assert not any(one.overlaps(other) for one in quarters for other in quarters if one != other)


@given(days)
def test_a_quarter_is_read_as_it_is_written(day):
    assert read(quarter_of(day).code()) == quarter_of(day)
    assert read(year(day.year).code()) == year(day.year)


@pytest.mark.parametrize("text", ["", "2026-Q5", "1999", "9999", "2026-q1", "٢٠٢٦", "x", "2026-Q1\n"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(NoPeriod):
        read(text)


def test_a_period_does_not_end_before_it_begins():
    with pytest.raises(NoPeriod):
        Period(date(2026, 2, 1), date(2026, 1, 1))


def test_a_period_is_not_without_end():
    with pytest.raises(NoPeriod):
        Period(date(2010, 1, 1), date(2026, 1, 1))


def test_days_are_those_of_the_office():
    begins, after = quarter(2026, 1).moments(BANGKOK)
    assert begins.isoformat() == "2026-01-01T00:00:00+07:00"
    assert after.isoformat() == "2026-04-01T00:00:00+07:00"


def test_the_quarter_before_the_first_is_the_last_of_the_year_before():
    assert before(quarter(2026, 1)) == quarter(2025, 4)


def test_days_within_a_quarter_are_no_whole_quarters():
    assert not Period(date(2026, 1, 1), date(2026, 3, 30)).is_whole_quarters()
    assert Period(date(2026, 1, 1), date(2026, 6, 30)).is_whole_quarters()
