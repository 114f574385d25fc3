"""One course, many languages, one learner record (B1)."""

import json
import re
from uuid import uuid4

import hypothesis
import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils.translation import override
from hypothesis import HealthCheck
from hypothesis import strategies as st
from wagtail.models import Locale

from cms.home.models import HomePage
from courses.assessment.models import AnswerEvent, Attempt, OptionText, RevisionText
from courses.catalogue.models import CourseIndexPage, LessonPage
from courses.learning.actions import mark_done
from courses.learning.journey import journey
from courses.learning.models import Enrolment, Evidence
from tests.factories.cms import editors_browser
from tests.factories.learning import do_lessons, enrol, lessons_of, make_course, make_officer
from tests.scenes import scene

pytestmark = pytest.mark.django_db


@scene
def translated():
    """A course whose first lesson is in Bahasa Indonesia too, under an address of its own."""
    course = make_course(lessons=2)
    indonesian, _ = Locale.objects.get_or_create(language_code="id")
    for page in (HomePage.objects.first(), CourseIndexPage.objects.first(), course, lessons_of(course)[0].get_parent()):
        page.specific.copy_for_translation(indonesian).save_revision().publish()
    lesson = lessons_of(course)[0].copy_for_translation(indonesian)
    lesson.title, lesson.slug = "Pelajaran 1", "pelajaran-1"
    lesson.body = json.dumps([{"type": "prose", "value": "<p>Isi 1</p>", "id": block.id} for block in lesson.body])
    lesson.save_revision().publish()
    caches["local"].clear()
    return course


def indonesian(course) -> LessonPage:
    return lessons_of(course)[0].get_translation(Locale.objects.get(language_code="id"))


def test_p9_done_in_one_language_is_done_in_the_other(signed_in, officer, translated):
    enrolment = enrol(officer, translated)
    key = lessons_of(translated)[0].translation_key
    assert indonesian(translated).translation_key == key
    with override("id"):
        done = reverse("learning:lesson-done", args=[enrolment.registration, key])
    signed_in.post(done)
    page = signed_in.get(lessons_of(translated)[0].get_url()).content.decode()
    assert "This lesson is done" in page
    assert Evidence.objects.get().locale == "id"
    assert Enrolment.objects.count() == 1


def test_an_editor_reads_it_in_the_language_of_the_address(translated):
    browser = editors_browser()
    assert "Isi 1" in browser.get(indonesian(translated).get_url()).content.decode()
    assert "What lesson 1 says." in browser.get(lessons_of(translated)[0].get_url()).content.decode()


def test_lessons_have_the_same_numbers_in_every_language(signed_in, officer, translated):
    """Texts call a lesson by its number: lists, the head of the lesson and the way onward show it."""
    enrolment = enrol(officer, translated)
    with override("id"):
        course_map = reverse("learning:course-map", args=[enrolment.registration])
        pages = [translated.get_translation(Locale.objects.get(language_code="id")).url, course_map]
    for page in [translated.url, reverse("learning:course-map", args=[enrolment.registration]), *pages]:
        told = signed_in.get(page).content.decode()
        assert ("1.1 <bdi>" in told, "1.2 <bdi>" in told) == (True, True)
    english, other = (
        signed_in.get(page.url).content.decode() for page in (lessons_of(translated)[0], indonesian(translated))
    )
    assert "Lesson 1.1 (1 of 2)" in english
    assert "1.1 (1" in other
    assert all("1.2 <bdi>" in page.partition("lesson-pager")[2] for page in (english, other))


def test_p9_a_translated_lesson_opens_with_the_enrolment_in_the_source_course(signed_in, officer, translated):
    enrol(officer, translated)
    response = signed_in.get(indonesian(translated).get_url())
    assert response.status_code == 200
    assert "Isi 1" in response.content.decode()


def switch(client, address, code):
    """What the button in the page does; the page it leads to."""
    assert f'name="next" value="{address}"' in client.get(address).content.decode()
    return client.post("/-/language", {"language": code, "next": address}, follow=True)


def test_p11_the_language_switch_leads_to_the_same_lesson_and_leaves_no_event(signed_in, officer, translated):
    enrol(officer, translated)
    source, said = lessons_of(translated)[0].get_url(), indonesian(translated).get_url()
    assert "Isi 1" in switch(signed_in, source, "id").content.decode()
    assert "What lesson 1 says." in switch(signed_in, said, "en").content.decode()
    assert not Evidence.objects.exists()


def test_p10_a_lesson_that_is_not_translated_is_shown_in_its_own_language(signed_in, officer, translated):
    enrolment = do_lessons(enrol(officer, translated), 1)
    with override("id"):
        course_map = reverse("learning:course-map", args=[enrolment.registration])
    page = signed_in.get(course_map).content.decode()
    assert "Pelajaran 1" in page
    assert "Lesson 2" in page


def test_p10_it_lies_inside_the_translated_course_and_says_what_language_it_is_in(signed_in, officer, translated):
    enrol(officer, translated)
    second = lessons_of(translated)[1]
    shown = signed_in.get(indonesian(translated).get_url()).content.decode()
    inside = f"/id{second.get_url()}"
    assert f'href="{inside}"' in shown
    answer = signed_in.get(inside)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert '<html lang="id"' in page
    assert '<h1 lang="en"><bdi>Lesson 2' in page
    assert '<div lang="en" dir="ltr">' in page
    assert "English" in page.split("</header>")[2].split("What lesson 2 says.")[0]


def test_p10_untranslated_lessons_are_closed_to_others_as_any(client, officer, translated):
    client.force_login(make_officer())
    assert client.get(f"/id{lessons_of(translated)[1].get_url()}").status_code == 404
    assert client.get(indonesian(translated).get_url()).status_code == 404


def test_p9_a_practice_answer_given_in_one_language_shows_in_the_other(signed_in, officer):
    course = make_course(lessons=1, checks=1)
    enrolment = enrol(officer, course)
    lesson = lessons_of(course)[0]
    check = next(block for block in lesson.body if block.block_type == "check")
    revision = check.value["question"].current
    RevisionText.objects.create(revision=revision, locale="id", stem="Apa yang ditanyakan?")
    for option in revision.options.all():
        OptionText.objects.create(option=option, locale="id", text=f"Pilihan {option.position}", feedback="Karena itu.")
    right = revision.options.get(correct=True)
    with override("id"):
        ask = reverse("learning:practice-answer", args=[enrolment.registration, lesson.translation_key, check.id])
    given = signed_in.post(ask, {f"check-{check.id}": str(right.key)}, follow=True)
    assert given.redirect_chain[-1][0].startswith(f"/id{lesson.get_url()}")
    assert "Pilihan 0" in given.content.decode()
    assert f"Because {right.texts.get(locale='en').text}" in signed_in.get(lesson.get_url()).content.decode()
    assert Evidence.objects.get(kind="practised").locale == "id"


def test_q12_a_test_begun_in_english_goes_on_in_indonesian(signed_in, officer):
    """The same questions, the same answers; what is not translated is in English and says so."""
    enrolment = do_lessons(enrol(officer, make_course(lessons=1)))
    start = reverse("learning:test-start", args=[enrolment.registration])
    first = signed_in.post(start, {"name": "Somchai"})["Location"]
    attempt = Attempt.objects.get()
    slot = attempt.slots.get(position=1)
    signed_in.post(first, {"option": slot.option_order[1], "client_seq": "1", "go": "review"})
    RevisionText.objects.create(revision=slot.revision, locale="id", stem="Soal dalam bahasa Indonesia?")
    for option in slot.revision.options.all():
        OptionText.objects.create(option=option, locale="id", text=f"Pilihan {option.position}")
    said = switch(signed_in, first, "id").content.decode()
    assert "Soal dalam bahasa Indonesia?" in said
    (ticked,) = [box for box in re.findall(r"<input[^>]*>", said) if " checked" in box]
    assert f'value="{slot.option_order[1]}"' in ticked
    places = [said.index(f'value="{key}"') for key in slot.option_order]
    assert places == sorted(places)
    with override("id"):
        second = reverse("learning:test-question", args=[attempt.context, attempt.public_id, 2])
    asked = signed_in.get(second).content.decode()
    assert attempt.slots.get(position=2).revision.texts.get(locale="en").stem in asked
    assert 'lang="en"' in asked.split("<main")[1].split("</main")[0]
    other = attempt.slots.get(position=2).option_order[0]
    signed_in.post(second, {"option": other, "client_seq": "1", "go": "review"})
    assert list(AnswerEvent.objects.order_by("slot__position").values_list("locale", flat=True)) == ["en", "id"]
    assert Attempt.objects.count() == 1


@hypothesis.given(switches=st.lists(st.sampled_from(["en", "id"]), min_size=3, max_size=3))
@hypothesis.settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_b1_however_the_language_is_switched_the_record_is_that_of_one_language(db, switches):
    """The same lessons done, the same score, one enrolment."""
    officer = make_officer()
    enrolment = enrol(officer, make_course(lessons=3))
    for stop, code in zip(journey(enrolment).stops, switches, strict=True):
        mark_done(enrolment, stop.lesson.page_key, client_uuid=uuid4(), locale=code)
    for code in ("en", "id"):
        way = journey(Enrolment.objects.select_related("course").get(pk=enrolment.pk), language=code)
        assert [stop.done for stop in way.stops] == [True, True, True]
        assert (way.progress.done, way.lessons_are_done) == (3, True)
    assert list(enrolment.evidence.order_by("pk").values_list("locale", flat=True)) == switches
    assert Enrolment.objects.filter(learner=officer).count() == 1
