"""A course in another language, brought in from our own files. Safe twice; nothing a translator has done is overwritten."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wagtail.models import Page

from cms.pages.translating import translate, words_between
from lms.audit.log import record
from lms.search.gathering import indexed_once

from .drafting import Known, points, prose, stream
from .loading import CONTENT, diagrams_in, known_of
from .models import CoursePage, LessonPage, ModulePage

Data = Mapping[str, Any]
UNSAID = ("check", "review_note")


@dataclass(frozen=True)
class Load:
    """What all pages of one load share."""

    language: str
    known: Known
    drawings: Mapping[str, int]
    by: Any

    def say(self, page: Page, own: Page, other: Page, instead: Mapping[str, int] | None = None) -> bool:
        words = words_between(own, other)
        return translate(page, words, language=self.language, instead=instead, by=self.by)


@indexed_once()
def load_course_words(original: Data, said: Data, *, folder: Path | None = None, by: Any = None) -> int:
    """The words of a course in another language; how many pages were published.

    `original` is the file the course was loaded from: words are put only where the course still says what that file says.
    Parts that carry no words of their own, questions and notes, are left out of `said`.
    """
    folder = folder or CONTENT / original["code"].lower()
    load = Load(said["locale"], known_of(original, folder), dict(diagrams_in(_bodies(said), folder)), by)
    course = CoursePage.objects.sources().get(code__iexact=original["code"])
    done = [load.say(course, _course(original), _course({**original, **said["course"]}))]
    for module in said["modules"]:
        first = next(one for one in original["modules"] if one["no"] == module["no"])
        page = ModulePage.objects.child_of(course).get(slug=f"module-{module['no']}")
        done.append(load.say(page, _module(first), _module(module)))
        lessons = {lesson["code"]: lesson for lesson in first["lessons"]}
        done += [_lesson(page, lessons[lesson["code"]], lesson, load) for lesson in module["lessons"]]
    if any(done):
        record("catalogue.load_words", course, by=by, locale=load.language)
    return sum(done)


def _course(data: Data) -> CoursePage:
    introduction = data["introduction"]
    return CoursePage(
        title=data["title"],
        summary=data.get("summary") or introduction[0][:300],
        introduction=prose(introduction[0 if data.get("summary") else 1 :]),
        audience=data["audience"],
        outcome=data["outcome"],
    )


def _module(data: Data) -> ModulePage:
    return ModulePage(title=data["title"], summary=data.get("summary", "")[:300])


def _lesson(module: Page, original: Data, said: Data, load: Load) -> bool:
    page = LessonPage.objects.child_of(module).get(code=original["code"])
    body = list(_in_other_words(original["body"], said["body"]))
    own = _page(original, original["body"], load.known)
    other = _page({**original, **said}, body, load.known)
    beside = _beside(original["body"], said["body"])
    instead = {
        f"body.{block.id}.diagram": load.drawings[entry["value"]["file"]]
        for block, entry in zip(own.body, beside, strict=True)
        if entry and block.block_type == "diagram"
    }
    return load.say(page, own, other, instead)


def _page(data: Data, body: list[Data], known: Known) -> LessonPage:
    return LessonPage(
        title=data["title"],
        summary=data.get("summary", "")[:300],
        objectives=points(data["code"], "objective", data["objectives"]),
        body=stream(data["code"], body, known),
        key_points=points(data["code"], "key", data["key_points"]),
    )


def _in_other_words(original: list[Data], said: list[Data]) -> Iterator[Data]:
    """The parts of the original with the words of the translation; what a part rests on or refers to stays."""
    for block, other in zip(original, _beside(original, said), strict=True):
        words = {name: text for name, text in (other or {}).get("value", {}).items() if name != "file"}
        yield {**block, "value": {**block["value"], **words}}


def _beside(original: list[Data], said: list[Data]) -> Iterator[Data | None]:
    """For each part of the original the same in other words, or nothing where it has none."""
    others = iter(said)
    for block in original:
        yield None if block["type"] in UNSAID else next(others)


def _bodies(data: Data) -> Iterator[Data]:
    for module in data["modules"]:
        for lesson in module["lessons"]:
            yield from lesson["body"]
