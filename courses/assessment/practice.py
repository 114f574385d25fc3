"""Practice questions: open to learners, with the feedback of every option. Final questions never pass through here (Q20)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.cache import caches

from .models import OptionText, Question, Revision, RevisionText
from .wording import languages

# A revision never changes; a translation of it may be added, and is seen after so many seconds.
KEPT = 300


@dataclass(frozen=True)
class PracticeOption:
    """One answer with what it teaches."""

    key: str
    text: str
    lang: str
    feedback: str


@dataclass(frozen=True)
class PracticeQuestion:
    """A practice question in the reader's language, in the author's order of options."""

    public_id: UUID
    revision: int
    stem: str
    lang: str
    several: bool
    options: tuple[PracticeOption, ...]
    right: frozenset[str]

    def fits(self, response: Iterable[str]) -> bool:
        """Whether a response names options of this question, and no more than it allows."""
        chosen = set(response)
        return bool(chosen) and chosen <= {option.key for option in self.options} and (self.several or len(chosen) == 1)


def practice_questions(public_ids: Iterable[UUID], locale: str) -> dict[UUID, PracticeQuestion]:
    """Practice questions by public id, each on its current revision; archived ones stay where a lesson has them (Q15).

    Ids of final questions are passed over, whoever asks. One query; two more for wordings this process has not read yet.
    """
    current = Revision.objects.current().filter(
        question__public_id__in=list(public_ids), question__use=Question.Use.PRACTICE
    )
    asked = dict(current.values_list("pk", "question__public_id"))
    names = {pk: f"practice:{pk}:{locale}" for pk in asked}
    kept: dict[str, PracticeQuestion] = caches["local"].get_many(names.values())
    unread = [pk for pk, name in names.items() if name not in kept]
    if unread:
        kept |= {names[pk]: question for pk, question in _read(unread, locale).items()}
        caches["local"].set_many(kept, KEPT)
    return {asked[pk]: kept[name] for pk, name in names.items() if name in kept}


def _read(revisions: list[int], locale: str) -> dict[int, PracticeQuestion]:
    """Two queries, however many questions."""
    prefer = languages(locale)
    stems = RevisionText.objects.filter(revision__in=revisions, locale__in=prefer).select_related("revision__question")
    asked = {text.revision_id: text for text in _worst_first(stems, prefer)}
    texts = OptionText.objects.filter(option__revision__in=revisions, locale__in=prefer).select_related("option")
    options: dict[int, dict[int, OptionText]] = {}
    for text in _worst_first(texts, prefer):
        options.setdefault(text.option.revision_id, {})[text.option_id] = text
    return {revision: _question(stem, list(options.get(revision, {}).values())) for revision, stem in asked.items()}


def _worst_first(texts: Iterable[Any], prefer: list[str]) -> list[Any]:
    """So that a dictionary keeps the words in the reader's language over the source's."""
    return sorted(texts, key=lambda text: -prefer.index(text.locale))


def _question(stem: RevisionText, texts: list[OptionText]) -> PracticeQuestion:
    texts.sort(key=lambda text: text.option.position)
    return PracticeQuestion(
        public_id=stem.revision.question.public_id,
        revision=stem.revision_id,
        stem=stem.stem,
        lang=stem.locale,
        several=stem.revision.type == Revision.Type.MULTIPLE,
        options=tuple(PracticeOption(str(one.option.key), one.text, one.locale, one.feedback) for one in texts),
        right=frozenset(str(one.option.key) for one in texts if one.option.correct),
    )
