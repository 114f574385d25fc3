"""Many light courses beside the real one: two modules of three short lessons each, in the catalogue and its search."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.text import slugify
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from courses.catalogue.models import CourseIndexPage, CoursePage, LessonPage, ModulePage
from courses.learning.models import RulesApplied

from .sizes import Sizes
from .tables import Table, new_uuid

MODULES, LESSONS = 2, 3
SUBJECTS = [
    "Screening",
    "Referral",
    "Interviewing",
    "Documents",
    "Coordination",
    "Protection",
    "Evidence",
    "Data",
    "Returns",
    "Interpreters",
]
PLACES = [
    "at the border",
    "at sea",
    "at the airport",
    "in the field",
    "in the office",
    "with partners",
    "with children",
    "online",
]
COLUMNS = [
    "id", "path", "depth", "numchild", "translation_key", "title", "draft_title", "slug", "content_type_id", "url_path",
]  # fmt: skip
SOME = 500


@dataclass(frozen=True)
class LightCourse:
    """What the learners need to know of one."""

    pk: int
    title: str
    lessons: list[str]


def courses(sizes: Sizes) -> list[LightCourse]:
    """Straight into the tables of Wagtail's tree; the index page is told how many children it has now."""
    shelf, now = CourseIndexPage.objects.order_by("pk")[0], sizes.now()
    rows = list(_tree(sizes, shelf))
    same = {
        "locale_id": shelf.locale_id, "live": True, "first_published_at": now - timedelta(days=600),
        "last_published_at": now - timedelta(days=90), "latest_revision_created_at": None, "search_description": "",
    }  # fmt: skip
    Table(Page, COLUMNS, **same).write(row for row, _kind in rows)
    Page.objects.filter(pk=shelf.pk).update(numchild=shelf.numchild + sizes.courses)
    of = {kind: [row for row, this in rows if this == kind] for kind in ("course", "module", "lesson")}
    _details(of)
    _index(CoursePage, of["course"])
    _index(ModulePage, of["module"])
    _index(LessonPage, of["lesson"])
    return _told(of)


def _tree(sizes: Sizes, shelf: Page) -> Iterator[tuple[tuple[Any, ...], str]]:
    chance, last = sizes.chance("courses"), max(shelf.numchild, int(_last_step(shelf), 36))
    kinds = {kind: ContentType.objects.get_for_model(model).pk for kind, model in (
        ("course", CoursePage), ("module", ModulePage), ("lesson", LessonPage))}  # fmt: skip
    pk = Page.objects.order_by("-pk")[0].pk

    def row(kind: str, path: str, depth: int, children: int, title: str, above: str) -> tuple[Any, ...]:
        nonlocal pk
        pk, slug = pk + 1, slugify(title)
        return pk, path, depth, children, new_uuid(chance), title, title, slug, kinds[kind], f"{above}{slug}/"

    for number in range(sizes.courses):
        path = Page._get_path(shelf.path, shelf.depth + 1, last + 1 + number)
        title = f"{SUBJECTS[number % len(SUBJECTS)]} {PLACES[number // 3 % len(PLACES)]} {number + 1}"
        course = row("course", path, shelf.depth + 1, MODULES, title, shelf.url_path)
        yield course, "course"
        for part in range(1, MODULES + 1):
            below = Page._get_path(path, shelf.depth + 2, part)
            module = row("module", below, shelf.depth + 2, LESSONS, f"Part {part}", course[-1])
            yield module, "module"
            for turn in range(1, LESSONS + 1):
                leaf = Page._get_path(below, shelf.depth + 3, turn)
                yield row("lesson", leaf, shelf.depth + 3, 0, f"Lesson {part}.{turn}", module[-1]), "lesson"


def _last_step(shelf: Page) -> str:
    last = Page.objects.child_of(shelf).order_by("-path").values_list("path", flat=True).first()
    return last[-Page.steplen :] if last else "0"


def _details(of: dict[str, list[tuple[Any, ...]]]) -> None:
    body = LessonPage.objects.filter(live=True).order_by("pk")[0].body.raw_data[0]
    words = (
        "<p>Look, ask, listen. Say who you are and what happens next. Write down what you saw, not what you think.</p>"
    )
    text = [{"type": body["type"], "value": words, "id": body["id"]}]
    summary = "What every officer needs to know, in six short lessons with examples from the region."
    Table(
        CoursePage, ["page_ptr_id", "code", "level"], summary=summary, minutes=60, bytes_text=24_000, content_stamp=1,
        introduction="<p>A short course.</p>", audience="Officers at posts of every size.",
    ).write((row[0], f"L{no}", "practitioner" if no % 3 else "introductory") for no, row in enumerate(of["course"]))  # fmt: skip
    Table(RulesApplied, ["course_id"], content_stamp=1).write((row[0],) for row in of["course"])
    Table(ModulePage, ["page_ptr_id"], summary="").write((row[0],) for row in of["module"])
    Table(
        LessonPage, ["page_ptr_id", "code", "body"], summary="", bytes_text=4_000, objectives=[], key_points=[]
    ).write((row[0], f"L{no}", text) for no, row in enumerate(of["lesson"]))


def _index(model: Any, rows: list[tuple[Any, ...]]) -> None:
    index = get_search_backend().get_index_for_model(model)
    for start in range(0, len(rows), SOME):
        index.add_items(model, list(model.objects.filter(pk__in=[row[0] for row in rows[start : start + SOME]])))


def _told(of: dict[str, list[tuple[Any, ...]]]) -> list[LightCourse]:
    each = MODULES * LESSONS
    return [
        LightCourse(row[0], row[5], [lesson[4] for lesson in of["lesson"][no * each : (no + 1) * each]])
        for no, row in enumerate(of["course"])
    ]
