"""What a person wants by mail, and the one click that stops it. Ids: F14, 11.4, cases 29, 77, 78, 79; RFC 8058."""

import re
from datetime import UTC, date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from lms.audit.models import Entry
from lms.notifications import choices, inbox, unsubscribing
from lms.notifications.delivery import deliver_due
from lms.notifications.digest_mail import items_for
from lms.notifications.models import Frequency, Message, Notification, Preference
from lms.notifications.mornings import morning
from lms.notifications.outcomes import outcomes
from lms.notifications.preferences import frequencies, frequency_of
from tests.factories.notifications import HIDDEN, make_message, make_notice, make_recipient

pytestmark = pytest.mark.django_db
PAGE = "/me/preferences/"


@pytest.fixture
def person():
    return make_recipient(full_name="Unmistakable Name")


@pytest.fixture
def signed_in(client, person):
    client.force_login(person)
    return client


def stop_url(person, stream="test"):
    return f"/u/{unsubscribing.token(person, stream)}/"


# --- The page ---


def test_weekly_unless_they_say_otherwise(person):
    assert frequency_of(person, "test") == frequency_of(person, "digest") == Frequency.WEEKLY


def test_a_choice_is_kept_and_shown(signed_in, person):
    assert signed_in.post(PAGE, {"test": "daily", "digest": "weekly"}).status_code == 302
    row = Preference.objects.get()
    assert (row.stream, row.frequency, row.updated_by) == ("test", "daily", "user")
    assert re.search(r'value="daily"[^>]*checked', signed_in.get(PAGE).content.decode())
    assert Entry.objects.filter(act="notifications.prefer").count() == 1
    signed_in.post(PAGE, {"test": "daily", "digest": "weekly"})
    assert Entry.objects.filter(act="notifications.prefer").count() == 1


@pytest.mark.parametrize("word", ["", "hourly", "\x00", "at_once", "๛" * 900])
def test_a_frequency_that_is_not_offered_is_refused_in_words(signed_in, word):
    """The digest does not come at once."""
    page = signed_in.post(PAGE, {"test": "daily", "digest": word})
    assert page.status_code == 200
    assert page.context["form"].errors["digest"]
    assert not Preference.objects.exists()


# --- What follows from a choice ---


def said_of(label, page):
    return re.search(rf"<dt>{label}</dt><dd>([^<]*)</dd>", page)[1]


@pytest.mark.parametrize(
    ("test", "digest", "said"),
    [
        ("at_once", "off", "A mail at once"),
        ("at_once", "weekly", "A mail at once"),
        ("daily", "weekly", "In the digest, each morning."),
        ("weekly", "daily", "In the digest, on Tuesday morning."),
        ("daily", "off", "No mail, because the digest is off. It waits under Notifications."),
        ("weekly", "off", "No mail, because the digest is off. It waits under Notifications."),
        ("off", "daily", "No mail. It waits under Notifications."),
        ("off", "off", "No mail. It waits under Notifications."),
    ],
)
def test_the_page_says_what_follows_from_each_pair_of_choices(signed_in, test, digest, said):
    page = signed_in.post(PAGE, {"test": test, "digest": digest}, follow=True).content.decode()
    assert said_of("Test talk", page).startswith(said)
    is_cancelled = test in {"daily", "weekly"} and digest == "off"
    assert ("Some of what you chose does not come" in page) == is_cancelled


@pytest.mark.parametrize("test", ["daily", "weekly", "off", "at_once"])
@pytest.mark.parametrize("digest", ["daily", "weekly", "off"])
def test_no_mail_is_promised_that_does_not_come(person, post_office, test, digest):
    """A week of notices and digests, beside what the page promised."""
    choices.prefer(person, "test", test, by=person)
    choices.prefer(person, "digest", digest, by=person)
    (said,) = [one for one in outcomes(frequencies(person)) if str(one.label) == "Test talk"]
    tuesday = date(2026, 6, 2)
    lines = []
    for day in (tuesday, tuesday + timedelta(days=1)):
        notice = make_notice(person)
        Notification.objects.filter(pk=notice.pk).update(happened_at=morning(day, UTC) - timedelta(hours=2))
        lines += items_for(person, day) if digest != "off" else []
    promised = "digest, " in said.text
    assert bool(lines) == promised
    five_minutes_later()
    deliver_due()
    assert bool(post_office.received) == said.text.startswith("A mail at once")


def test_who_stops_the_digest_by_one_click_reads_what_else_stops_with_it(person):
    page = Client().post(stop_url(person, "digest")).content.decode()
    assert "it does not come by mail any more either" in page
    assert "any more either" not in Client().post(stop_url(person)).content.decode()


# --- One click ---


def test_looking_changes_nothing_and_two_posts_are_one_change(person):
    """Case 77"""
    program = Client(enforce_csrf_checks=True)
    for method in (program.get, program.head):
        assert method(stop_url(person)).status_code == 200
    assert not Preference.objects.exists()
    for _time in range(2):
        answer = program.post(stop_url(person), {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.cookies) == (200, {})
    row = Preference.objects.get()
    assert (row.stream, row.frequency, row.updated_by) == ("test", Frequency.OFF, "one_click")
    assert Entry.objects.filter(act="notifications.prefer").count() == 1


def test_it_tells_nobody_who_it_is(person):
    for answer in (Client().get(stop_url(person)), Client().post(stop_url(person))):
        text = answer.content.decode()
        assert "Unmistakable" not in text
        assert person.email not in text
        assert answer["Cache-Control"].count("no-store")


def test_it_works_without_and_despite_a_session(person, signed_in):
    other = make_recipient()
    signed_in.post(stop_url(other))
    assert Preference.objects.get().person == other


@pytest.mark.parametrize("word", ["x", "x.y", "é", "%00", "A" * 900, "6aebf285-6267-4e5a-b5df-060a0a98f13b"])
def test_a_token_that_was_not_made_here_is_not_there(word):
    for answer in (Client().get(f"/u/{word}/"), Client().post(f"/u/{word}/")):
        assert answer.status_code == 404


def test_a_token_for_one_stream_cannot_be_bent_to_another(person):
    head, tail = unsubscribing.token(person, "test").split(".")
    other, _ = unsubscribing.token(make_recipient(), "test").split(".")
    assert unsubscribing.read(f"{head}.{tail}") == (person, "test")
    assert unsubscribing.read(f"{other}.{tail}") is None


def test_it_has_no_language_in_its_address(person):
    assert Client().get(f"/th{stop_url(person)}").status_code == 404


def test_certificates_and_passwords_still_arrive(person, post_office):
    """Case 78"""
    Client().post(stop_url(person))
    news, letter = make_message("test.bulk", person=person), make_message("test.letter", person=person)
    deliver_due()
    states = dict(Message.objects.values_list("pk", "state"))
    assert (states[news.pk], states[letter.pk]) == (Message.State.SUPPRESSED, Message.State.SENT)


def test_an_old_mail_still_stops_what_was_taken_up_again(person):
    """Case 79"""
    old = stop_url(person)
    Client().post(old)
    choices.prefer(person, "test", Frequency.WEEKLY, by=person)
    Client().post(old)
    assert frequency_of(person, "test") == Frequency.OFF


def test_other_streams_go_on(person):
    Client().post(stop_url(person))
    assert frequency_of(person, "digest") == Frequency.WEEKLY


def test_the_link_of_a_mail_is_the_one_that_works(person, post_office):
    make_message("test.bulk", person=person)
    deliver_due()
    address = re.search(r"<(http[^>]+)>", post_office.received[0]["List-Unsubscribe"])[1]
    assert Client().post(address.removeprefix("http://testserver")).status_code == 200
    assert frequency_of(person, "test") == Frequency.OFF


# --- At once ---


@pytest.fixture
def eager(person):
    choices.prefer(person, "test", Frequency.AT_ONCE, by=person)
    return person


def five_minutes_later():
    Message.objects.update(not_before=timezone.now())


def test_mail_waits_five_minutes_and_forty_replies_make_one(eager, post_office):
    topic = uuid4()
    for no in range(2, 42):
        make_notice(eager, topic, no)
    deliver_due()
    assert not post_office.received
    five_minutes_later()
    deliver_due()
    (mail,) = post_office.received
    assert mail["Subject"] == "New replies"
    assert "40 new" in mail.get_body(("plain",)).get_content()
    assert "/u/" in mail["List-Unsubscribe"]
    assert "Unmistakable" not in mail["Subject"]


@pytest.mark.parametrize(
    ("meanwhile", "reason"),
    [
        (lambda person, row: inbox.read(person, [row]), "read-meanwhile"),
        (lambda person, row: row.delete(), "read-meanwhile"),
        (lambda person, row: HIDDEN.add(row.about), "nothing-new"),
        (lambda person, row: choices.prefer(person, "test", Frequency.WEEKLY), "not-at-once"),
        (lambda person, row: choices.prefer(person, "test", Frequency.OFF), "unsubscribed"),
    ],
    ids=["read", "gone", "hidden", "weekly", "off"],
)
def test_what_changed_meanwhile_is_not_mailed(eager, post_office, meanwhile, reason):
    meanwhile(eager, make_notice(eager))
    five_minutes_later()
    deliver_due()
    assert not post_office.received
    assert Message.objects.get().reason == reason


def test_a_mention_in_a_muted_topic_is_in_the_inbox_and_in_no_mail(eager):
    """Case 29"""
    topic = uuid4()
    row = inbox.tell("test.reply", eager, about=topic, no=2, quiet=True)
    assert row.is_quiet
    assert not Message.objects.exists()


def test_four_such_mails_a_day_are_enough(eager, post_office):
    for _ in range(6):
        make_notice(eager)
    five_minutes_later()
    deliver_due()
    assert len(post_office.received) == 4
    assert set(Message.objects.filter(state="suppressed").values_list("reason", flat=True)) == {"enough-today"}
    assert Notification.objects.unread().count() == 6
