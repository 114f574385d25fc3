"""Every block of a lesson tells the editor what it is, shows how it looks, and renders for learners."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file

from cms.media.models import CreditedDocument, CreditedImage
from courses.catalogue.blocks import LessonStream
from tests.factories.catalogue import cited, make_check
from tests.factories.cms import editors_browser, make_diagram, make_source

BLOCKS = LessonStream().child_blocks


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_has_its_own_label_icon_description_and_preview(name):
    block = BLOCKS[name]
    assert str(block.label)
    assert block.meta.icon not in {"placeholder", "snippet", None}
    assert str(block.get_description())
    assert block.is_previewable
    assert str(block.meta.group)


@pytest.mark.django_db
@pytest.mark.parametrize("name", BLOCKS)
def test_the_preview_of_a_block_is_a_page_of_ours(name):
    make_source(), make_diagram()
    url = reverse("wagtailadmin_block_preview")
    answer = editors_browser().get(url, {"id": BLOCKS[name].definition_prefix})
    assert answer.status_code == 200
    assert "css/site" in answer.content.decode()


def document(name, title="A file"):
    return CreditedDocument.objects.create(title=title, file=ContentFile(b"x" * 2500, name=name))


def shown(kind, value):
    stream = LessonStream()
    (block,) = stream.normalize([(kind, value)])
    return block.render()


@pytest.mark.django_db
def test_a_fact_names_its_sources_and_the_place_in_them():
    html = shown(*cited(make_source(short="TIP Protocol", url="https://example.org/tip"), locator="art. 3(a)"))
    assert "TIP Protocol" in html
    assert "art. 3(a)" in html
    assert 'href="https://example.org/tip"' in html


@pytest.mark.django_db
def test_an_image_has_words_size_and_credit():
    image = CreditedImage.objects.create(
        title="Pier", file=get_test_image_file(size=(900, 600)), alt_text="A pier", credit="RSO", licence="CC BY 4.0"
    )
    html = shown("image", {"image": image, "alt_text": "", "caption": "At dusk"})
    assert 'alt="A pier"' in html
    assert 'width="800"' in html
    assert "RSO, CC BY 4.0" in html
    assert 'loading="lazy"' in html


@pytest.mark.django_db
def test_a_diagram_can_be_read_aloud_and_read_as_text():
    html = shown("diagram", {"diagram": make_diagram(), "caption": "Three", "words": ""})
    assert 'role="img"' in html
    assert "Act, means, purpose." in html
    assert "<details" in html


@pytest.mark.django_db
def test_a_video_waits_to_be_asked_and_has_its_words_beside_it():
    value = {
        "title": "First contact",
        "recording": document("contact.mp4"),
        "captions": document("contact.vtt"),
        "transcript": "<p>Good evening.</p>",
    }
    html = shown("video", value)
    assert 'preload="none"' in html
    assert 'kind="captions"' in html
    assert "2.4\xa0KB" in html
    assert "Good evening." in html


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"recording": "notes.pdf"}, {"captions": "captions.txt"}])
def test_a_video_without_captions_or_of_another_kind_is_refused(wrong):
    files = {"recording": "film.webm", "captions": "film.vtt", **wrong}
    block = BLOCKS["video"]
    value = block.normalize({"title": "Film", "transcript": "<p>x</p>", **{k: document(v) for k, v in files.items()}})
    with pytest.raises(ValidationError):
        block.clean(value)


@pytest.mark.django_db
def test_a_download_says_its_kind_and_size():
    html = shown("download", {"document": document("guide.pdf", "Job aid"), "text": "For your pocket"})
    for words in ("Job aid", "PDF", "2.4\xa0KB", "For your pocket"):
        assert words in html


@pytest.mark.django_db
def test_checks_and_notes_show_nothing_by_themselves():
    check, _question = make_check()
    assert not shown(*check).strip()
    assert not shown("review_note", {"text": "Secret", "citations": []}).strip()


def test_what_is_typed_into_plain_fields_stays_text():
    value = {"belief": "<script>alert(1)</script>", "answer": "<p>No.</p>", "citations": []}
    assert "<script>" not in shown("misconception", value)
