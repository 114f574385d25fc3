"""How far a result goes into marks and topics. Pure: no row told rests on fewer than three questions (decision 0013).

A row of one question would tell whether that very answer was right. Topics with few questions are told together, so that
whoever takes off the rows told from the whole score is left with nothing either.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

FEWEST = 3


@dataclass(frozen=True)
class Row:
    """One row of a result: the keys of the topics it is about, and their marks taken together."""

    topics: tuple[str, ...]
    questions: int
    score: float
    max: float

    @property
    def lost(self) -> float:
        """Marks lost for each topic of the row, on average: which of them lost them is not told."""
        return (self.max - self.score) / len(self.topics)

    def __add__(self, other: "Row") -> "Row":
        together = (self.questions + other.questions, self.score + other.score, self.max + other.max)
        return Row(self.topics + other.topics, *together)


def is_told(kept: Iterable[Mapping[str, Any]], score: Any, most: int) -> bool:
    """Whether more than “passed” or “not passed” is told: every question has an answer, and half of the marks are there.

    Whoever leaves all but one question open, or answers all but one wrongly, would read that one answer off the score.
    Kept rows without their number of answers come from before it was counted.
    """
    is_whole = all(row.get("answered", row.get("questions", 1)) >= row.get("questions", 1) for row in kept)
    return is_whole and score * 2 >= most


def told(kept: Iterable[Mapping[str, Any]]) -> list[Row]:
    """The rows of a result that may be told, from those kept with it; none for a test of fewer than three questions.

    They hang on nothing but the attempt's own questions: were they other rows on another page or another day, what one
    hides could be reckoned from both. A row kept without its number of questions counts as one.
    """
    every = [Row((row["competency"],), row.get("questions", 1), row["score"], row["max"]) for row in kept]
    every.sort(key=lambda row: row.topics)
    alone = [row for row in every if row.questions >= FEWEST]
    together: list[Row] = []
    for row in every:
        if row.questions >= FEWEST:
            continue
        if together and together[-1].questions < FEWEST:
            together[-1] += row
        else:
            together.append(row)
    if together and together[-1].questions < FEWEST:
        rest = together.pop()
        into = together or alone
        if not into:
            return []
        at = min(range(len(into)), key=lambda place: into[place].questions)
        into[at] += rest
    return sorted(alone + together, key=lambda row: row.topics)


def lost(rows: Iterable[Row]) -> dict[str, float]:
    """How much was lost in each topic, as far as the rows tell it; topics told together lost alike."""
    return {topic: row.lost for row in rows for topic in row.topics}
