"""300 invitations, the worker killed twelve times, a real mail server that counts. Ids: V3, case 51, spec 11.2; INV-5.

A worker plans and sends. SIGKILL meets it wherever it happens to be: between two mails, with half a mail on the wire,
after the server took it and before the row says so. The twins show what the same kills do to two usual ways.
"""

import os
import random
import signal
import smtplib
import time
from collections import Counter
from email.message import EmailMessage

import pytest
from django.db import connections
from django.utils import timezone

from alumni.events import actions
from alumni.events.models import Letter
from lms.notifications.actions import sweep_leases
from lms.notifications.delivery import deliver_due
from lms.notifications.models import Message
from tests.factories.accounts import staff
from tests.factories.events import freeze, make_event, make_people
from tests.lms.notifications.post_office import PostOffice

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]
State = Message.State
PATIENCE = 60


class CountingOffice(PostOffice):
    """Keeps who got how many, and which ids they bore."""

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        answer = await super().handle_DATA(server, session, envelope)
        self.count.update(envelope.rcpt_tos)
        return answer

    def open(self):
        self.count = Counter()
        super().open()

    def total(self):
        return self.count.total()


@pytest.fixture
def sink(settings):
    office = CountingOffice()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", office.port, 5
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield office
    office.close()


def a_process(work):
    """Works until it is done or dies."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return child


def kill(child, *, when, chance):
    """By SIGKILL, a moment after `when` holds; False where it had finished before."""
    until = time.monotonic() + PATIENCE
    while not when():
        assert time.monotonic() < until
        if os.waitpid(child, os.WNOHANG)[0]:
            return False
        time.sleep(0.001)
    time.sleep(chance.random() * 0.02)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def work_through():
    while Letter.objects.count() < 300 or Message.objects.filter(state=State.QUEUED).exists():
        actions.plan_rounds()
        deliver_due()


def leases_run_out():
    Message.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now())
    sweep_leases()


def test_300_invitations_and_twelve_kills_none_doubled_none_lost(sink, monkeypatch):
    monkeypatch.setattr(actions.inviting, "CHUNK", 50)
    chance, event, people = random.Random(51), make_event(), make_people(300)
    made = freeze(event, people)
    actions.approve(made, by=staff())
    actions.send(made, by=event.author)
    # First while it plans, then wherever between two and forty mails further.
    moments = [lambda: Letter.objects.exists()]
    moments += [lambda goal=goal: sink.total() >= goal for goal in sorted(chance.sample(range(2, 285), 11))]
    kills = 0
    for when in moments:
        kills += kill(a_process(work_through), when=when, chance=chance)
        leases_run_out()
    assert kills == 12
    _, status = os.waitpid(a_process(work_through), 0)
    assert status == 0
    leases_run_out()
    states = Counter(Message.objects.filter(kind="events.invitation").values_list("state", flat=True))
    uncertain = set(Message.objects.filter(state=State.UNCERTAIN).values_list("person__email", flat=True))
    assert [who for who, times in sink.count.items() if times > 1] == []
    assert {person.email for person in people} - set(sink.count) - uncertain == set()
    assert states[State.UNCERTAIN] <= 12
    assert states[State.SENT] + states[State.UNCERTAIN] == states.total() == 300


def send_plainly(sink, address):
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "office@rso.example", address, "Invitation"
    letter.set_content("Please come.")
    with smtplib.SMTP("127.0.0.1", sink.port, timeout=5) as server:
        server.send_message(letter)


def from_the_top(sink, people, cursor):
    """The twin: one loop over all; the task is given out again from its beginning."""
    for address in people:
        send_plainly(sink, address)


def cursor_at_fetch(sink, people, cursor):
    """The twin: some are fetched, the cursor moves on, then they are sent."""
    while (at := int(cursor.read_text())) < len(people):
        cursor.write_text(str(at + 10))
        for address in people[at : at + 10]:
            send_plainly(sink, address)


@pytest.mark.parametrize("twin", [from_the_top, cursor_at_fetch])
def test_twin_without_rows_the_same_kills_double_or_lose(sink, tmp_path, twin):
    chance, people = random.Random(51), [f"guest{number}@agency.example" for number in range(100)]
    cursor = tmp_path / "cursor"
    cursor.write_text("0")

    def work():
        twin(sink, people, cursor)

    for goal in (13, 27, 44):
        kill(a_process(work), when=lambda goal=goal: sink.total() >= goal, chance=chance)
    _, status = os.waitpid(a_process(work), 0)
    assert status == 0
    doubled = [who for who, times in sink.count.items() if times > 1]
    lost = set(people) - set(sink.count)
    assert (bool(doubled), bool(lost)) == ((True, False) if twin is from_the_top else (False, True))
