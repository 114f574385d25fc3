"""Mail through a real mail server that takes, refuses, is away, or hangs up. Ids: INV-5, F-10, B-M2."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import get_language
from wagtail import hooks

from lms.notifications import actions, kinds, tasks
from lms.notifications.delivery import deliver, deliver_due
from lms.notifications.kinds import Attachment, Kind, Mail
from lms.notifications.models import Message
from tests.factories.notifications import KINDS, make_message, make_recipient, make_sealed

pytestmark = pytest.mark.django_db
State = Message.State


def with_kind(monkeypatch, name="test.letter", **changes):
    monkeypatch.setitem(KINDS, name, replace(KINDS[name], **changes))


def lease_over():
    Message.objects.update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_mail_arrives_once_with_its_id_and_asks_robots_to_be_silent(post_office):
    message = make_message()
    deliver_due()
    deliver_due()
    (mail,) = post_office.received
    message.refresh_from_db()
    assert message.state == State.SENT
    assert mail["Message-ID"] == message.message_id
    assert mail["To"] == message.person.email
    assert (mail["Auto-Submitted"], mail["Subject"]) == ("auto-generated", "News for you")
    assert {part.get_content_type() for part in mail.walk()} >= {"text/plain", "text/html"}


def test_neither_id_nor_headers_tell_who_it_is_about(post_office):
    person = make_recipient(full_name="Unmistakable Name")
    make_message(person=person)
    deliver_due()
    headers = str(post_office.received[0].items())
    assert "Unmistakable" not in headers
    assert str(person.pk) not in post_office.received[0]["Message-ID"].split("@")[0].strip("<") or person.pk < 100


def test_sealed_mail_goes_to_its_address_and_is_erased(post_office):
    make_sealed("nobody.yet@example.org")
    deliver_due()
    assert post_office.received[0]["To"] == "nobody.yet@example.org"
    assert "The secret is here" in post_office.received[0].get_content()
    assert Message.objects.get().sealed_context == ""


def test_an_address_that_is_refused_for_good_bounces_and_the_others_go_on(post_office):
    refused, good = make_message(), make_message()
    post_office.answers[refused.person.email] = "550 no such person"
    deliver_due()
    refused.refresh_from_db()
    good.refresh_from_db()
    assert (refused.state, refused.reason, good.state) == (State.BOUNCED, "refused: 550", State.SENT)


def test_a_server_that_asks_us_to_wait_gets_it_later(post_office):
    message = make_message()
    post_office.answers[message.person.email] = "451 greylisted"
    deliver_due()
    message.refresh_from_db()
    assert (message.state, message.reason) == (State.QUEUED, "later: 451")
    assert message.not_before > timezone.now()
    post_office.answers.clear()
    Message.objects.update(not_before=timezone.now())
    deliver_due()
    assert len(post_office.received) == 1


def test_a_mail_server_that_is_away_blames_no_message_and_ends_the_run(post_office):
    messages = [make_message("test.invitation"), make_message("test.invitation")]
    post_office.close()
    assert deliver_due() == 1
    assert {m.state for m in Message.objects.all()} == {State.QUEUED}
    post_office.open()
    Message.objects.update(not_before=timezone.now())
    assert deliver_due() == len(messages)


def test_an_invitation_whose_arrival_nobody_knows_is_uncertain_and_not_sent_again(post_office):
    message = make_message("test.invitation")
    post_office.answers[message.person.email] = "drop"
    deliver_due()
    lease_over()
    tasks.sweep()
    deliver_due()
    message.refresh_from_db()
    assert message.is_uncertain()
    assert len(post_office.received) == 1


def test_a_certificate_whose_arrival_nobody_knows_goes_again_under_the_same_id(post_office):
    message = make_message()
    post_office.answers[message.person.email] = "drop"
    deliver_due()
    post_office.answers.clear()
    lease_over()
    tasks.sweep()
    deliver_due()
    first, second = post_office.received
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.parametrize(
    ("address", "subject"),
    [("someone@example.org", "Hi\nBcc: evil@example.org"), ("a@b.org\nBcc: evil@example.org", "Hi"), ("", "Hi")],
)
def test_a_header_inside_a_subject_or_address_sends_nothing_and_stops_nobody(post_office, address, subject):
    bad = make_sealed(address, subject=subject)
    make_message()
    deliver_due()
    bad.refresh_from_db()
    assert bad.state in {State.BOUNCED, State.SUPPRESSED}
    assert len(post_office.received) == 1
    assert "evil" not in str(post_office.received[0])


def test_an_attachment_cannot_bring_a_header_either(post_office, monkeypatch):
    name = 'a"\r\nBcc: evil@example.org.pdf'
    evil = Mail("News", "Text", attachments=(Attachment(name, b"%PDF", "application/pdf"),))
    with_kind(monkeypatch, compose=lambda *_: evil)
    make_message()
    deliver_due()
    assert all(mail["Bcc"] is None for mail in post_office.received)
    assert Message.objects.get().state in {State.SENT, State.BOUNCED}


def test_the_check_is_asked_at_hand_off_and_not_when_queued(post_office, monkeypatch):
    message = make_message()
    with_kind(monkeypatch, check=lambda message, person, context: "unsubscribed")
    deliver_due()
    message.refresh_from_db()
    assert (message.state, message.reason) == (State.SUPPRESSED, "unsubscribed")
    assert not post_office.received


def test_a_closed_account_gets_no_mail(post_office):
    message = make_message()
    type(message.person).objects.update(is_active=False)
    deliver_due()
    message.refresh_from_db()
    assert (message.state, message.reason) == (State.SUPPRESSED, "account-closed")


def test_what_became_too_late_while_it_was_prepared_is_not_sent(post_office):
    make_message(not_after=timezone.now() + timedelta(hours=1))
    message = actions.claim("me")
    message.not_after = timezone.now()
    deliver(message, worker="me")
    assert Message.objects.get().state == State.EXPIRED
    assert not post_office.received


def test_a_mail_that_cannot_be_written_waits_and_the_others_go_on(post_office, monkeypatch):
    with_kind(monkeypatch, name="test.invitation", compose=lambda *_: 1 / 0)
    broken = make_message("test.invitation")
    make_message()
    deliver_due()
    broken.refresh_from_db()
    assert (broken.state, broken.reason) == (State.QUEUED, "not written: ZeroDivisionError")
    assert len(post_office.received) == 1


def test_what_another_key_sealed_is_said_plainly(post_office, settings):
    make_sealed()
    settings.SECRET_KEY = "another " * 8
    deliver_due()
    assert Message.objects.get().reason == "seal-broken"


def test_a_changed_secret_key_still_opens_what_the_old_one_sealed(post_office, settings):
    make_sealed()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another " * 8, [settings.SECRET_KEY]
    deliver_due()
    assert len(post_office.received) == 1


def test_a_mail_is_written_in_the_language_of_its_reader(post_office, monkeypatch):
    with_kind(monkeypatch, compose=lambda *_: Mail("News", get_language()))
    make_message(person=make_recipient(language="th"))
    deliver_due()
    assert post_office.received[0].get_content().strip() == "th"


def test_a_paused_outbox_sends_nothing(post_office, settings):
    settings.OUTBOX_PAUSES_AFTER_MINUTES = 30
    actions.beat(actions.GUARD, now=timezone.now() - timedelta(hours=1))
    make_message()
    assert deliver_due() == 0
    assert not post_office.received


def test_a_dead_broker_does_not_disturb_the_act(monkeypatch, django_capture_on_commit_callbacks, post_office):
    def refuse(*args, **kwargs):
        raise OperationalError("the broker is away")

    monkeypatch.setattr(tasks.deliver_due, "delay", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        make_message()
        tasks.queue_delivery()
    assert Message.objects.get().state == State.QUEUED
    # The schedule finds it without the nudge.
    tasks.deliver_due()
    assert len(post_office.received) == 1


def test_kinds_come_from_hooks(monkeypatch):
    monkeypatch.undo()
    listed = Kind("test.listed", "Listed", lambda *_: Mail("", ""))
    with hooks.register_temporarily("register_message_kinds", lambda: [listed]):
        kinds.kinds.cache_clear()
        assert kinds.kind_of("test.listed") == listed
    kinds.kinds.cache_clear()
