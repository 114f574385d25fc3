"""A lesson made ready to be read: its parts in order, each in the language asked for or else in its own, marked (P10).

Rules and order come from the source page. Notes to reviewers are left out here, so that no page can show them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.core.cache import caches
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import override
from wagtail import blocks
from wagtail.models import Page

from cms.pages.languages import NAMES
from cms.pages.translating import awaits_review

from .outline import Outline, OutlineLesson

HIDDEN = frozenset({"review_note"})


@dataclass(frozen=True)
class Part:
    """One part of a lesson: text ready for the page, or the place of a practice question."""

    block_id: UUID
    kind: str
    html: SafeString
    lang: str  # empty where it is the language of the page
    question: UUID | None = None

    @property
    def is_check(self) -> bool:
        return self.kind == "check"


@dataclass(frozen=True)
class Line:
    """One objective or key point."""

    text: str
    lang: str


@dataclass(frozen=True)
class Reading:
    """A whole lesson in one language. `missing` counts the parts that are not translated yet."""

    title: str
    lang: str
    summary: str
    summary_lang: str
    language: str
    minutes: int
    writing: str
    objectives: tuple[Line, ...]
    key_points: tuple[Line, ...]
    parts: tuple[Part, ...]
    missing: int
    is_draft: bool = False  # a machine's words that no person has looked at

    @property
    def in_language(self) -> str:
        """By its own name, the language of a lesson that is not translated at all; empty where it is."""
        return NAMES.get(self.lang, self.lang)

    @property
    def is_outline_only(self) -> bool:
        return self.writing == "outline"

    @property
    def key_texts(self) -> list[str]:
        return [line.text for line in self.key_points]


def read(outline: Outline, lesson: OutlineLesson) -> Reading:
    """A live lesson for the player, kept in this process until something in its course is published."""
    key = f"reading:{lesson.pk}:{outline.content_stamp}:{outline.language}"
    found: Reading | None = caches["local"].get(key)
    if found is None:
        found = _read(outline, lesson)
        caches["local"].set(key, found, timeout=3600)
    return found


def read_page(page: Any) -> Reading:
    """A page just as it is, live or draft: for the editor's preview."""
    language = page.locale.language_code if page.locale_id else ""
    return compose(page, page, language, {})


def says_something(body: Any) -> bool:
    """Whether a lesson has a part for learners: notes to reviewers are none, and neither is a text without a word."""
    return any(
        block.block_type not in HIDDEN and (block.block_type != "prose" or strip_tags(block.value.source).strip())
        for block in body
    )


def parts_with(reading: Reading, checks: Mapping[UUID, Any]) -> list[dict[str, Any]]:
    """The parts for `lesson_body.html`: beside each place of a question what stands there, a dict with its `template`."""
    return [{"part": part, "check": checks.get(part.block_id)} for part in reading.parts]


def _read(outline: Outline, lesson: OutlineLesson) -> Reading:
    family = Page.objects.filter(translation_key=lesson.page_key).select_related("locale").specific()
    pages = {page.locale.language_code: page for page in family if page.live or page.pk == lesson.pk}
    source = next(page for page in pages.values() if page.pk == lesson.pk)
    # A course is in a language once its own page is; until then all of it is read in its own.
    said = pages.get(outline.language, source) if not outline.lang else source
    questions = {check.block_id: check.question for check in lesson.checks}
    reading = compose(source, said, outline.language, questions)
    return replace(reading, is_draft=said is not source and awaits_review(said))


def compose(source: Any, said: Any, language: str, questions: Mapping[UUID, UUID]) -> Reading:
    """Walk the source in its order; each part in the words of `said` where they are there and really translated."""
    own = source.locale.language_code if source.locale_id else language
    elsewhere = "" if own == language else own
    translated = source is not said
    parts = tuple(_parts(source, said, language, elsewhere, questions))
    counted = [part for part in parts if part.lang] if translated else list(parts) if elsewhere else []
    return Reading(
        title=said.title,
        lang="" if translated else elsewhere,
        summary=said.summary or source.summary,
        summary_lang="" if said.summary and translated else elsewhere,
        language=language,
        minutes=source.minutes,
        writing=source.writing,
        objectives=tuple(_lines(source.objectives, said.objectives, elsewhere)),
        key_points=tuple(_lines(source.key_points, said.key_points, elsewhere)),
        parts=parts,
        missing=len(counted),
    )


def _parts(source: Any, said: Any, language: str, elsewhere: str, questions: Mapping[UUID, UUID]) -> Iterator[Part]:
    words = {block.id: block for block in said.body} if said is not source else {}
    for block in source.body:
        if block.block_type in HIDDEN:
            continue
        block_id = UUID(block.id)
        if block.block_type == "check":
            # A question is in the language it was translated to, whatever the page is in (Q12).
            asked = questions.get(block_id) or getattr(block.value["question"], "public_id", None)
            yield Part(block_id, "check", SafeString(""), "", asked)
            continue
        chosen, lang = _choose(block, words.get(block.id), elsewhere)
        # The labels around its words are in the language of the words.
        with override(lang or language or None):
            html = SafeString(chosen.render({"block_id": block.id}))
        yield Part(block_id, block.block_type, html, lang)


def _choose(block: Any, translation: Any, elsewhere: str) -> tuple[Any, str]:
    """The block to show and its language. Text that reads as in the source has not been translated yet."""
    if translation is None or translation.block_type != block.block_type:
        return block, elsewhere
    said = list(_texts(translation.block, translation.value))
    if said and said == list(_texts(block.block, block.value)):
        return block, elsewhere
    return translation, ""


def _lines(source: Any, said: Any, elsewhere: str) -> Iterator[Line]:
    words = {block.id: block.value for block in said} if said is not source else {}
    for block in source:
        text = words.get(block.id, block.value)
        yield Line(text, elsewhere if text == block.value else "")


def _texts(block: Any, value: Any) -> Iterator[str]:
    """Every text a person would translate in a block."""
    if isinstance(block, blocks.RichTextBlock):
        yield value.source
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock):
        yield value or ""
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            if name != "citations":
                yield from _texts(child, value.get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            yield from _texts(block.child_block, item)
