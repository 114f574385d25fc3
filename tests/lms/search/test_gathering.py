"""Bringing something in indexes each object once, at the end, as it then is."""

import pytest
from modelsearch import index
from wagtail.models import ReferenceIndex

from cms.pages.models import StandardPage
from lms.search.gathering import index_words_of, indexed_once
from tests.factories.cms import make_home, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def indexed(monkeypatch):
    """What was put in the index of words, in turn."""
    calls, original = [], index.insert_or_update_object

    def note(instance):
        calls.append(str(instance.title))
        original(instance)

    monkeypatch.setattr("modelsearch.index.insert_or_update_object", note)
    return calls


def found(words):
    return [page.title for page in StandardPage.objects.search(words)]


def test_a_page_saved_and_published_within_is_indexed_once_as_it_then_is(indexed):
    make_home()
    indexed.clear()
    with indexed_once():
        page = make_page("lantern", title="Lantern")
        page.title = "Lantern of dusk"
        page.save_revision().publish()
        assert found("Lantern") == []
    assert indexed == ["Lantern of dusk"]
    assert found("dusk") == ["Lantern of dusk"]


def test_without_it_the_same_page_is_indexed_again_and_again(indexed):
    make_home()
    indexed.clear()
    page = make_page("lantern", title="Lantern")
    page.save_revision().publish()
    assert len(indexed) > 2


def test_the_outer_of_two_does_it(indexed):
    make_home()
    indexed.clear()
    with indexed_once():
        with indexed_once():
            page = make_page("lantern", title="Lantern")
        assert indexed == []
        page.save()
    assert indexed == ["Lantern"]


@indexed_once()
def fail_after_making_a_page():
    make_page("lantern", title="Lantern")
    raise LookupError


def test_what_fails_leaves_neither_page_nor_trace(indexed):
    make_home()
    indexed.clear()
    with pytest.raises(LookupError):
        fail_after_making_a_page()
    assert indexed == []
    assert not StandardPage.objects.exists()
    make_page("reed", title="Reed")
    assert "Reed" in indexed


def test_what_was_deleted_again_is_in_neither_index(indexed):
    make_home()
    indexed.clear()
    with indexed_once():
        make_page("lantern", title="Lantern").delete()
    assert indexed == []
    assert found("Lantern") == []


def test_references_are_kept_too():
    target = make_page("target")
    with indexed_once():
        page = make_page("lantern", body=[("prose", f'<p><a linktype="page" id="{target.pk}">there</a></p>')])
        page.save()
    assert ReferenceIndex.get_references_to(target).count() == 1


def test_what_is_found_by_the_words_of_others_waits_with_them(indexed):
    page = make_page("lantern", title="Lantern")
    indexed.clear()
    with indexed_once():
        index_words_of(page)
        index_words_of(page)
        assert indexed == []
    assert indexed == ["Lantern"]
    index_words_of(page)
    assert indexed == ["Lantern", "Lantern"]
