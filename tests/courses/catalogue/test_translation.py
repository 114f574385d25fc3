"""A course in another language: words from the translator, rules, order and places from the source page (P9, P10)."""

import pytest
from django.test import TestCase
from django.urls import reverse
from django.utils import translation
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from courses.catalogue.models import CoursePage, LessonPage
from courses.catalogue.outline import outline_of
from courses.catalogue.reading import read
from tests.factories.catalogue import (
    cited,
    first_lesson,
    fresh,
    make_check,
    make_course,
    make_lesson,
    make_module,
    publish,
)
from tests.factories.cms import editors_browser, locale, make_home, make_source
from tests.scenes import scene

pytestmark = pytest.mark.django_db


@scene
def submitted():
    """A course whose lesson has text, a fact, a check and a note, submitted for translation into Indonesian."""
    check, _question = make_check()
    course = make_course(lessons=0, live=False)
    body = [
        ("prose", "<p>Look at three things.</p>"),
        cited(make_source(), "<p>The law says so.</p>"),
        check,
        ("review_note", {"text": "Compare it.", "citations": []}),
    ]
    make_lesson(make_module(course), body, objectives=[("point", "Say what counts")], required=True)
    course = publish(course)
    for page in (make_home(), course.get_parent(), course, *course.get_descendants().order_by("path").specific()):
        # wagtail-localize publishes when the transaction is over.
        with TestCase.captureOnCommitCallbacks(execute=True):
            translate_object(page, [locale("id")])
    return course


@pytest.fixture
def course(submitted):
    return fresh(submitted)


def target(page):
    return page.get_translation(locale("id"))


def say(page, words):
    """What a translator types, and then publishes."""
    source = TranslationSource.objects.get(object_id=page.translation_key)
    job = Translation.objects.get(source=source, target_locale=locale("id"))
    for english, other in words.items():
        for segment in source.stringsegment_set.filter(string__data=english).select_related("string", "context"):
            StringTranslation.objects.update_or_create(
                translation_of=segment.string, locale=locale("id"), context=segment.context, defaults={"data": other}
            )
    with TestCase.captureOnCommitCallbacks(execute=True):
        job.save_target()


def test_block_ids_stay_so_that_evidence_does(course):
    lesson = first_lesson(course)
    assert [block.id for block in target(lesson).body] == [block.id for block in lesson.body]
    assert target(lesson).translation_key == lesson.translation_key


def test_a_translated_lesson_is_read_in_its_language(course):
    lesson = first_lesson(course)
    words = {
        "Look at three things.": "Lihat tiga hal.",
        "The law says so.": "Kata undang-undang.",
        "Say what counts": "Apa",
    }
    say(lesson, {lesson.title: "Pelajaran satu", **words})
    outline = outline_of(fresh(course), "id")
    reading = read(outline, outline.lessons[0])
    assert reading.title == "Pelajaran satu"
    assert "Lihat tiga hal." in reading.parts[0].html
    assert [part.lang for part in reading.parts] == ["", "", ""]
    assert reading.missing == 0
    assert outline.lessons[0].url.startswith("/id/")


def test_what_is_not_translated_is_shown_in_its_own_language_marked_and_counted(course):
    """P10."""
    say(first_lesson(course), {"Look at three things.": "Lihat tiga hal."})
    outline = outline_of(fresh(course), "id")
    reading = read(outline, outline.lessons[0])
    assert [(part.kind, part.lang) for part in reading.parts] == [("prose", ""), ("fact", "en"), ("check", "")]
    assert "The law says so." in reading.parts[1].html
    assert reading.missing == 1
    assert [line.lang for line in reading.objectives] == ["en"]


def test_a_part_added_later_stands_in_its_place_before_the_translator_comes(course):
    say(first_lesson(course), {"Look at three things.": "Lihat tiga hal.", "The law says so.": "Kata undang-undang."})
    lesson = first_lesson(course)
    lesson.body.insert(0, ("prose", "<p>Brand new.</p>"))
    publish(lesson)
    outline = outline_of(fresh(course), "id")
    reading = read(outline, outline.lessons[0])
    assert [part.lang for part in reading.parts] == ["en", "", "", ""]
    assert "Brand new." in reading.parts[0].html


def test_rules_order_and_minutes_are_read_from_the_source_alone(course):
    lesson = first_lesson(course)
    translated = target(lesson)
    LessonPage.objects.filter(pk=translated.pk).update(required=False, minutes=1)
    translated.refresh_from_db()
    translated.body = translated.body.stream_block.to_python(list(reversed(translated.body.get_prep_value())))
    publish(translated)
    english, other = outline_of(fresh(course), "en"), outline_of(fresh(course), "id")
    assert [(one.required, one.minutes) for one in other.lessons] == [
        (one.required, one.minutes) for one in english.lessons
    ]
    kinds = [[part.kind for part in read(outline, outline.lessons[0]).parts] for outline in (english, other)]
    assert kinds[0] == kinds[1]


def test_the_outline_of_both_languages_has_the_same_keys(course):
    say(first_lesson(course), {first_lesson(course).title: "Pelajaran satu"})
    english, other = outline_of(fresh(course), "en"), outline_of(fresh(course), "id")
    assert [lesson.page_key for lesson in english.lessons] == [lesson.page_key for lesson in other.lessons]
    assert [lesson.checks for lesson in english.lessons] == [lesson.checks for lesson in other.lessons]


def test_a_course_is_in_a_language_once_its_own_page_is(course):
    """A lesson translated before its course keeps its source address, so it keeps its source words too."""
    lesson = first_lesson(course)
    say(lesson, {lesson.title: "Pelajaran satu", "Look at three things.": "Lihat tiga hal."})
    target(course).unpublish()
    outline = outline_of(fresh(course), "id")
    reading = read(outline, outline.lessons[0])
    assert (outline.lang, outline.lessons[0].title, outline.lessons[0].lang) == ("en", lesson.title, "en")
    assert reading.title == lesson.title
    assert reading.parts[0].lang == "en"


def test_publishing_a_translation_moves_the_stamp_of_the_source_on(course):
    before = fresh(course).content_stamp
    say(first_lesson(course), {"Look at three things.": "Lihat tiga hal."})
    assert fresh(course).content_stamp > before


def test_the_translated_course_page_stands_on_the_source(client, course):
    say(course, {course.title: "Kursus satu"})
    shown = client.get(target(course).get_url()).content.decode()
    assert "Kursus satu" in shown
    assert "Lesson" in shown or "Pelajaran" in shown
    assert CoursePage.objects.sources().filter(translation_key=course.translation_key).get() == course


def test_the_catalogue_lists_a_course_once_in_the_language_of_the_visitor(client, course):
    say(course, {course.title: "Kursus satu"})
    with translation.override("id"):
        shown = client.get("/id/courses/").content.decode()
    assert shown.count("Kursus satu") == 1
    assert client.get("/courses/").content.decode().count("Kursus satu") == 0


def test_a_translator_cannot_change_a_rule(course):
    names = {field.field_name: field for field in LessonPage.translatable_fields}
    for name in ("code", "minutes", "writing", "required"):
        assert not names[name].is_translated(None)
        assert not names[name].overridable


def test_a_translation_is_never_detached_from_its_source(course):
    job = Translation.objects.filter(target_locale=locale("id")).first()
    editors_browser().post(reverse("wagtail_localize:stop_translation", args=[job.pk]))
    job.refresh_from_db()
    assert job.enabled
