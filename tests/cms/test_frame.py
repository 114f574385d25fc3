"""What stands around every page costs questions once a minute, not once a page. Id: L-10."""

import pytest
from django.core.cache import caches
from django.test import RequestFactory

from cms.pages.templatetags import site_words

pytestmark = pytest.mark.django_db


def ask():
    site_words.site_words()
    for place in ("main", "footer"):
        site_words.site_menu(place)
    site_words.site_banners({"request": RequestFactory().get("/")})


def test_l10_the_first_page_of_a_minute_asks_seven_questions_at_the_most(django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        ask()


def test_l10_the_others_ask_none(frame_is_known, django_assert_num_queries):
    with django_assert_num_queries(0):
        ask()


def test_control_a_cache_that_keeps_nothing_is_noticed(frame_is_known, django_assert_num_queries):
    caches["local"].clear()
    with pytest.raises(pytest.fail.Exception), django_assert_num_queries(0):
        ask()
