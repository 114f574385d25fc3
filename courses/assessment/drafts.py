"""A question as an author hands it in, by file or by form, and what is wrong with it. Pure: no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

USES = ("practice", "final")
TYPES = ("single", "multiple", "truefalse")
SCORINGS = ("all_or_nothing", "right_minus_wrong")
MOST_OPTIONS = 10


class BadQuestion(ValueError):  # noqa: N818 - named for what it is
    """A question that cannot be stored; `problems` says in words what is wrong with it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class OptionDraft:
    """One answer to choose from. Its key is permanent."""

    key: UUID
    text: str
    correct: bool = False
    feedback: str = ""


@dataclass(frozen=True)
class Wording:
    """What a revision fixes: a change in any of it makes a new one (Q13)."""

    type: str
    stem: str
    options: tuple[OptionDraft, ...]
    citations: tuple[tuple[str, str], ...] = ()  # key of the source, place in it
    scoring: str = "all_or_nothing"
    max_marks: int = 1


@dataclass(frozen=True)
class Draft:
    """A whole question: where it belongs, and its wording."""

    external_id: str
    use: str
    competency: str
    wording: Wording
    difficulty: str = ""


@dataclass(frozen=True)
class TextDraft:
    """The words of a question in a further language."""

    external_id: str
    stem: str
    options: tuple[OptionDraft, ...]


def read(item: Mapping[str, Any]) -> Draft:
    """One question of our JSON shape, or BadQuestion with everything that is wrong with it."""
    options, problems = _read_options(item.get("options"))
    try:
        citations = tuple((str(one["source"]), str(one.get("locator", ""))) for one in item.get("citations", []))
        marks = int(item.get("max_marks", 1))
    except (TypeError, KeyError, ValueError, AttributeError):
        raise BadQuestion([*problems, _("Its sources or marks cannot be read.")]) from None
    draft = Draft(
        external_id=_text(item, "id"),
        use=_text(item, "use"),
        competency=_text(item, "competency"),
        difficulty=_text(item, "difficulty"),
        wording=Wording(
            type=_text(item, "type"),
            stem=_text(item, "stem"),
            options=options,
            citations=citations,
            scoring=_text(item, "scoring") or "all_or_nothing",
            max_marks=marks,
        ),
    )
    problems += faults(draft)
    if problems:
        raise BadQuestion(problems)
    return draft


def read_texts(item: Mapping[str, Any]) -> TextDraft:
    """The translated words of one question, or BadQuestion."""
    options, problems = _read_options(item.get("options"))
    draft = TextDraft(_text(item, "id"), _text(item, "stem"), options)
    if not draft.stem:
        problems.append(_("The question itself is empty."))
    if any(not option.text for option in options):
        problems.append(_("An answer is empty."))
    if problems:
        raise BadQuestion(problems)
    return draft


def faults(draft: Draft) -> list[str]:
    """Everything that is wrong with a question, in words for its author."""
    checks = [
        (not 0 < len(draft.external_id) <= 60, _("It needs an id of at most 60 characters.")),
        (draft.use not in USES, _("Its use is neither practice nor final.")),
        (draft.wording.type not in TYPES, _("Its type is not known.")),
        (draft.wording.scoring not in SCORINGS, _("Its way of scoring is not known.")),
        (not 0 < draft.wording.max_marks <= 100, _("Its marks must be between 1 and 100.")),
        (not draft.wording.stem, _("The question itself is empty.")),
    ]
    return [words for wrong, words in checks if wrong] + _option_faults(draft)


def _option_faults(draft: Draft) -> list[str]:
    options, kind = draft.wording.options, draft.wording.type
    right = sum(option.correct for option in options)
    texts = [option.text.casefold() for option in options]
    checks = [
        (not 2 <= len(options) <= MOST_OPTIONS, _("It needs between 2 and 10 answers.")),
        (kind == "truefalse" and len(options) != 2, _("True or false needs exactly two answers.")),
        (kind != "multiple" and right != 1, _("Exactly one answer must be right.")),
        (kind == "multiple" and not right, _("At least one answer must be right.")),
        (not all(texts), _("An answer is empty.")),
        (len(set(texts)) < len(texts), _("Two answers read the same.")),
        (len({option.key for option in options}) < len(options), _("Two answers have the same key.")),
        (
            draft.use == "practice" and not all(option.feedback for option in options),
            _("In practice every answer needs its feedback."),
        ),
    ]
    return [words for wrong, words in checks if wrong]


def _read_options(given: Any) -> tuple[tuple[OptionDraft, ...], list[str]]:
    try:
        return tuple(
            OptionDraft(UUID(one["key"]), _text(one, "text"), one.get("correct") is True, _text(one, "feedback"))
            for one in given
        ), []
    except (TypeError, KeyError, ValueError, AttributeError):
        return (), [_("Its answers cannot be read: each needs a key that is a UUID, and a text.")]


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name, "")
    return value.strip() if isinstance(value, str) else ""
