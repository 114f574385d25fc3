"""Which questions an attempt asks. Pure: the same pool and the same chance give the same draw."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Candidate:
    """A question that could be asked, and how often this learner has met it."""

    question: int
    competency: int
    seen: int = 0


@dataclass(frozen=True)
class Draw:
    """The questions of one attempt in the order they are asked; `short` when the pool held too few (Q16)."""

    questions: tuple[int, ...]
    short: bool


def draw(pool: Iterable[Candidate], shares: Mapping[int, int], chance: Random) -> Draw:
    """So many of each competency: those never seen first, then the least used (Q17); all that is there if too few."""
    chosen: list[int] = []
    by_topic: dict[int, list[Candidate]] = {}
    for candidate in pool:
        by_topic.setdefault(candidate.competency, []).append(candidate)
    for competency, count in shares.items():
        topic = sorted(by_topic.get(competency, []), key=lambda one: one.question)
        chance.shuffle(topic)
        topic.sort(key=lambda one: one.seen)  # stable: chance decides among equals
        chosen += [one.question for one in topic[:count]]
    chance.shuffle(chosen)
    return Draw(tuple(chosen), short=len(chosen) < sum(shares.values()))


def shuffle(keys: Sequence[str], chance: Random) -> list[str]:
    """The order in which the options of one question are shown in one attempt; it never changes afterwards (Q11)."""
    order = list(keys)
    chance.shuffle(order)
    return order


def shortages(pool: Iterable[Candidate], shares: Mapping[int, int]) -> dict[int, tuple[int, int]]:
    """Competencies with too few questions, each with how many there are and how many are needed."""
    there: dict[int, int] = {}
    for candidate in pool:
        there[candidate.competency] = there.get(candidate.competency, 0) + 1
    return {topic: (there.get(topic, 0), need) for topic, need in shares.items() if there.get(topic, 0) < need}
