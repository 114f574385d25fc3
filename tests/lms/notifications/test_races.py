"""Two workers at the same message, and workers that are killed. Ids: INV-5, F-6, F-10, D-4."""

import os
import signal
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from lms import faults
from lms.notifications import actions, tasks
from lms.notifications.delivery import deliver_due
from lms.notifications.models import Message
from tests.factories.notifications import make_message
from tests.waiting import waits_meanwhile

pytestmark = pytest.mark.django_db(transaction=True)
State = Message.State


def in_threads(count, work):
    """All start at the same moment."""
    barrier = threading.Barrier(count)

    def run():
        barrier.wait()
        try:
            work()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def a_careless_claim(worker, *, now=None):
    """The twin: looks, waits, takes, and does not ask whether it is still there to be taken."""
    message = Message.objects.filter(state=State.QUEUED).order_by("priority", "id").first()
    if message is None:
        return None
    time.sleep(0.2)
    taken = {"worker": worker, "lease_until": timezone.now() + timedelta(minutes=5)}
    Message.objects.filter(pk=message.pk).update(state=State.CLAIMED, **taken)
    message.refresh_from_db()
    message.worker = worker
    return message


@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_two_workers_never_claim_the_same_message(guarded):
    claim = actions.claim if guarded else a_careless_claim
    messages = [make_message() for _ in range(6)]
    claimed = []

    def work():
        while message := claim(f"worker-{threading.get_ident()}"):
            claimed.append(message.pk)

    in_threads(3, work)
    once_each = sorted(claimed) == sorted(message.pk for message in messages)
    assert once_each if guarded else not once_each


def test_three_workers_send_each_mail_once(post_office):
    for _ in range(12):
        make_message()
    in_threads(3, deliver_due)
    assert len({mail["Message-ID"] for mail in post_office.received}) == len(post_office.received) == 12
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}


def killed_at(point):
    """A worker process that delivers what is due and dies by SIGKILL at a marked point."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            with faults.install(point, lambda: os.kill(os.getpid(), signal.SIGKILL)):
                deliver_due()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL


def a_day_of_sweeps():
    """Each worker's lease runs out, the sweep comes by, another worker delivers."""
    for _ in range(3):
        Message.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now() - timedelta(seconds=1))
        tasks.sweep()
        deliver_due()


@pytest.mark.processes
@pytest.mark.parametrize(
    ("kind", "point", "mails", "state"),
    [
        ("test.invitation", "mail.after_claim", 1, State.SENT),
        ("test.invitation", "mail.after_handoff", 0, State.UNCERTAIN),
        ("test.invitation", "mail.after_smtp", 1, State.UNCERTAIN),
        ("test.letter", "mail.after_claim", 1, State.SENT),
        ("test.letter", "mail.after_handoff", 1, State.SENT),
        # It may arrive twice, under one id: a second certificate mail is harmless, a missing one is not (D-4).
        ("test.letter", "mail.after_smtp", 2, State.SENT),
    ],
)
def test_a_worker_killed_on_the_way_loses_no_mail_and_doubles_no_invitation(post_office, kind, point, mails, state):
    message = make_message(kind)
    killed_at(point)
    a_day_of_sweeps()
    message.refresh_from_db()
    assert message.state == state
    assert len(post_office.received) == mails
    assert len({mail["Message-ID"] for mail in post_office.received}) <= 1


@pytest.mark.processes
def test_control_without_the_hand_off_a_killed_worker_doubles_an_invitation(post_office, monkeypatch):
    make_message("test.invitation")
    with monkeypatch.context() as careless:
        careless.setattr(actions, "begin_handoff", lambda message, *, worker: True)
        killed_at("mail.after_smtp")
    a_day_of_sweeps()
    assert len(post_office.received) > 1


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL: row locks that are skipped")
def test_a_message_another_worker_is_looking_at_is_passed_over():
    first, second = make_message(), make_message()
    held, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Message.objects.select_for_update().get(pk=first.pk)
            held.set()
            done.wait(10)
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    try:
        assert actions.claim("me") == second
    finally:
        done.set()
        holder.join()


def carelessly(messages):
    """The twin: an update of rows that were found by another table does not see what became of them while it waited."""
    return messages.filter(state__in=[State.QUEUED, State.CLAIMED]).update(state=State.CANCELLED)


@pytest.mark.parametrize("guarded", [True, False], ids=["guard", "control"])
def test_a_mail_that_leaves_at_the_moment_it_is_taken_back_counts_as_sent(guarded):
    # SQLite lets one write at a time: there the twin does no harm.
    stays_sent = guarded or connection.vendor == "sqlite"
    message = make_message()
    found = Message.objects.filter(person__email=message.person.email)
    take_back = (lambda: actions.cancel_many(found, reason="late")) if guarded else (lambda: carelessly(found))
    with waits_meanwhile(take_back) as answers:
        Message.objects.filter(pk=message.pk).update(state=State.SENT)
    message.refresh_from_db()
    assert (answers == [0] and message.state == State.SENT) == stays_sent
