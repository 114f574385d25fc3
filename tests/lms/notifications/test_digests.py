"""The digest: a person's own Tuesday morning, live permissions, once. Ids: F14, 11.5, cases 30, 47, 78, 84."""

import threading
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from django.utils import timezone

from lms.notifications import choices, digests, inbox
from lms.notifications.delivery import deliver_due
from lms.notifications.digest_mail import items_for
from lms.notifications.models import DigestSchedule, Frequency, Message, Notification
from lms.notifications.mornings import morning, next_morning, zone_of
from lms.notifications.streams import DigestItem
from tests.factories.notifications import HIDDEN, PARTS, make_notice, make_recipient

pytestmark = pytest.mark.django_db
# A Monday at noon, UTC.
MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
TUESDAY = date(2026, 3, 3)
NINE_IN_BANGKOK = datetime(2026, 3, 3, 2, tzinfo=UTC)


def tell(person, at=MONDAY, **fields):
    notice = make_notice(person, **fields)
    Notification.objects.filter(pk=notice.pk).update(happened_at=at)
    return notice


@pytest.fixture
def person():
    return make_recipient(time_zone="Asia/Bangkok")


@pytest.fixture
def clocks(person):
    digests.plan_due(now=MONDAY)
    return person


# --- Mornings ---


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Asia/Bangkok", "2026-03-03T02:00:00+00:00"),
        ("Pacific/Auckland", "2026-03-02T20:00:00+00:00"),
        ("America/New_York", "2026-03-03T14:00:00+00:00"),
        ("Asia/Kathmandu", "2026-03-03T03:15:00+00:00"),
        ("Nowhere/Land", "2026-03-03T02:00:00+00:00"),
    ],
)
def test_tuesday_at_nine_is_where_the_person_is(zone, expected):
    assert next_morning(MONDAY, zone_of(zone), daily=False).astimezone(UTC).isoformat() == expected


def test_when_the_clocks_change_it_is_nine_all_the_same():
    """Sydney left summer time on 5 April 2026, New York began it on 8 March."""
    sydney, new_york = ZoneInfo("Australia/Sydney"), ZoneInfo("America/New_York")
    assert morning(date(2026, 3, 31), sydney).astimezone(UTC).hour == 22
    assert morning(date(2026, 4, 7), sydney).astimezone(UTC).hour == 23
    first = next_morning(datetime(2026, 3, 7, 20, tzinfo=UTC), new_york, daily=True)
    second = next_morning(first, new_york, daily=True)
    assert second.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=24)
    assert (first.hour, second.hour, first.date(), second.date()) == (9, 9, date(2026, 3, 8), date(2026, 3, 9))


def test_a_morning_that_has_come_is_not_the_next_one():
    zone = zone_of("Asia/Bangkok")
    assert next_morning(NINE_IN_BANGKOK, zone, daily=False) == NINE_IN_BANGKOK + timedelta(days=7)
    assert next_morning(NINE_IN_BANGKOK, zone, daily=True) == NINE_IN_BANGKOK + timedelta(days=1)


# --- The tick ---


def test_nobody_hears_before_their_morning_and_everybody_once(clocks):
    """Case 84: the second scheduler, three minutes behind, finds nothing to do."""
    assert digests.plan_due(now=NINE_IN_BANGKOK - timedelta(minutes=1)) == 0
    assert digests.plan_due(now=NINE_IN_BANGKOK) == 1
    assert digests.plan_due(now=NINE_IN_BANGKOK - timedelta(minutes=3)) == 0
    assert digests.plan_due(now=NINE_IN_BANGKOK + timedelta(minutes=3)) == 0
    message = Message.objects.get()
    assert (message.context, message.not_after) == ({"day": "2026-03-03"}, NINE_IN_BANGKOK + timedelta(hours=12))
    assert DigestSchedule.objects.get(person=clocks).next_at == NINE_IN_BANGKOK + timedelta(days=7)


def test_the_message_refuses_a_twin_even_if_the_clock_is_turned_back(clocks):
    """digest_key"""
    digests.plan_due(now=NINE_IN_BANGKOK)
    DigestSchedule.objects.update(next_at=NINE_IN_BANGKOK)
    digests.plan_due(now=NINE_IN_BANGKOK + timedelta(minutes=1))
    assert Message.objects.count() == 1


def test_the_suspended_get_none(clocks):
    type(clocks).objects.filter(pk=clocks.pk).update(is_active=False)
    assert digests.plan_due(now=NINE_IN_BANGKOK) == 0


def test_nothing_goes_to_an_address_nobody_confirmed(clocks):
    """Case 53"""
    clocks.emailaddress_set.update(verified=False)
    assert digests.plan_due(now=NINE_IN_BANGKOK) == 0


def test_who_turned_it_off_gets_none_and_their_clock_goes_on(clocks):
    choices.prefer(clocks, "digest", Frequency.OFF)
    DigestSchedule.objects.update(next_at=NINE_IN_BANGKOK)
    assert digests.plan_due(now=NINE_IN_BANGKOK) == 0
    assert DigestSchedule.objects.get().next_at > NINE_IN_BANGKOK


def test_after_a_long_silence_yesterdays_digest_is_left_out(clocks):
    assert digests.plan_due(now=NINE_IN_BANGKOK + timedelta(hours=13)) == 0
    assert not Message.objects.exists()


def test_who_chose_daily_hears_tomorrow_and_who_moved_hears_there(person):
    choices.prefer(person, "test", Frequency.DAILY)
    at = DigestSchedule.objects.get().next_at.astimezone(ZoneInfo("Asia/Bangkok"))
    assert at.hour == 9
    assert at - timezone.now() <= timedelta(days=1)
    person.time_zone = "America/New_York"
    digests.set_clock(person)
    assert DigestSchedule.objects.get().next_at.astimezone(ZoneInfo("America/New_York")).hour == 9


def test_a_batch_is_bounded_and_the_next_tick_goes_on(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(digests, "AT_ONCE", 3)
    for _ in range(5):
        make_recipient(time_zone="Asia/Bangkok")
    for _ in range(2):
        digests.plan_due(now=MONDAY)
    with django_assert_max_num_queries(30):
        assert digests.plan_due(now=NINE_IN_BANGKOK) == 3
    assert digests.plan_due(now=NINE_IN_BANGKOK) == 2
    assert Message.objects.count() == 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_two_schedulers_at_one_moment_ask_for_one_mail(guarded, monkeypatch):
    """Case 84; without clock and key the twin asks twice."""
    people = [make_recipient(time_zone="Asia/Bangkok") for _ in range(10)]
    digests.plan_due(now=MONDAY)
    if not guarded:
        asked = iter(range(1000))
        monkeypatch.setattr(DigestSchedule.objects.none().__class__, "update", lambda self, **fields: 1)
        queue = digests.notify
        monkeypatch.setattr(digests, "notify", lambda *a, dedupe, **f: queue(*a, dedupe=(*dedupe, next(asked)), **f))
    barrier = threading.Barrier(2)

    def tick():
        barrier.wait()
        try:
            digests.plan_due(now=NINE_IN_BANGKOK)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tick) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Message.objects.count() == len(people)) is guarded


# --- What stands in it ---


def test_it_holds_what_waits_unread_of_the_week(person):
    tell(person, about=uuid4())
    tell(person, at=MONDAY - timedelta(days=8))
    inbox.read(person, [tell(person)])
    inbox.tell("test.reply", person, about=uuid4(), quiet=True)
    Notification.objects.filter(is_quiet=True).update(happened_at=MONDAY)
    assert [item.title for item in items_for(person, TUESDAY)] == ["1 new"]


def test_permissions_are_asked_as_it_leaves(person):
    """Case 30"""
    row = tell(person)
    assert items_for(person, TUESDAY)
    HIDDEN.add(row.about)
    assert not items_for(person, TUESDAY)


def test_the_daily_one_holds_daily_streams_alone(person):
    tell(person)
    wednesday_before = date(2026, 3, 2)
    assert not items_for(person, wednesday_before)
    choices.prefer(person, "test", Frequency.DAILY)
    Notification.objects.update(happened_at=MONDAY - timedelta(hours=20))
    assert items_for(person, wednesday_before)


@pytest.mark.parametrize("frequency", [Frequency.AT_ONCE, Frequency.OFF])
def test_what_comes_at_once_or_not_at_all_is_not_repeated(person, frequency):
    choices.prefer(person, "test", frequency)
    tell(person)
    assert not items_for(person, TUESDAY)


def test_apps_add_their_own_and_the_heaviest_stand_first(person):
    asked = []

    def part(who, since, until):
        asked.append((who, since))
        return [DigestItem("Soon", "/events/1/", 1), DigestItem("To you", "/t/1/", 5), DigestItem("Soon", "/events/1/")]

    PARTS.append(part)
    tell(person)
    assert [item.title for item in items_for(person, TUESDAY)] == ["To you", "1 new", "Soon"]
    assert asked == [(person, NINE_IN_BANGKOK - timedelta(days=7))]
    asked.clear()
    items_for(person, date(2026, 3, 4))
    assert not asked


def send(person, post_office, day=None):
    day = day or timezone.now().astimezone(zone_of(person.time_zone)).date()
    later = timezone.now() + timedelta(hours=1)
    digests.notify("digest", person, context={"day": day.isoformat()}, dedupe=uuid4(), not_after=later)
    deliver_due()
    return post_office.received


def last_tuesday():
    day = timezone.now().date()
    return day - timedelta(days=(day.weekday() - 1) % 7)


def test_it_arrives_with_ten_lines_a_way_out_and_no_name(person, post_office):
    PARTS.append(lambda *_: [DigestItem("An event " * 60, f"/events/{no}/") for no in range(14)])
    (mail,) = send(person, post_office, last_tuesday())
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert text.count("http://testserver/events/") == html.count("http://testserver/events/") == 10
    assert "4 more" in text
    assert len(mail.as_bytes()) < 30_000
    assert mail["Subject"] == "What is new this week"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert person.full_name not in mail["Subject"]


def test_where_nothing_is_new_nothing_is_sent(person, post_office):
    assert not send(person, post_office, last_tuesday())
    assert Message.objects.get().reason == "nothing-new"


def test_a_lost_permission_between_asking_and_sending_is_heeded(person, post_office):
    HIDDEN.add(make_notice(person).about)
    assert not send(person, post_office, last_tuesday())


def test_who_stopped_it_meanwhile_gets_none(person, post_office):
    """Case 78"""
    make_notice(person)
    choices.prefer(person, "digest", Frequency.OFF)
    assert not send(person, post_office, last_tuesday())
    assert Message.objects.get().reason == "unsubscribed"


def test_a_title_cannot_break_a_line_or_the_page(person, post_office):
    PARTS.append(lambda *_: [DigestItem("One\r\nBcc: evil@example.org <script>x</script>", "/t/1/")])
    (mail,) = send(person, post_office, last_tuesday())
    assert mail["Bcc"] is None
    assert "<script>" not in mail.get_body(("html",)).get_content()
