"""Attempts at the real final test, with an answer in every place and the marks these answers earn."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from courses.assessment.drawing import draw
from courses.assessment.models import AnswerEvent, Attempt, Question, Quiz, Slot, Submission

from .learning import Study
from .sizes import Sizes
from .tables import Table, new_uuid

DRAWS = 64


@dataclass(frozen=True)
class Asked:
    """One question as attempts ask it."""

    revision: int
    competency: str
    marks: int
    options: list[str]
    right: list[str]
    wrong: list[str]


@dataclass(frozen=True)
class Try:
    """One attempt on its way into the tables."""

    study: Study
    number: int
    public_id: str
    draw: int
    at: datetime
    right: int
    passed: bool


def attempts(sizes: Sizes, quiz: Quiz, learners: list[Study]) -> list[tuple[Study, str, bool, datetime]]:
    """Handed in, all of them; gives who, which, whether passed, and when."""
    draws = _draws(sizes, quiz)
    planned = _planned(sizes, quiz, learners, len(draws[0]))
    keys = Table(Attempt, ["public_id", "learner_id", "context", "number", "started_at"],
        quiz_id=quiz.pk, state="submitted", pass_percent=quiz.pass_percent, rule_version=quiz.rule_version,
    ).write((one.public_id, one.study.person, one.study.registration, one.number, one.at) for one in planned)  # fmt: skip
    _slots(sizes, keys, planned, draws)
    Table(Submission, ["attempt_id", "at", "score", "max_score", "passed", "by_competency"], reason="learner").write(
        _graded(key, one, draws[one.draw]) for key, one in zip(keys, planned, strict=True)
    )
    return [(one.study, one.public_id, one.passed, handed_in(one)) for one in planned]


def handed_in(one: Try) -> datetime:
    return one.at + timedelta(minutes=50)


def _draws(sizes: Sizes, quiz: Quiz) -> list[list[Asked]]:
    """Some draws by the real rule; each attempt uses one of them."""
    chance, pool, wanted = sizes.chance("draws"), quiz.pool(), quiz.wanted()
    finals = quiz.bank.questions.drawable().select_related("current", "competency").prefetch_related("current__options")
    asked = {question.pk: _asked(question) for question in finals}
    return [[asked[pk] for pk in draw(pool, wanted, Random(chance.random())).questions] for _ in range(DRAWS)]


def _asked(question: Question) -> Asked:
    options = list(question.current.options.all()) if question.current else []
    right = sorted(str(option.key) for option in options if option.correct)
    wrong = [str(option.key) for option in options if not option.correct][:1]
    every = [str(option.key) for option in options]
    revision = question.current
    return Asked(revision.pk, question.competency.key, revision.max_marks, every, right, wrong)  # type: ignore[union-attr] # drawable ones have a wording


def _planned(sizes: Sizes, quiz: Quiz, learners: list[Study], questions: int) -> list[Try]:
    """Whoever passed has an attempt in any case; the others share what is left of the answers, further tries last."""
    chance, most, planned = sizes.chance("attempts"), sizes.answers // questions, []
    first = sorted(learners, key=lambda one: one.stage != "passed")
    turns = [(one, 1) for one in first]
    turns += [(one, number) for number in (2, 3) for one in learners if one.stage == "failed thrice"]
    needed = sum(one.stage == "passed" for one in learners)
    for study, number in turns[: max(most, needed)]:
        enough = -(-questions * quiz.pass_percent // 100)
        passes = study.stage == "passed"
        right = chance.randint(enough, questions) if passes else chance.randint(2, enough - 1)
        days = 12 if passes else 11 + number
        at = study.began + timedelta(days=days)
        planned.append(Try(study, number, new_uuid(chance), chance.randrange(DRAWS), at, right, passes))
    return planned


def _slots(sizes: Sizes, keys: range, planned: list[Try], draws: list[list[Asked]]) -> None:
    chance = sizes.chance("slots")

    def places() -> Iterator[tuple[Any, ...]]:
        for key, one in zip(keys, planned, strict=True):
            for position, asked in enumerate(draws[one.draw], start=1):
                order = asked.options[position % 3 :] + asked.options[: position % 3]
                yield key, position, asked.revision, order, asked.marks

    slots = Table(Slot, ["attempt_id", "position", "revision_id", "option_order", "max_marks"]).write(places())
    slot = iter(slots)
    Table(AnswerEvent, ["attempt_id", "slot_id", "client_uuid", "response", "received_at"], client_seq=1, locale="en").write(
        (
            key, next(slot), new_uuid(chance), asked.right if position < one.right else asked.wrong,
            one.at + timedelta(minutes=2 + position),
        )
        for key, one in zip(keys, planned, strict=True)
        for position, asked in enumerate(draws[one.draw])
    )  # fmt: skip


def _graded(key: int, one: Try, draw: list[Asked]) -> tuple[Any, ...]:
    topics: dict[str, dict[str, Any]] = {}
    for position, asked in enumerate(draw):
        topic = topics.setdefault(
            asked.competency, {"competency": asked.competency, "questions": 0, "score": 0, "max": 0}
        )
        topic["questions"] += 1
        topic["max"] += asked.marks
        topic["score"] += asked.marks if position < one.right else 0
    score, most = (sum(topic[what] for topic in topics.values()) for what in ("score", "max"))
    return key, handed_in(one), score, most, one.passed, list(topics.values())
