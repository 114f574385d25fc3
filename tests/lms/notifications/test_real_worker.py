"""A real worker process with the real broker, database and mailbox; killed and replaced. Ids: F-1, F-2, INV-5, INV-8."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from kombu.exceptions import OperationalError

from lms.celery import app
from lms.notifications import actions, tasks
from lms.notifications.models import Message

ROOT = Path(__file__).resolve().parents[3]
State = Message.State


def database_url() -> str:
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    password = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
    return f"postgres://{settings['USER']}{password}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"


class Workshop:
    """A broker, and workers as production starts them."""

    def __init__(self, folder: Path):
        self.folder, self.workers = folder, []
        self.queue = f"test-{folder.name}-{os.getpid()}"
        self.broker = os.environ.get("REDIS_URL") or f"sqlite:///{folder}/broker.sqlite3"

    def send(self):
        with app.connection_for_write(self.broker) as broker:
            tasks.deliver_due.apply_async(connection=broker, queue=self.queue)

    def start(self, **environment):
        own = {"DATABASE_URL": database_url(), "CELERY_BROKER_URL": self.broker, "DATA_DIR": str(self.folder)}
        own["DJANGO_SETTINGS_MODULE"] = "lms.settings.demo"
        command = [sys.executable, "-m", "celery", "--quiet", "-A", "lms", "worker", "--concurrency", "1"]
        command += ["--queues", self.queue, "--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
        worker = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **own, **environment},
            start_new_session=True,
            stdout=(self.folder / "out").open("a"),
            stderr=subprocess.STDOUT,
        )
        self.workers.append(worker)
        return worker

    def letters(self) -> list[bytes]:
        return [path.read_bytes() for path in (self.folder / "mail").glob("*.eml")]

    def wait_for(self, condition):
        deadline = time.monotonic() + 90
        while not condition():
            said = (self.folder / "out").read_text()[-3000:]
            assert all(worker.poll() is None for worker in self.workers), said
            assert time.monotonic() < deadline, said
            time.sleep(0.1)

    def close(self):
        for worker in self.workers:
            if worker.poll() is None:
                os.killpg(worker.pid, signal.SIGKILL)
                worker.wait()


@pytest.fixture
def workshop(tmp_path):
    workshop = Workshop(tmp_path)
    yield workshop
    workshop.close()


@pytest.fixture
def _kinds_of_mail():
    """The worker knows the kinds that exist in earnest."""


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_before_sending_is_replaced_and_one_mail_arrives(workshop):
    sealed = {"subject": "Your link", "text": "Open it"}
    message = actions.notify_address("accounts.reset_password", "someone@example.org", sealed=sealed, dedupe="once")
    killed = workshop.folder / "killed"
    # The child that handles the task dies; its parent goes on and gives the task to a new one.
    workshop.start(LMS_FAULT="mail.after_handoff", LMS_FAULT_ONCE=str(killed))
    workshop.send()
    workshop.wait_for(killed.exists)
    Message.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert not workshop.letters()
    tasks.sweep()
    workshop.send()
    workshop.wait_for(lambda: Message.objects.get().state == State.SENT)
    (letter,) = workshop.letters()
    assert message.message_id.encode() in letter
    assert Message.objects.get().attempts == 2


@pytest.mark.parametrize("broker", ["redis://127.0.0.1:1/0", "sqlite:////proc/nowhere/broker.sqlite3"])
def test_nobody_waits_for_a_broker_that_is_away(broker):
    began = time.monotonic()
    with app.connection_for_write(broker) as away, pytest.raises(OperationalError):
        tasks.deliver_due.apply_async(connection=away)
    assert time.monotonic() - began < 3
