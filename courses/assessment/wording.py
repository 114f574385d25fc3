"""The words of questions in the reader's language, without a trace of which answer is right (INV-14, Q20).

What is not translated is shown in the source language and says so (Q12).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from .models import OptionText, RevisionText, Slot


@dataclass(frozen=True)
class Phrase:
    """A text and the language it is in."""

    text: str
    lang: str


@dataclass(frozen=True)
class Words:
    """One question as a learner reads it."""

    stem: Phrase
    options: dict[str, Phrase]  # by option key

    def is_translated(self, locale: str) -> bool:
        return all(phrase.lang == locale for phrase in (self.stem, *self.options.values()))


def languages(locale: str) -> list[str]:
    """The reader's language, then the source."""
    return list(dict.fromkeys([locale, settings.LANGUAGE_CODE]))


def words_of(revisions: Iterable[int], locale: str) -> dict[int, Words]:
    """The words of some revisions, in two queries however many they are."""
    wanted, prefer = list(revisions), languages(locale)
    stems: dict[int, Phrase] = {}
    rows = RevisionText.objects.filter(revision__in=wanted, locale__in=prefer)
    for revision, lang, stem in rows.values_list("revision", "locale", "stem"):
        _keep_better(stems, revision, Phrase(stem, lang), prefer)
    options: dict[int, dict[str, Phrase]] = {revision: {} for revision in wanted}
    texts = OptionText.objects.filter(option__revision__in=wanted, locale__in=prefer)
    for revision, key, lang, text in texts.values_list("option__revision", "option__key", "locale", "text"):
        _keep_better(options[revision], str(key), Phrase(text, lang), prefer)
    nothing = Phrase("", settings.LANGUAGE_CODE)
    return {revision: Words(stems.get(revision, nothing), options[revision]) for revision in wanted}


def _keep_better(found: dict[Any, Phrase], key: Any, phrase: Phrase, prefer: list[str]) -> None:
    if key not in found or prefer.index(phrase.lang) < prefer.index(found[key].lang):
        found[key] = phrase


def words_at(slot: Slot, locale: str) -> Words:
    """The words of the question at one place of an attempt."""
    return words_of([slot.revision_id], locale)[slot.revision_id]
