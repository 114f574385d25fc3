"""Our own course comes in whole from its files, and coming in twice changes nothing."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from wagtail.test.utils.form_data import rich_text

from cms.home.loading import load_pages
from cms.media.models import Diagram
from cms.pages.models import StandardPage
from cms.sources.actions import save_source
from cms.sources.loading import load_sources
from cms.taxonomy.models import Competency, CooperationItem, Purpose
from cms.taxonomy.vocabulary import load_vocabularies
from courses.assessment.loading import load_questions
from courses.catalogue.drafting import Missing
from courses.catalogue.loading import load_course
from courses.catalogue.models import CoursePage, LessonPage
from courses.catalogue.outline import outline_of
from tests.courses.catalogue.editing import edit, lesson_form
from tests.factories.assessment import make_bank
from tests.factories.catalogue import fresh
from tests.factories.cms import editors_browser
from tests.scenes import scene

pytestmark = pytest.mark.django_db
UTS = settings.BASE_DIR / "lms" / "setup" / "content" / "uts"


def read(name):
    return json.loads((UTS / name).read_text())


@scene
def ready():
    load_vocabularies()
    load_pages()
    load_sources(read("sources.json"))
    load_questions(make_bank("uts"), read("practice.json"))


def small():
    """The first module of the course: loading all four takes longer and shows no more."""
    data = read("course.json")
    return {**data, "modules": data["modules"][:1], "final": "none"}


def revisions():
    return sum(page.revisions.count() for page in LessonPage.objects.all())


def test_course_one_is_live_with_all_its_lessons_and_questions(ready):
    data = {**read("course.json"), "final": "none"}
    course = load_course(data)
    outline = outline_of(course, "en")
    assert course.live
    assert (len(outline.modules), len(outline.lessons)) == (4, 20)
    assert sum(len(lesson.checks) for lesson in outline.lessons) == 40
    assert [lesson.code for lesson in outline.lessons] == [f"UTS-{lesson.number}" for lesson in outline.lessons]
    assert course.minutes == data["minutes"]
    assert course.review == CoursePage.Review.AWAITING
    lessons = [lesson for module in data["modules"] for lesson in module["lessons"]]
    assert [lesson.writing for lesson in outline.lessons] == [lesson["status"] for lesson in lessons]
    drawn = [block["value"]["file"] for lesson in lessons for block in lesson["body"] if block["type"] == "diagram"]
    assert Diagram.objects.filter(key__in=[Path(file).stem for file in drawn]).count() == len(drawn) == 4


def test_loading_again_publishes_nothing_and_keeps_every_key(ready):
    course = load_course(small())
    places = [lesson.checks for lesson in outline_of(course, "en").lessons]
    stamp, number = course.content_stamp, revisions()
    again = load_course(small())
    assert again.pk == course.pk
    assert again.content_stamp == stamp
    assert revisions() == number
    assert [lesson.checks for lesson in outline_of(again, "en").lessons] == places


def test_a_changed_file_changes_only_the_lesson_it_changes(ready):
    course = load_course(small())
    before = {lesson.pk: lesson.live_revision_id for lesson in LessonPage.objects.all()}
    data = small()
    data["modules"][0]["lessons"][1]["minutes"] = 14
    load_course(data)
    changed = [lesson.code for lesson in LessonPage.objects.all() if lesson.live_revision_id != before[lesson.pk]]
    assert changed == ["UTS-1.2"]
    assert fresh(course).content_stamp > course.content_stamp


def test_what_an_editor_changed_is_never_overwritten(ready):
    load_course(small())
    lesson = LessonPage.objects.get(code="UTS-1.1")
    blocks = [("prose", rich_text("<p>By hand.</p>"))]
    form = lesson_form(blocks, title="By hand", slug=lesson.slug, code="UTS-1.1")
    edit(editors_browser(), lesson, form)
    load_course(small())
    assert fresh(lesson).title == "By hand"


def test_a_file_that_refers_to_nothing_names_it(ready):
    data = small()
    data["modules"][0]["lessons"][0]["body"].append({"type": "check", "value": {"question": "UTS-9.9-Q9"}})
    with pytest.raises(Missing, match=r"UTS-9\.9-Q9"):
        load_course(data)
    assert not CoursePage.objects.exists()


def test_the_first_pages_are_there_once(client):
    load_pages()
    load_pages()
    for address, words in {"/": "together", "/about/": "For whom", "/help/": "sign in"}.items():
        assert words in client.get(address).content.decode()
    assert client.get("/courses/").status_code == 200
    slugs = StandardPage.objects.filter(locale__language_code="en").values_list("slug", flat=True)
    assert sorted(slugs) == ["about", "help", "how-to-use"]


def test_vocabularies_are_those_of_the_plans():
    load_vocabularies()
    load_vocabularies()
    assert [Purpose.objects.filter(period__code=code).count() for code in ("2021-22", "2023")] == [4, 4]
    assert CooperationItem.objects.count() == 24
    assert CooperationItem.objects.values("area__code").distinct().count() == 8
    assert Competency.objects.get(key="first-response").name == "Safe first contact"


def test_a_file_never_sets_back_what_a_reviewer_has_checked():
    row = read("sources.json")[2]
    source = save_source(row)
    assert source.checked == "unchecked"
    source.checked = "checked"
    source.save()
    again = save_source({**row, "full": "A better citation"})
    assert again.checked == "checked"
    assert again.full == "A better citation"
