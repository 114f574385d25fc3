"""How often one may search, and what is offered where nothing is found. C-16, F16; goals 1.4."""

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.urls import reverse

from alumni.forum import lists
from lms.search import limits
from tests.factories import forum as make
from tests.factories.accounts import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    return make.a_space()


@pytest.fixture(autouse=True)
def within_one_minute(monkeypatch):
    """And nobody has searched in it yet: numbers of people come again from test to test."""
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_000.0)
    cache.clear()
    limits._alone.clear()


def ask(browser, words, **more):
    return browser.get(reverse("forum:search"), {"q": words, **more})


def test_c16_the_thirty_first_search_in_a_minute_waits_and_keeps_what_was_asked(space):
    browser = signed_in(make.a_writer(space))
    assert {ask(browser, "interpreters").status_code for _ in range(limits.PER_MINUTE)} == {200}
    answer = ask(browser, "interpreters at night")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    page = answer.content.decode()
    assert 'value="interpreters at night"' in page
    assert "Please wait a minute" in page


def test_c16_one_who_searches_much_holds_up_nobody_else(space):
    busy, other = signed_in(make.a_writer(space)), signed_in(make.a_writer(space))
    for _ in range(limits.PER_MINUTE + 1):
        ask(busy, "interpreters")
    assert ask(other, "interpreters").status_code == 200


def test_c16_opening_the_page_of_the_search_is_no_search(space):
    browser = signed_in(make.a_writer(space))
    for _ in range(limits.PER_MINUTE + 1):
        assert browser.get(reverse("forum:search")).status_code == 200


def test_c16_with_the_cache_gone_a_slower_count_stands_in(space, monkeypatch):
    def gone(*args, **kwargs):
        raise DatabaseError

    browser = signed_in(make.a_writer(space))
    monkeypatch.setattr(cache, "add", gone)
    answers = [ask(browser, "interpreters").status_code for _ in range(limits.ALONE_PER_MINUTE + 1)]
    assert answers == [200] * limits.ALONE_PER_MINUTE + [429]


def test_a_word_is_found_newest_first_and_one_of_no_post_is_not(space):
    topic, writer = make.a_topic(space, title="Briefing"), make.a_writer(space)
    for said in ("Lantern one.", "Nothing.", "A lantern, two."):
        make.a_reply(topic, writer, source=said)
    assert [post.no for post in lists.search(writer, "lantern").posts] == [4, 2]
    assert lists.search(writer, "elsewhere").posts == []
