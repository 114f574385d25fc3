"""From the last answer to the mail, while processes are killed, the broker is away and fifty hands press one button.

Real web servers, workers, brokers, databases and mailboxes. Each guard has its twin without it, which fails.
Ids: F-1, F-2, F-6, Q4, INV-1, INV-3, INV-8, INV-9, C10, P1.
"""

import itertools
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.assessment.models import Submission
from courses.credentials import actions, signing
from courses.credentials.models import Certificate, CertificateQuerySet
from lms.audit.models import Entry
from lms.faults import install
from lms.invariants import evaluate, registered
from lms.notifications import actions as outbox
from lms.notifications.models import Beat, Message
from tests.factories import assessment as make
from tests.factories import learning
from tests.factories.credentials import a_certificate
from tests.journeys.workplace import Browser, Workplace

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

RENDER_MISSED = "courses.credentials.tasks.render_missed"
CLEAR_ORPHANS = "courses.credentials.tasks.clear_orphans"
SWEEP, DELIVER = "lms.notifications.tasks.sweep", "lms.notifications.tasks.deliver_due"
CANARY = "lms.notifications.tasks.beat_heart"
# Every place between the completion and the mail at which a worker can be lost, in the order of the path.
DEATHS = [
    "certificate.before_render",
    "certificate.after_put",
    "certificate.after_row",
    "mail.after_claim",
    "mail.after_handoff",
    "mail.after_smtp",
]


@pytest.fixture
def workplace(tmp_path, settings, transactional_db):
    # The cache that web server and workers share; other tests have no use for its table.
    shared = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    settings.CACHES = {**settings.CACHES, "default": shared}
    call_command("createcachetable")
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": str(tmp_path / "private"), "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "private": private}
    settings.SIGNING_DIR = tmp_path / "keys"
    workplace = Workplace(tmp_path)
    yield workplace
    workplace.close()


@pytest.fixture
def attempt(transactional_db):
    """An officer before the last button: every lesson done, every question answered rightly."""
    enrolment = learning.do_lessons(learning.enrol(course=learning.make_course(lessons=2)))
    attempt = make.start(enrolment.course.final, enrolment.learner, context=enrolment.registration)
    make.answer_all(attempt)
    return attempt


def page_of(name, attempt):
    return reverse(f"learning:test-{name}", args=[attempt.context, attempt.public_id])


def signed_in(attempt):
    client = Client(raise_request_exception=False)
    client.force_login(attempt.learner)
    return client


def browser_of(attempt, address):
    return Browser(address, signed_in(attempt).cookies["session"].value)


def time_passes():
    """A few minutes: leases run out, and what has no file yet is overdue."""
    earlier = timezone.now() - timedelta(minutes=5)
    Message.objects.filter(lease_until__isnull=False).update(lease_until=earlier)
    Certificate.objects.filter(pdf_sha256="").update(issued_at=earlier)


def nights_pass(workplace):
    """Files that no row names may be a day old; then they go."""
    long_ago = time.time() - 2 * 24 * 3600
    for file in workplace.files():
        os.utime(file, (long_ago, long_ago))


def all_is_done(workplace):
    """The worker has finished everything that was sent before: it takes one task after the other."""
    Beat.objects.filter(name="worker").delete()
    workplace.tick(CANARY)
    workplace.wait_for(Beat.objects.filter(name="worker").exists)


def assert_exactly_one_of_each(workplace):
    certificate = Certificate.objects.get()
    (file,) = workplace.files()
    assert str(file).endswith(certificate.pdf)
    assert signing.verify(file.read_bytes()).is_genuine
    message = Message.objects.get(kind="credentials.issued")
    assert message.state == Message.State.SENT
    # A worker lost after handing over cannot tell whether the mail went out. A certificate is then mailed again under
    # the same id: mail programs show it once, while a missing one would be missed (D-4). So ids are counted.
    assert {mail["Message-ID"] for mail in workplace.mails()} == {message.message_id}
    assert all(file.read_bytes() in attachments(mail) for mail in workplace.mails())
    broken = {one.id for one in registered() if not evaluate(one).holds}
    # What factories make is not put in the search index; nothing here touches it.
    assert broken <= {"INV-15"}


def attachments(mail):
    return [part.get_payload(decode=True) for part in mail.iter_attachments()]


def test_f1_a_worker_killed_at_every_step_leaves_one_certificate_and_one_mail(workplace, attempt):
    officer = browser_of(attempt, workplace.web())
    assert officer.post(page_of("review", attempt)) == (302, page_of("result", attempt))
    assert "You have completed the course." in officer.get(page_of("result", attempt))[1]
    for point in DEATHS:
        workplace.worker_that_dies_at(point)
        time_passes()
        workplace.tick(SWEEP, RENDER_MISSED, DELIVER)
    assert len(workplace.files()) == 2, "The worker killed after storing leaves a file no row names."
    workplace.worker()
    workplace.wait_for(Message.objects.filter(state=Message.State.SENT).exists)
    nights_pass(workplace)
    # Everything once more, as a broker that repeats itself would (F-6).
    workplace.tick(CLEAR_ORPHANS, *[SWEEP, RENDER_MISSED, DELIVER] * 3)
    all_is_done(workplace)
    assert_exactly_one_of_each(workplace)
    assert len(workplace.mails()) == 2, "Once before the worker died after sending, once by its successor."
    assert Message.objects.get(kind="credentials.issued").attempts == 4


class Killed(BaseException):
    """The worker dies here."""


def die():
    raise Killed


@pytest.mark.parametrize(("guarded", "files", "mails"), [(True, 1, 1), (False, 2, 2)], ids=["guard", "control"])
def test_f1_twin_without_condition_and_dedupe_a_repeated_task_doubles_both(
    workplace, monkeypatch, guarded, files, mails
):
    certificate = a_certificate()
    if not guarded:
        numbers = itertools.count()
        monkeypatch.setattr(CertificateQuerySet, "awaiting_file", lambda rows: rows)
        monkeypatch.setattr(outbox, "_dedupe_key", lambda kind, dedupe: str(next(numbers)))
    with install("certificate.after_row", die), pytest.raises(Killed):
        actions.render(certificate)
    actions.render(certificate)
    assert len(workplace.files()) == files
    assert Message.objects.filter(kind="credentials.issued").count() == mails


def test_f2_without_a_broker_the_officer_sees_the_result_and_the_certificate_follows(workplace, attempt):
    officer = browser_of(attempt, workplace.web(CELERY_BROKER_URL=workplace.nowhere))
    began = time.monotonic()
    assert officer.post(page_of("review", attempt)) == (302, page_of("result", attempt))
    assert time.monotonic() - began < 15, "Nobody waits for a broker that is away."
    status, page = officer.get(page_of("result", attempt))
    assert (status, "You have completed the course." in page) == (200, True)
    # The broker is back, and empty. Nobody remembers the task: without the sweep there would never be a certificate.
    workplace.worker()
    workplace.tick(SWEEP, DELIVER)
    all_is_done(workplace)
    assert (Certificate.objects.get().pdf_sha256, workplace.files(), workplace.mails()) == ("", [], [])
    time_passes()
    workplace.tick(RENDER_MISSED, DELIVER)
    all_is_done(workplace)
    assert_exactly_one_of_each(workplace)
    assert len(workplace.mails()) == 1


@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_f2_twin_if_a_failed_nudge_counted_the_page_would_be_an_error(workplace, attempt, monkeypatch, guarded):
    workplace.cut_off(monkeypatch)
    if not guarded:
        after = transaction.on_commit
        monkeypatch.setattr(transaction, "on_commit", lambda act, using=None, robust=False: after(act, using))
    answer = signed_in(attempt).post(page_of("review", attempt))
    assert answer.status_code == (302 if guarded else 500)


def press_at_once(attempt, address, times):
    """The answers to so many presses of one button at the same moment."""
    officer, gate = browser_of(attempt, address), threading.Barrier(times)

    def press(_number):
        gate.wait()
        return officer.post(page_of("review", attempt))

    with ThreadPoolExecutor(times) as hands:
        return list(hands.map(press, range(times)))


def test_q4_fifty_submits_at_once_give_one_grade_one_certificate_and_one_mail(workplace, attempt):
    address = workplace.web()
    workplace.worker()
    answers = press_at_once(attempt, address, 50)
    assert set(answers) == {(302, page_of("result", attempt))}
    status, page = browser_of(attempt, address).get(page_of("result", attempt))
    assert (status, "You have passed" in page) == (200, True)
    workplace.wait_for(Certificate.objects.exclude(pdf_sha256="").exists)
    workplace.tick(DELIVER, DELIVER)
    all_is_done(workplace)
    assert Submission.objects.get().passed
    assert Entry.objects.filter(act="assessment.submit").count() == 1
    assert_exactly_one_of_each(workplace)
    assert len(workplace.mails()) == 1


def test_q4_twin_without_the_condition_on_the_state_some_of_them_see_an_error(workplace, attempt):
    """The unique submission still prevents a second grade, at the price of an error page for everyone but one."""
    answers = press_at_once(attempt, workplace.web("tests.journeys.careless:application"), 8)
    assert sorted({status for status, _ in answers}) == [302, 500]
    assert Submission.objects.count() == 1
