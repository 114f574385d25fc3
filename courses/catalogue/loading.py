"""Bringing a course in from our own files. Safe twice: pages that say the same are not published again."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from wagtail.models import Page

from cms.media.models import Diagram
from cms.pages.publishing import create, put
from cms.pages.translating import translate, words_between
from cms.sources.models import Source
from cms.taxonomy.models import Programme
from courses.assessment.models import Question, Quiz
from lms.accounts.models import Organisation
from lms.audit.log import record
from lms.search.gathering import indexed_once

from .drafting import Known, Missing, points, prose, stream
from .models import CourseIndexPage, CoursePage, LessonPage, ModulePage

CONTENT = settings.BASE_DIR / "lms" / "setup" / "content"
WORDS = {
    "title": "Courses",
    "summary": "Free courses for officials of the Bali Process. Read them on any phone, one short lesson at a time.",
}


def load_index(home: Page, *, by: Any = None) -> CourseIndexPage:
    """The catalogue below the front page."""
    index = CourseIndexPage.objects.child_of(home).first()
    if index is None:
        index = create(home, CourseIndexPage(title=WORDS["title"], slug="courses", locale=home.locale))
    put(index, WORDS, by=by)
    return index


def load_index_words(home: Page, said: Mapping[str, Any], *, language: str, by: Any = None) -> None:
    """The catalogue in another language."""
    words = words_between(CourseIndexPage(**WORDS), CourseIndexPage(**said["courses"]))
    translate(CourseIndexPage.objects.child_of(home).get(), words, language=language, by=by)


@indexed_once()
def load_course(
    data: Mapping[str, Any],
    *,
    final: Quiz | None = None,
    organisation: Organisation | None = None,
    folder: Path | None = None,
    by: Any = None,
) -> CoursePage:
    """A whole course with its modules and lessons, live at the end. Questions and sources must be there already.

    Block ids follow from lesson code, kind and place, so that loading again keeps what learners have done there.
    """
    known = known_of(data, folder or CONTENT / data["code"].lower())
    course = _course(data)
    done = [_module(course, module, known, by) for module in data["modules"]]
    facts = _course_facts(data)
    facts["organisation"] = organisation or course.organisation or Organisation.objects.filter(kind="rso").first()
    facts["final"] = final or course.final
    facts["final_awaited"] = data.get("final") == "awaited"
    facts["ends_without_test"] = data.get("final") == "none"
    facts["prerequisite"] = _prerequisite(data)
    course.refresh_from_db()
    if put(course, facts, by=by) or any(done):
        record("catalogue.load_course", course, by=by)
    course.refresh_from_db()
    return course


def _course(data: Mapping[str, Any]) -> CoursePage:
    course = CoursePage.objects.sources().filter(code__iexact=data["code"]).first()
    if course is not None:
        return course
    index = CourseIndexPage.objects.order_by("pk").first()
    if index is None:
        raise Missing(["the catalogue page; run set_up first"])
    slug = data.get("slug") or data["code"].lower()
    return create(index, CoursePage(title=data["title"], slug=slug, code=data["code"], locale=index.locale))


def _prerequisite(data: Mapping[str, Any]) -> CoursePage | None:
    """The course to take first, which must be there already."""
    code = data.get("prerequisite")
    if not code:
        return None
    first = CoursePage.objects.sources().filter(code__iexact=code).first()
    if first is None:
        raise Missing([f"course {code}"])
    return first


def _course_facts(data: Mapping[str, Any]) -> dict[str, Any]:
    introduction = data["introduction"]
    level = "introductory" if data["level"].startswith("introductory") else "practitioner"
    return {
        "title": data["title"],
        "summary": data.get("summary") or introduction[0][:300],
        "level": level,
        "introduction": prose(introduction[0 if data.get("summary") else 1 :]),
        "audience": data["audience"],
        "outcome": data["outcome"],
        "programmes": list(Programme.objects.filter(code__in=data.get("programmes", []))),
    }


def _module(course: CoursePage, data: Mapping[str, Any], known: Known, by: Any) -> bool:
    slug = f"module-{data['no']}"
    module = ModulePage.objects.child_of(course).filter(slug=slug).first()
    if module is None:
        module = create(course, ModulePage(title=data["title"], slug=slug, locale=course.locale))
    changed = put(module, {"title": data["title"], "summary": data.get("summary", "")[:300]}, by=by)
    return any([changed, *[_lesson(course, module, lesson, known, by) for lesson in data["lessons"]]])


def _lesson(course: CoursePage, module: ModulePage, data: Mapping[str, Any], known: Known, by: Any) -> bool:
    lesson = LessonPage.objects.descendant_of(course).filter(code=data["code"]).first()
    if lesson is None:
        module.refresh_from_db()
        page = LessonPage(title=data["title"], slug=data["slug"], code=data["code"], locale=course.locale)
        lesson = create(module, page)
    facts = {
        "title": data["title"],
        "summary": data.get("summary", "")[:300],
        "minutes": data["minutes"],
        "writing": data["status"],
        "objectives": points(data["code"], "objective", data["objectives"]),
        "body": stream(data["code"], data["body"], known),
        "key_points": points(data["code"], "key", data["key_points"]),
    }
    return put(lesson, facts, by=by)


def known_of(data: Mapping[str, Any], folder: Path) -> Known:
    """Everything the lessons refer to, looked up at once."""
    blocks = [block for module in data["modules"] for lesson in module["lessons"] for block in lesson["body"]]
    return Known(
        sources=dict(Source.objects.values_list("key", "pk")),
        questions=dict(
            Question.objects.filter(use=Question.Use.PRACTICE).values_list("external_id", "pk"),
        ),
        diagrams=dict(diagrams_in(blocks, folder)),
    )


def diagrams_in(blocks: Iterable[Mapping[str, Any]], folder: Path) -> Iterable[tuple[str, int]]:
    """The drawings that parts of lessons show, by the names of their files; brought in where they are not there yet."""
    for value in (block["value"] for block in blocks if block["type"] == "diagram"):
        key = Path(value["file"]).stem
        diagram = Diagram.objects.filter(key=key).first()
        if diagram is None:
            svg = (folder / value["file"]).read_text()
            diagram = Diagram(key=key, title=value["title"], description=value["description"], svg=svg)
            diagram.full_clean()
            diagram.save()
        yield value["file"], diagram.pk
