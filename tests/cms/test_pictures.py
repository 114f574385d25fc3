"""A picture says what it shows, who made it and why we may use it; or that it is there for the eye alone."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Picture
from wagtail.images.forms import get_image_form

from cms.media.models import CreditedImage
from cms.pages.models import NotPublishableError, SiteWords, StandardPage
from cms.pages.pictures import picture_problems
from courses.catalogue.models import LessonPage
from tests.factories.catalogue import first_lesson, make_course
from tests.factories.cms import editors_browser, make_home

pytestmark = pytest.mark.django_db


def a_file():
    buffer = BytesIO()
    Picture.new("RGB", (20, 10)).save(buffer, "PNG")
    return SimpleUploadedFile("harbour.png", buffer.getvalue(), "image/png")


def make_image(**fields):
    facts = {"title": "Harbour", "file": a_file(), "credit": "RSO", "licence": "CC BY 4.0"}
    return CreditedImage.objects.create(**{**facts, **fields})


def filled(**fields):
    data = {"title": "Harbour", "credit": "RSO", "licence": "CC BY 4.0", "alt_text": "A harbour at dusk.", **fields}
    form = get_image_form(CreditedImage)
    return form({"collection": "1", "tags": "", **data}, {"file": a_file()}, user=None)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, set()),
        ({"alt_text": ""}, {"alt_text"}),
        ({"alt_text": "  "}, {"alt_text"}),
        ({"alt_text": "", "is_decorative": "on"}, set()),
        ({"is_decorative": "on"}, {"is_decorative"}),
        ({"credit": ""}, {"credit"}),
        ({"licence": ""}, {"licence"}),
    ],
)
def test_the_form_asks_for_words_credit_and_licence(fields, wrong):
    form = filled(**fields)
    assert set(form.errors) - {"collection"} == wrong


def test_one_field_says_what_a_picture_shows():
    """Wagtail's "description" stood beside it and meant the same."""
    fields = get_image_form(CreditedImage).base_fields
    assert "description" not in fields
    assert "For people who cannot see it" in fields["alt_text"].help_text
    page = editors_browser().get(reverse("wagtailimages:add")).content.decode()
    assert 'id="id_alt_text"' in page
    assert 'id="id_description"' not in page


def test_the_page_to_add_a_picture_says_that_its_words_are_needed():
    page = editors_browser().get(reverse("wagtailimages:add")).content.decode()
    assert "Needed, unless it is decoration only." in page


def lesson_with(image):
    lesson = first_lesson(make_course())
    value = {"image": image, "alt_text": "", "caption": ""}
    lesson.body = [("key_image", value)] if "key_image" in lesson.body.stream_block.child_blocks else [("image", value)]
    return lesson


def test_a_page_with_a_silent_picture_cannot_be_published():
    lesson = lesson_with(make_image())
    with pytest.raises(NotPublishableError, match="Harbour"):
        lesson.save_revision().publish()


def test_with_words_or_as_decoration_it_can():
    for image in (make_image(alt_text="A harbour."), make_image(is_decorative=True)):
        lesson = lesson_with(image)
        assert picture_problems(lesson) == []
        lesson.save_revision().publish()
    assert LessonPage.objects.live().exists()


def test_a_page_without_pictures_asks_nothing(django_assert_max_num_queries):
    page = StandardPage(title="About", body=[("prose", "<p>Words.</p>")])
    with django_assert_max_num_queries(1):
        assert picture_problems(page) == []


def test_the_editor_says_so_beside_what_was_typed(monkeypatch):
    home = make_home()
    monkeypatch.setattr("cms.pages.models.pages.picture_problems", lambda page: ["The picture “Harbour” is silent."])
    sent = {"title": "About", "slug": "about", "summary": "", "body-count": "0", "action-publish": "action-publish"}
    answer = editors_browser().post(f"/cms/pages/add/pages/standardpage/{home.pk}/", sent)
    assert answer.status_code == 200
    assert "is silent" in answer.content.decode()
    assert not StandardPage.objects.live().filter(slug="about").exists()


def test_the_picture_for_link_previews_is_a_picture_of_ours():
    assert SiteWords._meta.get_field("preview_image").related_model is CreditedImage
