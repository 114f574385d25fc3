"""What an answer is worth. Pure: the same revision and response always give the same score, between 0 and the maximum."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

CENT = Decimal("0.01")
ZERO = Decimal(0)


@dataclass(frozen=True)
class Key:
    """What grading must know of a revision: never sent to a learner before the attempt is handed in (INV-14)."""

    type: str
    scoring: str
    max_marks: int
    options: frozenset[str]
    correct: frozenset[str]


@dataclass(frozen=True)
class Mark:
    """The score of one question, with what it tests."""

    competency: str
    score: Decimal
    max_marks: int
    is_answered: bool = True


def score(key: Key, response: Iterable[object]) -> Decimal:
    """The marks for a response. Nothing is below nought or above the maximum, whatever was sent."""
    chosen = {str(one) for one in response}
    if not chosen or not key.correct:
        return ZERO
    if key.type == "multiple" and key.scoring == "right_minus_wrong":
        return _right_minus_wrong(key, chosen)
    return Decimal(key.max_marks) if chosen == key.correct else ZERO


def _right_minus_wrong(key: Key, chosen: set[str]) -> Decimal:
    """Each right option counts up, each wrong one down, never below nought (Q18)."""
    net = max(0, len(chosen & key.correct) - len(chosen - key.correct))
    return (Decimal(key.max_marks) * net / len(key.correct)).quantize(CENT, ROUND_DOWN)


def passes(total: Decimal, max_score: int, percent: int) -> bool:
    """Whether the score reaches the pass mark. A test of nothing is not passed."""
    return max_score > 0 and total * 100 >= percent * max_score


def by_competency(marks: Collection[Mark]) -> list[dict[str, object]]:
    """The result by topic, in the order the topics first came up; kept when the answers are purged.

    What of it is told: `topics.told`.
    """
    topics: dict[str, list[Mark]] = {}
    for mark in marks:
        topics.setdefault(mark.competency, []).append(mark)
    return [
        {
            "competency": topic,
            "questions": len(group),
            "answered": sum(mark.is_answered for mark in group),
            "score": plain(sum((mark.score for mark in group), ZERO)),
            "max": sum(mark.max_marks for mark in group),
        }
        for topic, group in topics.items()
    ]


def plain(number: Decimal) -> int | float:
    """A number for JSON: whole where it is whole."""
    return int(number) if number == number.to_integral_value() else float(number)


def problem(kind: str, options: Collection[str], response: Collection[str]) -> str:
    """What is wrong with a response, as one word for the log; empty when it may be saved (B-Q1)."""
    if len(response) != len(set(response)):
        return "duplicate option"
    if not set(response) <= set(options):
        return "unknown option"
    if kind != "multiple" and len(response) > 1:
        return "more than one answer"
    return ""
