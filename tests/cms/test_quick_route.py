"""An address leads to its page in two queries, however deep the page lies."""

import pytest
from django.http import Http404
from django.test import Client, RequestFactory

from cms.home.models import HomePage
from cms.pages.models import StandardPage
from tests.factories.cms import make_home, make_page

pytestmark = pytest.mark.django_db


def deep_page():
    page = make_page("a")
    for slug in "bcd":
        page = page.add_child(instance=StandardPage(title=slug, slug=slug))
    return page


def test_a_deep_page_is_found_with_one_query_for_the_page_and_one_for_its_kind(django_assert_num_queries):
    page = deep_page()
    home = HomePage.objects.get(pk=make_home().pk)
    page.content_type  # noqa: B018 - kinds are known after the first request
    with django_assert_num_queries(2):
        found = home.route(RequestFactory().get("/"), ["a", "b", "c", "d"])
    assert found.page == page
    assert isinstance(found.page, StandardPage)


def test_the_long_way_costs_more(django_assert_max_num_queries):
    deep_page()
    home = HomePage.objects.get(pk=make_home().pk)
    with pytest.raises(pytest.fail.Exception), django_assert_max_num_queries(2):
        super(HomePage, home).route(RequestFactory().get("/"), ["a", "b", "c", "d"])


@pytest.mark.parametrize("path", [["a", "b", "c"], ["nothing"], ["a", "nothing", "c", "d"], ["d"]])
def test_a_draft_or_a_missing_page_is_not_found(path):
    deep_page()
    StandardPage.objects.get(slug="c").unpublish()
    home = HomePage.objects.get(pk=make_home().pk)
    with pytest.raises(Http404):
        home.route(RequestFactory().get("/"), path)


def test_the_front_page_itself_is_found():
    home = make_home()
    assert home.route(RequestFactory().get("/"), []).page == home


def test_an_address_that_leads_nowhere_is_answered_without_asking_for_the_site_again(django_assert_max_num_queries):
    make_home()
    visitor = Client()
    for address in ("/no/such/place/", "/office/no-such-place/"):
        assert visitor.get(address).status_code == 404
        # The page by its address, in other languages, by its parts, and a way from an old address.
        with django_assert_max_num_queries(5):
            assert visitor.get(address).status_code == 404


def test_an_address_as_long_as_a_browser_sends_is_no_fault(recwarn):
    make_home()
    assert Client().get(f"/{'a' * 2000}/").status_code == 404
    assert not [warning for warning in recwarn if "memcached" in str(warning.message)]
