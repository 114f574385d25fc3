"""The first page of the community: where one asks, and what is unread."""

import pytest
from django.urls import reverse

from tests.factories import forum as make
from tests.factories.accounts import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    return make.a_space()


def test_who_wants_to_ask_is_led_to_the_spaces_where_they_can_and_told_who_reads_there(space):
    author = make.a_writer(space)
    browser = signed_in(author)
    assert "Ask or start a topic" in browser.get(reverse("forum:home")).content.decode()
    alone = browser.get(reverse("forum:choose-space"))
    assert alone["Location"] == reverse("forum:start", args=[space.slug])
    closed, _group = make.a_closed_space(author)
    page = signed_in(author).get(reverse("forum:choose-space"))
    assert {one for one, _readers in page.context["places"]} == {space, closed}
    assert "Only the members of this coordination group can read this." in page.content.decode()
    assert reverse("forum:start", args=[closed.slug]) in page.content.decode()
    assert closed.name not in signed_in(make.a_writer(space)).get(reverse("forum:home")).content.decode()


def test_everything_is_marked_as_read_only_where_something_is_unread(space):
    reader = make.a_writer(space)
    assert "Mark everything as read" not in signed_in(reader).get(reverse("forum:home")).content.decode()
    make.a_topic(space, make.a_writer(space))
    assert "Mark everything as read" in signed_in(reader).get(reverse("forum:home")).content.decode()
