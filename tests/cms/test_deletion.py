"""What is in use cannot be deleted: the editor reads what uses it, never an error page."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from cms.media.models import CreditedDocument, CreditedImage, Diagram
from cms.sources.models import Source
from courses.assessment.models import Question, Quiz
from courses.catalogue.models import CoursePage
from tests.cms.test_pictures import make_image
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
from tests.factories.news import make_news

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


def make_document():
    return CreditedDocument.objects.create(title="Job aid", file=ContentFile(b"Words.", name="aid.txt"))


def delete_file(browser, thing):
    wagtail = "wagtailimages" if isinstance(thing, CreditedImage) else "wagtaildocs"
    return browser.post(reverse(f"{wagtail}:delete", args=[thing.pk]))


def delete_file_just_uploaded(browser, thing):
    wagtail = "wagtailimages" if isinstance(thing, CreditedImage) else "wagtaildocs"
    address = reverse(f"{wagtail}:delete_multiple", args=[thing.pk])
    return browser.post(address, headers={"X-Requested-With": "XMLHttpRequest"})


def delete_files_in_bulk(browser, thing):
    address = reverse("wagtail_bulk_action", args=["media", type(thing)._meta.model_name, "delete"])
    return browser.post(f"{address}?id={thing.pk}")


def picture_of_an_article():
    picture = make_image(alt_text="A harbour.")
    return picture, make_news(image=picture)


def picture_in_a_lesson():
    picture = make_image(alt_text="A harbour.")
    return picture, in_a_lesson(("image", {"image": picture, "alt_text": "", "caption": ""}))


def document_in_a_lesson():
    document = make_document()
    return document, in_a_lesson(("download", {"document": document, "text": ""}))


@pytest.mark.parametrize("delete", [delete_file, delete_files_in_bulk, delete_file_just_uploaded])
@pytest.mark.parametrize("used", [picture_of_an_article, picture_in_a_lesson, document_in_a_lesson])
def test_a_picture_or_a_document_that_a_page_shows_stays(used, delete):
    thing, page = used()
    answer = delete(editors_browser(), thing)
    assert answer.status_code == 409
    words = answer.content.decode()
    assert "This is in use" in words
    assert f'<a href="/cms/pages/{page.pk}/edit/">{page.title}</a>' in words
    assert type(thing).objects.filter(pk=thing.pk).exists()


def in_a_draft(block):
    """A lesson that does not show it yet: only what an editor has not published does."""
    lesson = first_lesson(make_course(lessons=1))
    lesson.body = [block]
    lesson.save_revision()
    return lesson


def test_a_picture_that_only_a_draft_shows_stays_until_the_draft_no_longer_does():
    picture = make_image(alt_text="A harbour.")
    lesson = in_a_draft(("image", {"image": picture, "alt_text": "", "caption": ""}))
    browser = editors_browser()
    answer = delete_file(browser, picture)
    assert answer.status_code == 409
    assert f'<a href="/cms/pages/{lesson.pk}/edit/">{lesson.title} (draft)</a>' in answer.content.decode()
    lesson.body = []
    lesson.save_revision()
    assert delete_file(browser, picture).status_code == 302


def test_a_drawing_that_only_a_draft_shows_stays():
    drawing = make_diagram()
    in_a_draft(("diagram", {"diagram": drawing, "caption": "", "words": ""}))
    url = reverse(Diagram.snippet_viewset.get_url_name("delete"), args=[drawing.pk])
    assert editors_browser().post(url).status_code == 409
    assert Diagram.objects.filter(pk=drawing.pk).exists()


def test_nobody_is_asked_whether_to_delete_what_is_in_use():
    picture, article = picture_of_an_article()
    answer = editors_browser().get(reverse("wagtailimages:delete", args=[picture.pk]))
    assert answer.status_code == 409
    assert article.title in answer.content.decode()


@pytest.mark.parametrize("delete", [delete_file, delete_files_in_bulk, delete_file_just_uploaded])
@pytest.mark.parametrize("make", [make_image, make_document])
def test_a_picture_or_a_document_that_nothing_shows_goes(make, delete):
    thing = make()
    if isinstance(thing, CreditedImage):
        # The sizes that were made of it go with it, and are no use of it.
        thing.get_rendition("width-10")
    assert delete(editors_browser(), thing).status_code in {200, 302}
    assert not type(thing).objects.filter(pk=thing.pk).exists()


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
