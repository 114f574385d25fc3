"""Bringing questions in from a file of ours: good items are stored, bad ones are named, nothing is half-written."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from . import actions
from .drafts import BadQuestion, read, read_texts
from .models import Bank


@dataclass
class Report:
    """What became of each item, by its id."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{len(self.new)} new, {len(self.changed)} changed, "
            f"{len(self.unchanged)} unchanged, {len(self.problems)} with problems"
        )


Items = Iterable[Mapping[str, Any]]


def load_questions(bank: Bank, items: Items, *, locale: str = settings.LANGUAGE_CODE, by: Any = None) -> Report:
    """Store questions by their external id. Loading the same file again changes nothing."""
    return _load(items, lambda item: actions.write_question(bank, read(item), by=by, locale=locale))


def load_texts(bank: Bank, items: Items, *, locale: str, by: Any = None) -> Report:
    """Store the words of questions that are there already, in a further language."""
    return _load(items, lambda item: actions.write_texts(bank, read_texts(item), by=by, locale=locale))


def _load(items: Items, store: Callable[[Mapping[str, Any]], str]) -> Report:
    report = Report()
    met: set[str] = set()
    for place, item in enumerate(items, start=1):
        name = str(item.get("id") or f"item {place}") if isinstance(item, Mapping) else f"item {place}"
        try:
            if not isinstance(item, Mapping):
                raise BadQuestion(["This is no question."])
            if name in met:
                raise BadQuestion(["The same id came before in this file."])
            outcome = store(item)
        except BadQuestion as bad:
            report.problems += [(name, words) for words in bad.problems]
        else:
            getattr(report, outcome).append(name)
        met.add(name)
    return report
