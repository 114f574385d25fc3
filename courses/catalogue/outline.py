"""What a course consists of: a frozen picture of its live modules and lessons, read from the source page alone (P10).

Kept in this process by course, content stamp and language; the stamp moves on whenever something below the course does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.cache import caches
from django.utils.translation import get_language
from wagtail.models import Page

from courses.assessment.models import Question
from lms.accounts.languages import in_language


@dataclass(frozen=True)
class OutlineCheck:
    """A place in a lesson where a practice question is asked."""

    block_id: UUID
    question: UUID  # public id


@dataclass(frozen=True)
class OutlineLesson:
    """A live lesson. `lang` is the language of its title where that is not the language asked for.

    `number` is what texts call it by, the same in every language: “4.4” is the fourth lesson of the fourth module.
    """

    pk: int
    page_key: UUID  # translation_key of the source page
    code: str
    number: str
    title: str
    lang: str
    slug: str
    url: str
    minutes: int
    required: bool
    writing: str
    checks: tuple[OutlineCheck, ...]

    @property
    def is_outline_only(self) -> bool:
        return self.writing == "outline"

    def check(self, block_id: UUID | str) -> UUID | None:
        """The public id of the question asked at a place of this lesson."""
        return next((check.question for check in self.checks if str(check.block_id) == str(block_id)), None)


@dataclass(frozen=True)
class OutlineModule:
    """A live module with its live lessons, in order."""

    pk: int
    page_key: UUID
    title: str
    lang: str
    slug: str
    summary: str
    lessons: tuple[OutlineLesson, ...]

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)


@dataclass(frozen=True)
class Outline:
    """A course as it stands now, in one language."""

    pk: int
    translation_key: UUID
    code: str
    title: str
    lang: str
    url: str
    live: bool
    language: str
    source_language: str
    rule_version: int
    content_stamp: int
    modules: tuple[OutlineModule, ...]

    @property
    def lessons(self) -> tuple[OutlineLesson, ...]:
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)

    def lesson(self, page_key: UUID) -> OutlineLesson | None:
        return next((lesson for lesson in self.lessons if lesson.page_key == page_key), None)


@dataclass(frozen=True)
class Words:
    """Title, summary and address of a page in the language asked for, or in its own where it has none."""

    title: str
    summary: str
    url: str
    lang: str


def outline_of(course: Any, language: str = "") -> Outline:
    """The outline of a course, given its source page as read in this request."""
    language = language or get_language() or course.locale.language_code
    if course.pk is None:  # the preview of a course not saved yet
        return build(course, language)
    key = f"outline:{course.pk}:{course.content_stamp}:{language}"
    found: Outline | None = caches["local"].get(key)
    if found is None:
        found = build(course, language)
        caches["local"].set(key, found, timeout=3600)
    return found


def build(course: Any, language: str) -> Outline:
    """Read the pages below a course: four queries, and one for their words in another language."""
    below = list(Page.objects.live().descendant_of(course).specific().order_by("path")) if course.pk else []
    modules = [page for page in below if page.depth == course.depth + 1]
    lessons = [page for page in below if page.depth == course.depth + 2]
    words = _words([course, *below], language)
    questions = _public_ids(lessons)
    return Outline(
        pk=course.pk,
        translation_key=course.translation_key,
        code=course.code,
        title=words[course.pk].title,
        lang=words[course.pk].lang,
        url=words[course.pk].url,
        live=course.live,
        language=language,
        source_language=course.locale.language_code,
        rule_version=course.rule_version,
        content_stamp=course.content_stamp,
        modules=tuple(
            _module(place, module, lessons, words, questions) for place, module in enumerate(modules, start=1)
        ),
    )


def _module(
    place: int, module: Any, lessons: list[Any], words: dict[int, Words], questions: dict[int, UUID]
) -> OutlineModule:
    own = [lesson for lesson in lessons if lesson.path.startswith(module.path)]
    return OutlineModule(
        pk=module.pk,
        page_key=module.translation_key,
        title=words[module.pk].title,
        lang=words[module.pk].lang,
        slug=module.slug,
        summary=words[module.pk].summary,
        lessons=tuple(
            _lesson(f"{place}.{number}", lesson, words[lesson.pk], questions)
            for number, lesson in enumerate(own, start=1)
        ),
    )


def _lesson(number: str, lesson: Any, words: Words, questions: dict[int, UUID]) -> OutlineLesson:
    return OutlineLesson(
        pk=lesson.pk,
        page_key=lesson.translation_key,
        code=lesson.code,
        number=number,
        title=words.title,
        lang=words.lang,
        slug=lesson.slug,
        url=words.url,
        minutes=lesson.minutes,
        required=lesson.required,
        writing=lesson.writing,
        checks=tuple(OutlineCheck(block, questions[pk]) for block, pk in _checks(lesson) if pk in questions),
    )


def _checks(lesson: Any) -> Iterator[tuple[UUID, int]]:
    # Raw data: nothing of the lesson is read but where its questions stand.
    for block in lesson.body.raw_data:
        if block["type"] == "check" and block["value"].get("question"):
            yield UUID(block["id"]), block["value"]["question"]


def _public_ids(lessons: Iterable[Any]) -> dict[int, UUID]:
    asked = {pk for lesson in lessons for _block, pk in _checks(lesson)}
    practice = Question.objects.filter(pk__in=asked, use=Question.Use.PRACTICE)
    return dict(practice.values_list("pk", "public_id")) if asked else {}


def _words(pages: list[Any], language: str) -> dict[int, Words]:
    """Each page's words in a language. The first page is the course: addresses begin with its own."""
    course = pages[0]
    own = course.locale.language_code
    translations = _translations(pages, language) if own != language and course.pk else {}
    elsewhere = "" if own == language else own
    # What is not translated lies below the translated course too, in the language of the reader all around it.
    start = in_language((translations.get(course.pk) or course).get_url() or "/", language)
    paths = {one.locale_id: one.url_path for one in (course, translations.get(course.pk)) if one}
    found = {}
    for page in pages:
        said = translations.get(page.pk, page)
        found[page.pk] = Words(
            title=said.title,
            summary=said.summary,
            url=start + said.url_path.removeprefix(paths[said.locale_id]),
            lang=elsewhere if said is page else "",
        )
    return found


def _translations(pages: list[Any], language: str) -> dict[int, Any]:
    """The live translations by the key of the page they say; none before the course itself is in that language."""
    keys = {page.translation_key: page.pk for page in pages}
    said = Page.objects.live().filter(translation_key__in=keys, locale__language_code=language).specific()
    found = {keys[page.translation_key]: page for page in said}
    return found if pages[0].pk in found else {}
