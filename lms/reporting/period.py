"""The time a report is about: whole days of the office's calendar. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")
YEAR = re.compile(r"[0-9]{4}")
EARLIEST, LATEST = 2002, 2100
LONGEST_YEARS = 12


class NoPeriod(ValueError):  # noqa: N818 - named by what is wrong
    """What was asked for is no time a report can be about."""


@dataclass(frozen=True, order=True)
class Period:
    """From one day to another, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if not EARLIEST <= self.first.year <= self.last.year <= LATEST or self.last < self.first:
            raise NoPeriod
        if self.last.year - self.first.year >= LONGEST_YEARS:
            raise NoPeriod

    def moments(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """The moment it begins, and the moment after it, by the clock of this zone."""
        after = self.last + timedelta(days=1)
        return datetime.combine(self.first, time.min, zone), datetime.combine(after, time.min, zone)

    def contains(self, other: "Period") -> bool:
        return self.first <= other.first and other.last <= self.last

    def overlaps(self, other: "Period") -> bool:
        return self.first <= other.last and other.first <= self.last

    def is_whole_quarters(self) -> bool:
        """Whether it begins and ends with a quarter: only such periods leave the house (no free windows)."""
        return self.first == quarter_of(self.first).first and self.last == quarter_of(self.last).last

    def is_over(self, today: date) -> bool:
        return self.last < today

    def code(self) -> str:
        """A quarter or a year by its short name; anything else by its days."""
        if self == quarter_of(self.first):
            return f"{self.first.year}-Q{(self.first.month + 2) // 3}"
        if self == year(self.first.year):
            return str(self.first.year)
        return f"{self.first.isoformat()}--{self.last.isoformat()}"


def quarter(of_year: int, number: int) -> Period:
    begins = date(of_year, 3 * number - 2, 1)
    after = date(of_year + number // 4, 3 * number % 12 + 1, 1)
    return Period(begins, after - timedelta(days=1))


def quarter_of(day: date) -> Period:
    return quarter(day.year, (day.month + 2) // 3)


def before(period: Period) -> Period:
    """The quarter before the day a period begins."""
    return quarter_of(period.first - timedelta(days=1))


def year(of_year: int) -> Period:
    return Period(date(of_year, 1, 1), date(of_year, 12, 31))


def read(text: str) -> Period:
    """`2026-Q3` or `2026`."""
    found = QUARTER.fullmatch(text)
    try:
        if found:
            return quarter(int(found[1]), int(found[2]))
        if YEAR.fullmatch(text):
            return year(int(text))
    except ValueError as wrong:
        raise NoPeriod from wrong
    raise NoPeriod
