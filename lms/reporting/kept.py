"""Figures of much, counted by a worker and kept for a while: no request waits for them (decision 0032)."""

import hashlib
import json
import logging
from datetime import datetime
from functools import cached_property
from typing import Any, cast

from django.core.cache import cache
from django.utils import timezone

from lms.limits import AWAY
from lms.version import program_version

from . import counting
from .question import Question, Registry, registry
from .report import DEFINITIONS, Counted, Tally, named, tally

logger = logging.getLogger(__name__)

# What is shown, downloaded and frozen within this time is one and the same; its page says when it was counted.
SECONDS_KEPT = 15 * 60
# After this a worker is asked again: the nudge was lost.
SECONDS_ASKED = 30
# The longest a task may run (CELERY_TASK_TIME_LIMIT); a worker that died leaves its mark for so long.
SECONDS_COUNTING = 300
SECONDS_FAILED = 60


class Kept:
    """The figures of one question, as far as they are there. A cache that is away costs a count, and no page."""

    def __init__(self, question: Question) -> None:
        self.question = question

    @cached_property
    def known(self) -> Registry:
        return registry(self.question)

    @cached_property
    def key(self) -> str:
        """By period and filters; and by the rows there are, what a figure means and the version: none may be mixed."""
        codes = {name: sorted(rows) for name, rows in self.known.names.items()}
        said = json.dumps([self.question.values(), codes, DEFINITIONS, program_version()], sort_keys=True)
        return f"figures:{hashlib.sha256(said.encode()).hexdigest()}"

    def counted(self, *, at: datetime) -> Counted | None:
        """The figures: counted now where that is quick, else those that are kept; None while there are none."""
        if not counting.is_much(self.question.asked()):
            return named(self.question, self.known, tally(self.question, self.known, at=at))
        found = cast(Tally | None, self._cached(""))
        return named(self.question, self.known, found) if found is not None else None

    def is_failed(self) -> bool:
        """Whether the last try, a moment ago, came to no end, or nothing can be kept at present."""
        return bool(self._cached(":failed", away=True))

    def ask_once(self) -> bool:
        """Whether a worker is to be asked now: of many who look at one page, one asks."""
        if self.is_failed():
            return False
        try:
            return cache.add(f"{self.key}:asked", True, SECONDS_ASKED)
        except AWAY:
            return False

    def count(self) -> None:
        """Count and keep. Nothing happens where it is there already, or where another worker is at it."""
        key = self.key
        if cache.get(key) is not None or not cache.add(f"{key}:counting", True, SECONDS_COUNTING):
            return
        try:
            cache.set(key, tally(self.question, self.known, at=timezone.now()), SECONDS_KEPT)
        except Exception:
            cache.set(f"{key}:failed", True, SECONDS_FAILED)
            raise
        finally:
            cache.delete_many([f"{key}:counting", f"{key}:asked"])

    def _cached(self, what: str, *, away: Any = None) -> Any:
        try:
            return cache.get(f"{self.key}{what}")
        except AWAY as error:
            logger.warning("The figures kept are out of reach: %s", type(error).__name__)
            return away
