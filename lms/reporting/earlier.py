"""What a new report would tell together with those that left the house before: a year less its first three quarters is the fourth. Pure.

Periods of reports lie within one another or apart, never across: whatever can be worked out is then one report less some
others that lie within it and apart from each other, and all of these are looked at, however many.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .period import Period

# A number of a report: figure, table, row, column.
Key = tuple[str, str, str, str]


class Crossing(Exception):  # noqa: N818 - named by what is wrong
    """The new period lies across one that was reported."""

    def __init__(self, other: "Issued") -> None:
        super().__init__(other.name)
        self.other = other


@dataclass(frozen=True)
class Issued:
    """A report as far as others see it: the time, what it was narrowed to, and every number it shows."""

    name: str
    period: Period
    narrowed: frozenset[tuple[str, str]]
    numbers: Mapping[Key, int] = field(hash=False)

    def holds(self, other: "Issued") -> bool:
        """Whether everybody the other counts is counted here as well."""
        return self.period.contains(other.period) and self.narrowed <= other.narrowed


def given_away(new: Issued, before: Sequence[Issued], k: int) -> set[Key]:
    """The numbers of the new report that, with those before, would tell of fewer than k people. May raise `Crossing`."""
    for one in before:
        if one.period.overlaps(new.period) and not (one.period.contains(new.period) or new.period.contains(one.period)):
            raise Crossing(one)
    told = _told(new, None, [one for one in before if new.holds(one)], k)
    for whole in before:
        if whole.holds(new):
            apart = [one for one in before if whole.holds(one) and not one.period.overlaps(new.period)]
            told |= _told(whole, new, apart, k)
    return told


def _told(whole: Issued, less: Issued | None, parts: Sequence[Issued], k: int) -> set[Key]:
    """The numbers of which a few are left when some parts that do not overlap are taken away, `less` always among them."""
    parts = sorted(parts, key=lambda one: (one.period.last, one.period.first))
    free = [sum(other.period.last < one.period.first for other in parts) for one in parts]
    keys = (whole.numbers.keys() & less.numbers.keys()) if less else whole.numbers.keys()
    told = set()
    for key in keys:
        left = whole.numbers[key] - (less.numbers[key] if less else 0)
        sums = _sums([one.numbers.get(key) for one in parts], free)
        # People in two quarters count in both, so that less than nothing may be left: that tells of them as well.
        if any(sums >> near & 1 for near in range(max(0, left - k + 1), left + k) if near != left):
            told.add(key)
    return told


def _sums(values: Sequence[int | None], free: Sequence[int]) -> int:
    """Every sum of values that do not overlap, as the bits of one number; the first `free[at]` lie before the one at `at`."""
    reached = [1]
    for value, before in zip(values, free, strict=True):
        reached.append(reached[-1] if value is None else reached[-1] | reached[before] << value)
    return reached[-1]
