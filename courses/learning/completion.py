"""When a course is complete, and how far along it is: pure functions of rules and evidence."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

DONE, REOPENED, PASSED = "done", "reopened", "passed"


class EvidenceLike(Protocol):
    """What is read of a piece of evidence: an `Evidence` row, or anything shaped like it."""

    page_key: UUID
    kind: str
    client_uuid: UUID
    detail: dict[str, object]
    occurred_at: datetime


@dataclass(frozen=True)
class Rules:
    """What completing a course takes, in one version: the lessons by page key, and the final test if there is one."""

    version: int
    lessons: frozenset[UUID] = field(default_factory=frozenset)
    final: UUID | None = None  # the page key of the course, under which a passed final is recorded

    def units(self) -> int:
        return len(self.lessons) + (self.final is not None)


@dataclass(frozen=True)
class Progress:
    """How many of the required units are done."""

    done: int
    required: int

    @property
    def percent(self) -> int:
        """Floored, so that 100 means all; never above (P2)."""
        return 100 * self.done // self.required if self.required else 0

    @property
    def is_whole(self) -> bool:
        return self.required > 0 and self.done == self.required


def lessons_done(evidence: Iterable[EvidenceLike]) -> set[UUID]:
    """Page keys of lessons marked as done and not taken back.

    Taking back names the one mark it undoes, so neither a replay nor another order can un-finish a lesson (INV-4).
    """
    rows = list(evidence)
    undone = {str(row.detail.get("undoes")) for row in rows if row.kind == REOPENED}
    return {row.page_key for row in rows if row.kind == DONE and str(row.client_uuid) not in undone}


def final_passed(rules: Rules, evidence: Iterable[EvidenceLike]) -> bool:
    return any(row.kind == PASSED and row.page_key == rules.final for row in evidence)


def progress(rules: Rules, evidence: Iterable[EvidenceLike]) -> Progress:
    """Required units done, over required units. Evidence for units no longer required is kept and not counted (P5)."""
    rows = list(evidence)
    done = len(lessons_done(rows) & rules.lessons)
    if rules.final is not None and final_passed(rules, rows):
        done += 1
    return Progress(done=done, required=rules.units())


def is_met(rules: Rules, evidence: Iterable[EvidenceLike]) -> bool:
    """Whether the rules are met. A course that requires nothing is never met (P2)."""
    return progress(rules, evidence).is_whole
