"""The inbox as a person uses it. Ids: F13, cases 28, 30; spec 1 principle 7."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from lms.notifications import inbox
from lms.notifications.models import Notification
from lms.notifications.unread import unread_count, unread_notices
from tests.factories.notifications import HIDDEN, make_notice, make_recipient

pytestmark = pytest.mark.django_db
INBOX = "/me/notifications/"


@pytest.fixture
def person(client):
    person = make_recipient()
    client.force_login(person)
    return person


def open_url(notice):
    return reverse("notifications:inbox-open", args=[notice.public_id])


def test_an_empty_inbox_says_what_will_come(client, person):
    assert "Nothing here yet" in client.get(INBOX).content.decode()


def test_unread_stands_first_and_looking_changes_nothing(client, person):
    """Principle 7"""
    read, unread = make_notice(person), make_notice(person)
    inbox.read(person, [read])
    Notification.objects.filter(pk=read.pk).update(happened_at=timezone.now() + timedelta(hours=1))
    page = client.get(INBOX)
    assert [row["notice"].pk for row in page.context["rows"]] == [unread.pk, read.pk]
    assert "1 unread" in page.content.decode()
    client.get(open_url(unread))
    assert Notification.objects.unread().get() == unread


def test_the_own_page_says_how_many_are_unread(client, person):
    make_notice(person)
    assert "unread: 1" in client.get("/me/").content.decode()


def test_opening_marks_read_and_leads_on(client, person):
    notice = make_notice(person)
    answer = client.post(open_url(notice))
    assert (answer.status_code, answer["Location"]) == (302, f"/thing/{notice.about}/")
    assert not Notification.objects.unread().exists()
    assert client.post(open_url(notice)).status_code == 302


def test_what_may_not_be_seen_any_more_is_nowhere(client, person):
    """Case 30: not in the list, not in the count, not at its address."""
    seen, gone = make_notice(person), make_notice(person)
    assert unread_count(person) == 2
    HIDDEN.add(gone.about)
    page = client.get(INBOX)
    assert [row["notice"].pk for row in page.context["rows"]] == [seen.pk]
    assert unread_count(person) == 1
    assert client.post(open_url(gone)).status_code == 404


def test_another_persons_notice_is_not_there(client, person):
    notice = make_notice(make_recipient())
    assert client.post(open_url(notice)).status_code == 404
    assert Notification.objects.unread().get() == notice


@pytest.mark.usefixtures("frame_is_known")
def test_a_long_inbox_is_read_page_by_page_without_a_gap(client, person, django_assert_max_num_queries):
    for number in range(60):
        notice = make_notice(person)
        if number % 3 == 0:
            HIDDEN.add(notice.about)
        if number % 2:
            inbox.read(person, [notice])
    seen, url = [], INBOX
    while url:
        with django_assert_max_num_queries(9):
            page = client.get(url)
        assert len(page.content) < 60_000
        seen += [row["notice"].pk for row in page.context["rows"]]
        url = INBOX + page.context["older_url"] if page.context["older_url"] else ""
    assert len(seen) == len(set(seen)) == 40


@pytest.mark.parametrize(
    "key", ["x", "0-1", "0-9999999999999999-1", "9-99999999999999999999-1", "0-٣-1", "\x00", "--", "-1-2-3"]
)
def test_a_key_that_was_made_up_opens_some_page(client, person, key):
    make_notice(person)
    assert client.get(INBOX, {"after": key}).status_code == 200


def test_mark_all_as_read(client, person):
    """Case 28"""
    make_notice(person)
    until = client.get(INBOX).context["until"]
    late = make_notice(person)
    answer = client.post(reverse("notifications:inbox-read"), {"until": until}, follow=True)
    assert "1 notice is marked as read" in answer.content.decode()
    assert Notification.objects.unread().get() == late


@pytest.mark.parametrize("until", ["", "\x00", "2026-99-99T00:00", "2020", "9999-12-31T00:00:00+00:00", "x" * 5000])
def test_mark_all_as_read_takes_no_harm_from_what_is_sent(client, person, until):
    make_notice(person)
    assert client.post(reverse("notifications:inbox-read"), {"until": until}).status_code == 302
    assert not Notification.objects.unread().exists()


def test_the_top_of_a_page_asks_once_and_only_where_it_is_shown(person, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.user = person
    for _ in range(3):
        make_notice(person)
    with django_assert_num_queries(0):
        count = unread_notices(request)["unread_notices"]
    with django_assert_num_queries(1):
        assert [count(), count()] == ["3", "3"]


def test_the_count_stops_at_ninety_nine(person):
    inboxful = [Notification(person=person, kind="test.reply", about=uuid4()) for _ in range(120)]
    Notification.objects.bulk_create(inboxful)
    request = RequestFactory().get("/")
    request.user = person
    assert unread_notices(request)["unread_notices"]() == "99+"


def test_who_is_signed_out_has_no_inbox(client):
    assert client.get(INBOX).status_code == 302
    assert client.get("/").status_code in {200, 302, 404}
