"""One course, many languages, one learner record (B1)."""

import json

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale

from cms.home.models import HomePage
from courses.catalogue.models import CourseIndexPage, LessonPage
from courses.learning.models import Enrolment, Evidence
from tests.factories.learning import do_lessons, enrol, lessons_of, make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def translated(officer):
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


def test_p9_a_translated_lesson_opens_with_the_enrolment_in_the_source_course(signed_in, officer, translated):
    enrol(officer, translated)
    response = signed_in.get(indonesian(translated).get_url())
    assert response.status_code == 200
    assert "Isi 1" in response.content.decode()


def test_p11_the_language_switch_leads_to_the_same_lesson_and_leaves_no_event(signed_in, officer, translated):
    enrol(officer, translated)
    source, said = lessons_of(translated)[0].get_url(), indonesian(translated).get_url()
    assert f'href="{said}"' in signed_in.get(source).content.decode()
    assert f'href="{source}"' in signed_in.get(said).content.decode()
    assert not Evidence.objects.exists()


def test_p10_a_lesson_that_is_not_translated_is_shown_in_its_own_language(signed_in, officer, translated):
    enrolment = do_lessons(enrol(officer, translated), 1)
    with override("id"):
        course_map = reverse("learning:course-map", args=[enrolment.registration])
    page = signed_in.get(course_map).content.decode()
    assert "Pelajaran 1" in page
    assert "Lesson 2" in page
