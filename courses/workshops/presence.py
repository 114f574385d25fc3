"""How much of a workshop somebody attended: attended ÷ (held − excused), future sessions not counted (H14). Pure."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

PRESENT = frozenset({"present", "late", "remote"})
EXCUSED = "excused"


@dataclass(frozen=True)
class Presence:
    """One person's attendance: sessions attended, sessions that count so far, and sessions still undecided."""

    attended: int
    counted: int
    undecided: int = 0

    @property
    def percent(self) -> int | None:
        """Whole percent, rounded down so that 79.9 never reads as 80; None where nothing counts yet."""
        return self.attended * 100 // self.counted if self.counted else None

    def meets(self, rule: int) -> bool:
        """Whether this is enough. Who was excused from everything attended nothing."""
        return self.counted > 0 and self.attended * 100 >= rule * self.counted

    def can_reach(self, rule: int) -> bool:
        """Whether being there from now on would still be enough."""
        return (self.attended + self.undecided) * 100 >= rule * (self.counted + self.undecided) and bool(
            self.counted + self.undecided
        )


def presence(
    marks: Mapping[int, str],
    *,
    taken: Collection[int],
    undecided: Collection[int] = (),
    running: Collection[int] = (),
) -> Presence:
    """From the marks by session: `taken` sessions were marked, `undecided` are to come or not marked yet.

    Who has no mark in a session that was taken was not there; while it is `running` they may still be marked.
    """
    open_ = {session for session in running if session in taken and session not in marks}
    kinds = Counter(marks.get(session, "absent") for session in taken if session not in open_)
    attended = sum(number for mark, number in kinds.items() if mark in PRESENT)
    return Presence(attended, kinds.total() - kinds[EXCUSED], len(undecided) + len(open_))
