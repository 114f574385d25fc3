"""One row for each thing, however much happens to it. Ids: F13, cases 9, 28, 30."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from lms.notifications import choices, inbox
from lms.notifications.models import Frequency, Message, Notification
from lms.notifications.notice_kinds import shown
from tests.factories.notifications import HIDDEN, make_notice, make_recipient

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make_recipient()


def test_forty_replies_are_one_row(person):
    """F13"""
    topic = uuid4()
    for no in range(2, 42):
        make_notice(person, topic, no)
    row = Notification.objects.get()
    assert (row.from_no, row.to_no, row.count) == (2, 41, 40)


def test_the_same_number_twice_counts_once(person):
    topic = uuid4()
    for no in (5, 5, 4, 4, 6, 5):
        make_notice(person, topic, no)
    row = Notification.objects.get()
    assert (row.from_no, row.to_no, row.count) == (4, 6, 3)


def test_what_was_read_is_not_told_again_but_the_next_is(person):
    topic = uuid4()
    make_notice(person, topic, 2)
    inbox.read_about(person, topic)
    assert make_notice(person, topic, 2) is None
    fresh = make_notice(person, topic, 3)
    assert (fresh.from_no, Notification.objects.count()) == (3, 2)


def test_without_a_number_an_unread_row_says_it_already(person):
    thing = uuid4()
    make_notice(person, thing)
    make_notice(person, thing)
    assert Notification.objects.get().count == 1


def test_nobody_is_told_what_they_did_themselves_and_no_closed_account_anything(person):
    closed = make_recipient(is_active=False)
    assert inbox.tell("test.reply", person, about=uuid4(), by=person) is None
    assert inbox.tell("test.reply", closed, about=uuid4()) is None
    assert not Notification.objects.exists()


def test_many_are_told_at_once(person, django_assert_max_num_queries):
    people = [person, *(make_recipient() for _ in range(30))]
    choices.prefer(people[3], "test", Frequency.AT_ONCE)
    about = uuid4()
    with django_assert_max_num_queries(16):
        assert inbox.tell_all("test.reply", people, about=about, no=2, by=person) == 30
    assert inbox.tell_all("test.reply", people, about=about, no=2, by=person) == 0
    inbox.tell_all("test.reply", people, about=about, no=3, by=person)
    assert {(n.from_no, n.to_no, n.count) for n in Notification.objects.all()} == {(2, 3, 2)}
    assert Message.objects.get().person == people[3]


def test_the_index_allows_one_unread_row_only(person):
    row = make_notice(person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notification.objects.create(person=person, kind=row.kind, about=row.about)
    inbox.read(person, [row])
    Notification.objects.create(person=person, kind=row.kind, about=row.about)


def test_reading_all_leaves_what_came_after_the_page_was_made(person, django_assert_num_queries):
    """Case 28: one statement, and what arrives meanwhile stays unread."""
    for _ in range(30):
        make_notice(person)
    made = timezone.now()
    late = make_notice(person)
    Notification.objects.filter(pk=late.pk).update(happened_at=made + timedelta(seconds=1))
    with django_assert_num_queries(1):
        assert inbox.read_all(person, until=made) == 30
    assert Notification.objects.unread().get() == late


def test_what_one_person_reads_stays_unread_for_another(person):
    other = make_recipient()
    row = make_notice(other)
    assert inbox.read(person, [row]) == 0
    assert inbox.read_all(person) == 0


def test_what_moved_out_of_sight_is_forgotten_for_those_who_cannot_follow(person):
    """Case 9"""
    other, topic = make_recipient(), uuid4()
    make_notice(person, topic, 2)
    make_notice(other, topic, 2)
    assert inbox.drop(topic, people=[person]) == 1
    assert Notification.objects.get().person == other


def test_what_may_not_be_seen_any_more_is_left_out(person):
    """Case 30"""
    open_one, closed = make_notice(person), make_notice(person)
    HIDDEN.add(closed.about)
    assert set(shown([open_one, closed], person)) == {open_one.pk}


def test_a_kind_no_app_lists_any_more_is_left_out(person):
    row = make_notice(person)
    Notification.objects.update(kind="gone.kind")
    row.refresh_from_db()
    assert shown([row], person) == {}


def test_old_notices_go(person):
    now = timezone.now()
    rows = [make_notice(person) for _ in range(4)]
    inbox.read(person, rows[:2])
    Notification.objects.filter(pk=rows[0].pk).update(read_at=now - timedelta(days=181))
    Notification.objects.filter(pk=rows[2].pk).update(happened_at=now - timedelta(days=366))
    assert inbox.clear_old(now=now) == 2
    assert set(Notification.objects.all()) == {rows[1], rows[3]}


# --- Races ---


def at_once(act, times=6):
    """The same act by several at one moment, each on a connection of its own."""
    start, faults = threading.Barrier(times), []

    def run(number):
        try:
            start.wait()
            act(number)
        except Exception as fault:  # noqa: BLE001 - told below
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


@pytest.mark.django_db(transaction=True)
def test_six_who_tell_at_once_make_one_row_and_lose_none():
    person, topic = make_recipient(), uuid4()
    for _round in range(5):
        first = _round * 6
        assert not at_once(lambda number, first=first: make_notice(person, topic, first + number + 1))
    assert Notification.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_twin_without_the_upsert_somebody_fails(monkeypatch):
    """Told by look and insert alone, somebody gets an error."""
    person, topic, gate = make_recipient(), uuid4(), threading.Barrier(2, timeout=5)

    def look_then_insert(number):
        if not Notification.objects.filter(person=person, about=topic).unread().exists():
            gate.wait()
            Notification.objects.create(person=person, kind="test.reply", about=topic)

    faults = at_once(look_then_insert, times=2)
    assert [type(fault) for fault in faults] == [IntegrityError]
