"""What is in use cannot be deleted: the editor reads what uses it, never an error page."""

import pytest
from django.urls import reverse

from cms.media.models import Diagram
from cms.sources.models import Source
from courses.assessment.models import Question, Quiz
from courses.catalogue.models import CoursePage
from tests.factories.assessment import make_quiz
from tests.factories.catalogue import cited, first_lesson, make_check, make_course, make_lesson, make_module, publish
from tests.factories.cms import (
    bold_editors_browser,
    editors_browser,
    make_diagram,
    make_page,
    make_source,
    staff_browser,
)
from tests.factories.learning import enrol

pytestmark = pytest.mark.django_db


def delete_page(browser, page):
    return browser.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))


def delete_pages_in_bulk(browser, page):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    return browser.post(f"{url}?id={page.pk}", {"wagtail_site_name": "RSO Learning"})


@pytest.mark.parametrize("delete", [delete_page, delete_pages_in_bulk])
def test_a_course_somebody_takes_stays(delete):
    course = make_course()
    enrol(course=course)
    answer = delete(bold_editors_browser(), course)
    assert answer.status_code == 409
    assert "1 × enrolment" in answer.content.decode()
    assert CoursePage.objects.filter(pk=course.pk).exists()


def test_neither_can_what_lies_above_it_be_deleted():
    course = make_course()
    enrol(course=course)
    answer = delete_page(bold_editors_browser(), course.get_parent())
    assert answer.status_code == 409


@pytest.mark.parametrize("delete", [delete_page, delete_pages_in_bulk])
def test_a_page_nobody_uses_goes(delete):
    page = make_page("old")
    answer = delete(editors_browser(), page)
    assert answer.status_code == 302
    assert not type(page).objects.filter(pk=page.pk).exists()


def in_a_lesson(block):
    lesson = first_lesson(make_course(lessons=1))
    lesson.body = [block]
    publish(lesson)
    return lesson


def used_source():
    source = make_source()
    return source, in_a_lesson(cited(source))


def used_diagram():
    diagram = make_diagram()
    return diagram, in_a_lesson(("diagram", {"diagram": diagram, "caption": "", "words": ""}))


@pytest.mark.parametrize("used", [used_source, used_diagram])
def test_what_a_lesson_shows_stays(used):
    thing, lesson = used()
    url = reverse(type(thing).snippet_viewset.get_url_name("delete"), args=[thing.pk])
    browser = editors_browser()
    for answer in (browser.get(url), browser.post(url)):
        assert answer.status_code == 409
        assert lesson.title in answer.content.decode()
    assert type(thing).objects.filter(pk=thing.pk).exists()


def test_what_nothing_shows_goes():
    source = make_source()
    editors_browser().post(reverse(Source.snippet_viewset.get_url_name("delete"), args=[source.pk]))
    assert not Source.objects.filter(pk=source.pk).exists()
    diagram = make_diagram()
    editors_browser().post(reverse(Diagram.snippet_viewset.get_url_name("delete"), args=[diagram.pk]))
    assert not Diagram.objects.filter(pk=diagram.pk).exists()


def snippet_delete_url(model, thing):
    viewset = getattr(model, "snippet_viewset", None)
    if viewset is None:
        pytest.skip(f"{model.__name__} is not edited as a snippet")
    try:
        return reverse(viewset.get_url_name("delete"), args=[thing.pk])
    except Exception:  # noqa: BLE001 - no such page is as good a guard
        pytest.skip(f"{model.__name__} has no page to delete it")


def test_a_test_a_course_ends_with_stays():
    quiz = make_quiz()
    make_course(final=quiz)
    answer = staff_browser().post(snippet_delete_url(Quiz, quiz))
    assert answer.status_code in {302, 403, 404, 409}
    assert Quiz.objects.filter(pk=quiz.pk).exists()


def test_a_question_a_lesson_asks_stays():
    check, question = make_check()
    make_lesson(make_module(make_course()), body=[check])
    answer = staff_browser().post(snippet_delete_url(Question, question))
    assert answer.status_code in {302, 403, 404, 409}
    assert Question.objects.filter(pk=question.pk).exists()
