"""C1, C4, C10, F-1, F-6, INV-8, INV-9: the file is made once, from the row alone, and its mail goes with it."""

import stat
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from django.core import mail
from django.utils import timezone

from courses.credentials import actions, files, signing
from courses.credentials.actions import filing
from courses.credentials.models import Certificate, CertificateQuerySet
from courses.learning.models import Achievement
from lms.faults import install
from lms.notifications import delivery
from lms.notifications.models import Message
from tests.factories.credentials import a_certificate, a_member_of_staff, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    return a_certificate()


def stored():
    return list(files.stored_before(timezone.now() + timedelta(days=1)))


class Killed(BaseException):
    """The worker dies here."""


def die():
    raise Killed


def test_the_file_is_stored_signed_and_opens(certificate):
    assert actions.render(certificate)
    certificate.refresh_from_db()
    content = files.read(certificate.pdf)
    assert files.digest(content) == certificate.pdf_sha256
    assert signing.verify(content).is_genuine
    assert len(pypdf.PdfReader(BytesIO(content)).pages) == 1


def test_the_file_lies_outside_everything_that_is_served(certificate, settings):
    actions.render(certificate)
    certificate.refresh_from_db()
    path = Path(files.private().path(certificate.pdf))
    assert not path.is_relative_to(settings.MEDIA_ROOT)
    assert not path.is_relative_to(settings.STATIC_ROOT)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_second_run_changes_nothing(certificate):
    actions.render(certificate)
    certificate.refresh_from_db()
    before = (certificate.pdf, certificate.pdf_sha256, certificate.rendered_at)
    assert not actions.render(certificate)
    certificate.refresh_from_db()
    assert (certificate.pdf, certificate.pdf_sha256, certificate.rendered_at) == before
    assert Message.objects.count() == 1
    assert len(stored()) == 1


def test_two_workers_at_once_leave_one_file_and_one_mail(certificate):
    with install("certificate.after_put", lambda: at_the_same_time(certificate)):
        assert not actions.render(certificate)
    certificate.refresh_from_db()
    assert stored() == [certificate.pdf]
    assert files.digest(files.read(certificate.pdf)) == certificate.pdf_sha256
    assert Message.objects.filter(kind="credentials.issued").count() == 1


def at_the_same_time(certificate, _started=[]):  # noqa: B006 - remembers across calls on purpose
    if not _started:
        _started.append(True)
        actions.render(certificate)
    _started.clear()


def test_without_the_conditional_update_the_second_worker_would_overwrite_the_first(certificate, monkeypatch):
    """Twin: the row's file would change after it was announced, and the first would be left behind."""
    seen = []

    def second_worker():
        if not seen:
            seen.append(True)
            actions.render(certificate)
            seen.append(Certificate.objects.get(pk=certificate.pk).pdf)
            monkeypatch.setattr(CertificateQuerySet, "awaiting_file", lambda self: self)

    with install("certificate.after_put", second_worker):
        actions.render(certificate)
    certificate.refresh_from_db()
    assert certificate.pdf != seen[1]
    assert len(stored()) == 2


@pytest.mark.parametrize("point", ["certificate.before_render", "certificate.after_put", "certificate.after_row"])
def test_a_worker_killed_at_any_point_leaves_one_certificate_one_file_one_mail(certificate, point):
    with install(point, die), pytest.raises(Killed):
        actions.render(certificate)
    later = timezone.now() + timedelta(minutes=5)
    actions.render_missed(later)
    assert actions.render_missed(later) == 0
    certificate.refresh_from_db()
    assert signing.verify(files.read(certificate.pdf)).is_genuine
    assert Message.objects.filter(kind="credentials.issued").count() == 1
    assert Certificate.objects.count() == 1


def test_what_a_killed_worker_left_is_removed_and_nothing_else(certificate):
    with install("certificate.after_put", die), pytest.raises(Killed):
        actions.render(certificate)
    actions.render(certificate)
    assert len(stored()) == 2
    assert actions.clear_orphans(timezone.now()) == 0
    assert actions.clear_orphans(timezone.now() + timedelta(days=1)) == 1
    certificate.refresh_from_db()
    assert stored() == [certificate.pdf]


def test_the_sweep_takes_what_is_overdue_and_goes_on_after_a_failure(monkeypatch):
    broken, whole = a_certificate(), a_certificate()
    original = filing.sheet_of

    def fails_for_one(certificate):
        if certificate.pk == broken.pk:
            raise OSError
        return original(certificate)

    monkeypatch.setattr(filing, "sheet_of", fails_for_one)
    assert actions.render_missed(timezone.now()) == 0
    assert actions.render_missed(timezone.now() + timedelta(minutes=2)) == 1
    whole.refresh_from_db()
    assert whole.is_filed()
    monkeypatch.undo()


def test_a_name_that_cannot_be_printed_goes_to_staff_and_prints_no_box():
    certificate = a_certificate(a_person(full_name="Ana 😀"))
    assert not actions.render(certificate)
    certificate.refresh_from_db()
    assert (certificate.state, certificate.needs_attention, certificate.pdf) == ("valid", "😀", "")
    assert not Message.objects.exists()
    assert actions.render_missed(timezone.now() + timedelta(minutes=5)) == 0
    corrected = actions.reissue(certificate, by=a_member_of_staff(), name="Ana")
    assert actions.render(corrected)


def test_staff_may_ask_for_another_try():
    certificate = a_certificate()
    Certificate.objects.filter(pk=certificate.pk).update(needs_attention="x")
    assert not actions.render(certificate)
    actions.retry(certificate, by=a_member_of_staff())
    assert actions.render(certificate)


def test_a_certificate_withdrawn_before_its_file_is_made_gets_none(certificate):
    actions.withdraw(certificate, by=a_member_of_staff(), reason="error", note="Paper 7")
    assert not actions.render(certificate)
    assert not Message.objects.filter(kind="credentials.issued").exists()


def test_the_mail_brings_the_link_and_the_very_file(certificate):
    actions.render(certificate)
    certificate.refresh_from_db()
    delivery.deliver_due()
    [letter] = mail.outbox
    [attachment] = letter.attachments
    assert letter.to == [certificate.person.email]
    assert certificate.title in letter.subject
    assert certificate.verify_url() in letter.body
    assert certificate.get_absolute_url() in letter.body
    assert (attachment[0], attachment[2]) == (f"{certificate.number}.pdf", "application/pdf")
    assert files.digest(attachment[1]) == certificate.pdf_sha256


@pytest.mark.parametrize(
    ("kind", "word", "other"), [("course", "course", "workshop"), ("attended", "workshop", "course")]
)
def test_the_mail_says_what_was_completed(certificate, kind, word, other):
    Achievement.objects.filter(pk=certificate.achievement_id).update(kind=kind)
    actions.render(certificate)
    delivery.deliver_due()
    [letter] = mail.outbox
    for text in (letter.body, letter.alternatives[0][0]):
        assert f"You have completed the {word}" in text
        assert f"because you completed a {word}." in text
        assert f"completed the {other}" not in text


def test_a_rerun_of_everything_sends_no_second_mail(certificate):
    actions.render(certificate)
    delivery.deliver_due()
    actions.issue(certificate.achievement)
    actions.render(certificate)
    actions.render_missed(timezone.now() + timedelta(days=1))
    delivery.deliver_due()
    assert len(mail.outbox) == 1


def test_a_certificate_withdrawn_before_its_mail_left_is_not_announced(certificate):
    actions.render(certificate)
    actions.withdraw(certificate, by=a_member_of_staff(), reason="error", note="Paper 7")
    delivery.deliver_due()
    assert [letter.subject for letter in mail.outbox] == [f"Your certificate was withdrawn: {certificate.title}"]


def test_a_restored_row_without_its_message_gets_no_new_certificate(certificate):
    """After a restore the same row is rendered again at most; number, code and date stay (C10)."""
    actions.render(certificate)
    facts = Certificate.objects.filter(pk=certificate.pk).values("number", "code", "issued_at").get()
    Certificate.objects.filter(pk=certificate.pk).update(pdf="", pdf_sha256="", rendered_at=None)
    actions.render(certificate)
    assert Certificate.objects.filter(pk=certificate.pk).values("number", "code", "issued_at").get() == facts
    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_dead_broker_never_undoes_a_completion(monkeypatch):
    from courses.credentials import tasks

    def refuse(*args):
        raise OSError("The broker is away.")

    monkeypatch.setattr(tasks.render, "delay", refuse)
    certificate = a_certificate()
    assert Certificate.objects.filter(pk=certificate.pk).exists()
    assert actions.render_missed(timezone.now() + timedelta(minutes=2)) == 1
