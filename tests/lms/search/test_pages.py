"""The pages of the site as they are: their bodies are searched in every script without any field of their own."""

import pytest
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from cms.pages.models import StandardPage
from lms.search.query import search_pages

pytestmark = pytest.mark.django_db

BODY = "<h2>ការជួញដូរមនុស្ស</h2><p>打击<b>贩运</b>人口 and the workshops of <i>trainers</i></p>"


@pytest.fixture
def page():
    page = StandardPage(title="ชายแดน", slug="border", summary="Người di cư", body=[("prose", BODY)])
    Page.get_first_root_node().add_child(instance=page)
    get_search_backend().add_bulk(StandardPage, [page])
    return page


@pytest.mark.parametrize("text", ["ជួញដូរ", "贩运", "workshop", "trainer", "ชายแดน", "nguoi di cu", "ชายแดน 贩运"])
def test_title_summary_and_body_are_searched_together(page, text):
    assert [hit.pk for hit in search_pages(Page.objects.all(), text)] == [page.pk]
    assert [hit.pk for hit in search_pages(StandardPage.objects.live(), text)] == [page.pk]


def test_markup_is_not_searched(page):
    assert not search_pages(Page.objects.all(), "h2").results()


def test_a_page_is_indexed_when_it_is_saved(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = StandardPage(title="Help", slug="help-page", body=[("prose", "<p>သက်သေ</p>")])
        Page.get_first_root_node().add_child(instance=page)
    assert [hit.pk for hit in search_pages(Page.objects.all(), "သက်သေ")] == [page.pk]


def test_an_editor_finds_a_page_by_the_beginning_of_its_title(page):
    assert [hit.pk for hit in Page.objects.autocomplete("ชาย")] == [page.pk]
