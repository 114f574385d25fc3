"""A practice question as a lesson shows it: before an answer nothing is given away, after it every option says why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import get_language

from courses.assessment.practice import PracticeQuestion

from .completion import EvidenceLike


class Practised(EvidenceLike, Protocol):
    """Evidence that carries the block it happened in."""

    block_id: UUID


@dataclass(frozen=True)
class Check:
    """One knowledge check of a lesson for one learner."""

    block_id: UUID
    question: PracticeQuestion
    chosen: frozenset[str] | None  # option keys of the last answer; None before the first

    @property
    def template(self) -> str:
        """How the lesson shows it."""
        return "courses/learning/check.html"

    @property
    def name(self) -> str:
        return f"check-{self.block_id}"

    @property
    def lang(self) -> str:
        """The language of the question where it is not the language of the page (Q12)."""
        return "" if self.question.lang == get_language() else self.question.lang

    @property
    def kind(self) -> str:
        return "checkbox" if self.question.several else "radio"

    @property
    def is_answered(self) -> bool:
        return self.chosen is not None

    @property
    def is_right(self) -> bool:
        return self.chosen == self.question.right

    @property
    def options(self) -> list[dict[str, Any]]:
        """Options for the question component; correctness and feedback only after an answer (INV-14)."""
        return [self._option(option) for option in self.question.options]

    @property
    def open_options(self) -> list[dict[str, Any]]:
        """The options to choose from, as if never answered."""
        return [{"value": option.key, "text": option.text} for option in self.question.options]

    def _option(self, option: Any) -> dict[str, Any]:
        checked = self.chosen is not None and option.key in self.chosen
        shown: dict[str, Any] = {"value": option.key, "text": option.text, "checked": checked}
        if self.chosen is not None:
            right = option.key in self.question.right
            shown["state"] = ("right" if right else "wrong") if checked else ("missed" if right else "")
            shown["feedback"] = option.feedback
        return shown


def checks_of(
    places: Mapping[UUID, UUID],
    questions: Mapping[UUID, PracticeQuestion],
    evidence: Iterable[Practised],
    page_key: UUID,
) -> dict[UUID, Check]:
    """The checks of a lesson by block id. `places` maps block ids to the public ids of questions."""
    answers = sorted((row for row in evidence if row.kind == "practised" and row.page_key == page_key), key=_moment)
    latest = {row.block_id: row.detail for row in answers}
    return {
        block_id: Check(block_id, questions[public_id], _chosen(questions[public_id], latest.get(block_id)))
        for block_id, public_id in places.items()
        if public_id in questions
    }


def _moment(row: Practised) -> datetime:
    return row.occurred_at


def _chosen(question: PracticeQuestion, detail: Mapping[str, Any] | None) -> frozenset[str] | None:
    """An answer to an older wording is shown no more once another wording is asked."""
    if detail is None or detail.get("revision") != question.revision:
        return None
    return frozenset(map(str, detail["response"]))
