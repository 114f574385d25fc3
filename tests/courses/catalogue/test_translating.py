"""Module 1 of course 1 in Bahasa Indonesia: as the files say it, safe twice, marked as a draft, never over a person's work."""

import pytest
from wagtail_localize.models import StringTranslation

from cms.home.loading import load_pages
from cms.media.models import Diagram
from cms.pages.models import StandardPage
from cms.pages.translating import Unlike
from cms.sources.loading import load_sources
from cms.taxonomy.vocabulary import load_vocabularies
from courses.assessment.loading import load_questions, load_texts
from courses.assessment.models import Bank, Question
from courses.assessment.practice import practice_questions
from courses.catalogue.loading import load_course
from courses.catalogue.models import CoursePage, LessonPage
from courses.catalogue.outline import outline_of
from courses.catalogue.reading import read as read_lesson
from courses.catalogue.translating import load_course_words
from lms.audit.models import Entry
from tests.courses.catalogue.test_loading import read
from tests.factories.assessment import make_bank
from tests.factories.cms import locale
from tests.scenes import scene

pytestmark = pytest.mark.django_db
LESSONS = ("UTS-1.1", "UTS-1.4", "UTS-2.1")


def some(data):
    """Two lessons of the first module, one of the second: more take longer and show no more."""
    modules = [
        {**module, "lessons": [lesson for lesson in module["lessons"] if lesson["code"] in LESSONS]}
        for module in data["modules"]
    ]
    return {**data, "modules": [module for module in modules if module["lessons"]]}


@scene
def original():
    load_vocabularies()
    load_pages()
    load_sources(read("sources.json"))
    load_questions(make_bank("uts"), [one for one in read("practice.json") if one["lesson"] in LESSONS])
    data = some(read("course.json"))
    load_course({**data, "final": "none"})
    return data


def say(original, **changes):
    return load_course_words(original, {**some(read("id/module-1.json")), **changes})


def lesson_in(language, code):
    outline = outline_of(CoursePage.objects.sources().get(code="UTS"), language)
    return read_lesson(outline, next(one for one in outline.lessons if one.code == code))


def test_the_course_is_read_in_indonesian_with_its_drawing(original):
    assert say(original) == 4
    course = CoursePage.objects.sources().get(code="UTS").get_translation(locale("id"))
    assert course.title == "Memahami Perdagangan Orang dan Penyelundupan Migran"
    assert course.get_url() == "/id/courses/uts/"
    reading = lesson_in("id", "UTS-1.4")
    assert (reading.title, reading.missing, reading.lang) == ("Tujuan: eksploitasi", 0, "")
    drawing = next(part.html for part in reading.parts if part.kind == "diagram")
    assert "Orang dewasa (18 tahun ke atas)" in drawing
    assert "Act" not in drawing
    assert Diagram.objects.filter(key="act-means-purpose-id").exists()


def test_parts_and_questions_keep_their_places(original):
    """What is done in one language is done in all because the parts are the same."""
    say(original)
    english, other = lesson_in("en", "UTS-1.4"), lesson_in("id", "UTS-1.4")
    assert [part.block_id for part in english.parts] == [part.block_id for part in other.parts]
    assert [part.question for part in english.parts] == [part.question for part in other.parts]


def test_coming_in_twice_changes_nothing(original):
    say(original)
    stamp = CoursePage.objects.sources().get(code="UTS").content_stamp
    assert say(original) == 0
    load_pages()
    assert CoursePage.objects.sources().get(code="UTS").content_stamp == stamp
    assert Entry.objects.filter(act="catalogue.load_words").count() == 1


def test_a_lesson_is_a_draft_until_somebody_has_looked_at_every_text_of_it(original):
    say(original)
    assert lesson_in("id", "UTS-1.1").is_draft
    assert not lesson_in("en", "UTS-1.1").is_draft
    StringTranslation.objects.update(translation_type="manual")
    page = LessonPage.objects.get(code="UTS-1.1", locale=locale("id"))
    page.save_revision().publish()
    assert not lesson_in("id", "UTS-1.1").is_draft


def test_the_draft_is_marked_on_the_page_of_the_course(client, original):
    say(original)
    shown = client.get("/id/courses/uts/")
    assert shown.context["is_draft"]
    assert not client.get("/courses/uts/").context["is_draft"]


def test_what_a_person_has_written_is_never_overwritten(original):
    say(original)
    page = LessonPage.objects.get(code="UTS-1.1", locale=locale("id"))
    title = StringTranslation.objects.get(context__path="title", context__object_id=page.translation_key)
    title.data, title.translation_type = "Asal definisi", "manual"
    title.save()
    data = some(read("id/module-1.json"))
    data["modules"][0]["lessons"][0]["title"] = "Dari berkas lagi"
    load_course_words(original, data)
    title.refresh_from_db()
    assert title.data == "Asal definisi"


def test_a_draft_that_was_bettered_in_the_file_comes_in(original):
    say(original)
    data = some(read("id/module-1.json"))
    data["modules"][0]["lessons"][0]["title"] = "Asal definisi"
    assert load_course_words(original, data) == 1
    assert lesson_in("id", "UTS-1.1").title == "Asal definisi"


def test_where_the_original_says_something_new_the_old_translation_is_not_put(original):
    say(original)
    lesson = LessonPage.objects.get(code="UTS-1.1", locale=locale("en"))
    lesson.title = "A new title"
    lesson.save_revision().publish()
    say(original)
    assert LessonPage.objects.get(code="UTS-1.1", locale=locale("id")).title == "A new title"


def test_a_translation_built_otherwise_is_refused_whole(original):
    data = some(read("id/module-1.json"))
    data["modules"][0]["lessons"][0]["body"][0]["value"]["html"] = "<p>Satu paragraf.</p>"
    with pytest.raises(Unlike):
        load_course_words(original, data)
    assert not CoursePage.objects.filter(locale=locale("id")).exists()


def test_the_ten_questions_are_asked_in_indonesian_with_every_feedback(original):
    bank = Bank.objects.get(code="uts")
    texts = [one for one in read("id/practice.json") if one["id"].startswith(LESSONS)]
    report = load_texts(bank, texts, locale="id")
    assert (len(report.new), report.problems) == (4, [])
    assert str(load_texts(bank, texts, locale="id")) == "0 new, 0 changed, 4 unchanged, 0 with problems"
    key = Question.objects.get(external_id="UTS-1.1-Q2").public_id
    asked = practice_questions([key], "id")[key]
    assert asked.stem == "Mana yang merupakan tujuan Protokol TIP?"
    assert {option.lang for option in asked.options} == {"id"}
    assert all(option.feedback.startswith("Pasal 2") for option in asked.options)


def test_front_page_catalogue_and_help_are_there_in_indonesian(client, original):
    for address, words in (("/id/", "Belajar melindungi orang"), ("/id/courses/", "Kursus"), ("/id/help/", "Bantuan")):
        assert words in client.get(address).content.decode()
    assert 'href="/id/courses/"' in client.get("/id/help/").content.decode().split("<main")[1].split("</main")[0]
    assert StandardPage.objects.filter(locale=locale("id")).count() == 2
