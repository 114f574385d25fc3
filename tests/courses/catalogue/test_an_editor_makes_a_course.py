"""An editor makes and changes a course in Wagtail's admin without a developer."""

import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import rich_text

from courses.catalogue.models import CoursePage, LessonPage, ModulePage
from courses.catalogue.outline import outline_of
from tests.courses.catalogue.editing import add, by_hand, citations, course_form, edit, lesson_form, module_form, texts
from tests.factories.assessment import make_bank, make_question
from tests.factories.catalogue import fresh, make_check, make_course, make_index, make_lesson, make_module
from tests.factories.cms import editors_browser, make_diagram, make_source

pytestmark = pytest.mark.django_db


def test_from_an_empty_catalogue_to_a_live_course(client):
    browser, index, source, diagram = editors_browser(), make_index(), make_source(), make_diagram()
    question = make_question(make_bank(), use="practice")
    assert add(browser, "coursepage", index, course_form(), act="").status_code == 302
    course = by_hand()
    assert not course.live
    assert add(browser, "modulepage", course, module_form()).status_code == 302
    module = ModulePage.objects.get(slug="module-one")
    blocks = [
        ("prose", rich_text("<h3>What counts</h3><p>Look at three things.</p>")),
        ("fact", {"statement": rich_text("<p>The acts are five.</p>"), "citations": citations(source)}),
        (
            "misconception",
            {"belief": "It means moving.", "answer": rich_text("<p>No.</p>"), "citations": citations()},
        ),
        ("example", {"title": "At the gate", "text": rich_text("<p>A man holds four passports.</p>")}),
        ("callout", {"kind": "safety", "text": rich_text("<p>Speak alone.</p>")}),
        ("diagram", {"diagram": diagram.pk, "caption": "Three parts", "words": ""}),
        (
            "scenario",
            {
                "title": "The shed",
                "text": rich_text("<p>Doors are locked.</p>"),
                "question": "What do you see?",
                "points": texts("An act."),
                "citations": citations(),
            },
        ),
        ("check", {"question": question.pk}),
        ("review_note", {"text": "Compare this.", "citations": citations()}),
    ]
    answer = add(browser, "lessonpage", module, lesson_form(blocks))
    assert answer.status_code == 302, answer.context["form"].errors
    answer = edit(browser, course, course_form())
    assert answer.status_code == 302, answer.context["form"].errors
    course = by_hand()
    assert course.live
    assert course.minutes == 12
    assert course.bytes_text > 300
    (lesson,) = outline_of(course, "en").lessons
    assert [check.question for check in lesson.checks] == [question.public_id]
    page = client.get(course.get_url()).content.decode()
    assert "Lesson one" in page
    assert "12 min" in page


def test_a_fact_without_a_source_is_refused():
    browser, module = editors_browser(), make_module(make_course())
    blocks = [("fact", {"statement": rich_text("<p>So it is.</p>"), "citations": citations()})]
    answer = add(browser, "lessonpage", module, lesson_form(blocks))
    assert answer.status_code == 200
    assert not LessonPage.objects.filter(slug="lesson-one").exists()


def test_a_final_question_cannot_be_put_into_a_lesson():
    """INV-14: an open key would spoil the final test."""
    browser, module = editors_browser(), make_module(make_course())
    final = make_question(make_bank(), use="final")
    answer = add(browser, "lessonpage", module, lesson_form([("check", {"question": final.pk})]))
    assert answer.status_code == 200
    assert not LessonPage.objects.filter(slug="lesson-one").exists()
    offered = browser.get(reverse("practice_question_chooser:choose"), HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    assert final.external_id not in offered.content.decode()


def test_the_chooser_shows_what_a_practice_question_asks():
    question = make_question(make_bank(), use="practice", stem="Which of these is an act?")
    offered = editors_browser().get(reverse("practice_question_chooser:choose")).content.decode()
    assert question.external_id in offered
    assert "Which of these is an act?" in offered


def test_a_draft_changes_nothing_for_learners_and_can_be_looked_at():
    browser, course = editors_browser(), make_course(lessons=0, live=False)
    module = make_module(course)
    lesson = make_lesson(module, [("prose", "<p>The old words.</p>")], slug="one", code="X-1")
    stamp = fresh(course).content_stamp
    form = lesson_form([("prose", rich_text("<p>The new words.</p>"))], slug="one", code="X-1")
    assert edit(browser, lesson, form, act="").status_code == 302
    assert fresh(course).content_stamp == stamp
    assert "old words" in str(fresh(lesson).body)
    shown = browser.get(f"/cms/pages/{lesson.pk}/view_draft/").content.decode()
    assert "The new words." in shown
    assert "old words" not in shown


def test_the_preview_shows_the_question_and_hides_notes_to_reviewers():
    check, _question = make_check(stem="Which of these is an act?")
    note = ("review_note", {"text": "Not for learners", "citations": []})
    lesson = make_lesson(make_module(make_course()), [check, note])
    shown = editors_browser().get(f"/cms/pages/{lesson.pk}/view_draft/").content.decode()
    assert "Which of these is an act?" in shown
    assert "Not for learners" not in shown
    assert "Awaiting legal and protection review" in shown


@pytest.mark.parametrize("kind", ["course", "module", "index"])
def test_every_page_can_be_previewed(kind):
    course = make_course()
    page = {"course": course, "module": course.get_children().first(), "index": course.get_parent()}[kind]
    shown = editors_browser().get(f"/cms/pages/{page.pk}/view_draft/")
    assert shown.status_code == 200
    assert page.title in shown.content.decode()


@pytest.mark.parametrize(
    ("model", "form"), [("coursepage", course_form), ("modulepage", module_form), ("lessonpage", lesson_form)]
)
def test_a_page_not_saved_yet_can_be_previewed(model, form):
    module = make_module(make_course())
    parents = {"coursepage": make_index(), "modulepage": module.get_parent(), "lessonpage": module}
    browser = editors_browser()
    url = reverse("wagtailadmin_pages:preview_on_add", args=["catalogue", model, parents[model].pk])
    assert browser.post(url, form()).json()["is_valid"]
    shown = browser.get(url)
    assert shown.status_code == 200
    assert form()["title"] in shown.content.decode()


def test_a_lesson_goes_live_at_its_hour():
    browser, module = editors_browser(), make_module(make_course())
    later = timezone.localtime(timezone.now() + timedelta(hours=2)).strftime("%Y-%m-%d %H:%M")
    answer = add(browser, "lessonpage", module, lesson_form([("prose", rich_text("<p>Words.</p>"))], go_live_at=later))
    assert answer.status_code == 302
    lesson = LessonPage.objects.get(slug="lesson-one")
    assert not lesson.live
    lesson.revisions.update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    revision = lesson.latest_revision
    revision.content["go_live_at"] = None
    revision.save()
    call_command("publish_scheduled")
    assert fresh(lesson).live


def test_wording_order_and_moves_keep_the_places_of_questions():
    """P3: progress hangs on the page's key and the block's id, and neither changes."""
    check, _question = make_check()
    course = make_course()
    lesson = make_lesson(make_module(course), [("prose", "<p>One.</p>"), check])
    before = outline_of(fresh(course), "en").lesson(lesson.translation_key)
    lesson.body = lesson.body.stream_block.to_python(list(reversed(lesson.body.get_prep_value())))
    lesson.title = "Renamed"
    lesson.save_revision().publish()
    fresh(lesson).move(make_module(course), pos="last-child")
    after = outline_of(fresh(course), "en").lesson(lesson.translation_key)
    assert after.title == "Renamed"
    assert after.checks == before.checks


def in_the_explorer(page, **asked):
    """The pages listed below it, in their order there."""
    answer = editors_browser().get(reverse("wagtailadmin_explore", args=[page.pk]), asked)
    return [child.pk for child in answer.context["object_list"]], answer.content.decode()


@pytest.mark.parametrize("where", ["catalogue", "course", "module"])
def test_the_explorer_lists_in_the_order_of_the_course(where):
    """Whichever was changed last; and it can be changed there, which Wagtail offers in this order alone."""
    courses = [make_course(), make_course(lessons=0, live=False)]
    modules = [courses[0].get_children().first(), make_module(courses[0])]
    lessons = list(modules[0].get_children())
    parent, pages = {
        "catalogue": (courses[0].get_parent(), courses),
        "course": (courses[0], modules),
        "module": (modules[0], lessons),
    }[where]
    for page in reversed(pages):
        page.specific.save_revision()
    listed, shown = in_the_explorer(parent)
    assert listed == [page.pk for page in pages]
    assert listed == in_the_explorer(parent, ordering="ord")[0]
    assert "data-w-orderable-item-id" in shown
    assert in_the_explorer(parent, ordering="-latest_revision_created_at")[0] == [pages[0].pk, pages[1].pk]


def test_the_explorer_names_lessons_with_their_codes():
    module = make_module(make_course())
    make_lesson(module, code="X-1", title="Two crimes")
    assert "X-1 · Two crimes" in in_the_explorer(module)[1]


def test_a_copy_of_a_course_begins_as_a_draft():
    course, browser = make_course(), editors_browser()
    url = reverse("wagtailadmin_pages:copy", args=[course.pk])
    form = {
        "new_title": "A copy",
        "new_slug": "copy",
        "new_parent_page": str(course.get_parent().pk),
        "copy_subpages": "on",
    }
    browser.post(url, {**form, "publish_copies": "on"})
    assert not CoursePage.objects.filter(slug="copy").exists()
    browser.post(url, form)
    copy = CoursePage.objects.get(slug="copy")
    assert not copy.live
    assert copy.translation_key != course.translation_key
    assert uuid.UUID(str(copy.translation_key))
