"""A backup is made while officers answer and mails leave; then the machine is lost, and the site comes back elsewhere.

Real web server, worker, broker, database and mailbox. Ids: F-28, O-20 to O-22, INV-1, INV-2, INV-5, INV-9, D-4.
"""

import json
import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes, policy
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from courses.assessment.models import AnswerEvent
from courses.credentials.models import Certificate
from lms.invariants import evaluate, registered
from lms.notifications import actions as outbox
from lms.notifications.models import Beat, Message
from tests import databases
from tests.factories import assessment as make
from tests.factories import events, learning
from tests.factories.accounts import signed_in, staff
from tests.factories.credentials import a_certificate
from tests.journeys.workplace import ROOT, Browser, Workplace, database_url
from tests.site import drop_database, own_database

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("site")]

DELIVER, SWEEP = "lms.notifications.tasks.deliver_due", "lms.notifications.tasks.sweep"
RENDER_MISSED, CANARY = "courses.credentials.tasks.render_missed", "lms.notifications.tasks.beat_heart"
KEY = "a passphrase that nobody guesses"
# More than one delivery takes up, and no second one is asked for before the backup has its database: some are then on the way.
INVITED, CERTIFIED, WRITERS = 400, 4, 3
# As `manage.py restore`, without what holds the mail back.
CARELESS = """
import sys, django
django.setup()
from django.core.management import call_command
from lms.operations import actions, restoring
restoring.HOLD, actions.hold_restored = "SELECT 1", lambda **said: 0
call_command("restore", sys.argv[1])
"""


@pytest.fixture
def workplace(tmp_path, settings, transactional_db):
    shared = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    settings.CACHES = {**settings.CACHES, "default": shared}
    call_command("createcachetable")
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": str(tmp_path / "private"), "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "private": private}
    settings.SIGNING_DIR = tmp_path / "keys"
    workplace = Workplace(tmp_path)
    yield workplace
    workplace.close()


class Writer(threading.Thread):
    """An officer who saves answers one after the other and keeps what the server acknowledged."""

    def __init__(self, browser: Browser, attempt) -> None:
        super().__init__(daemon=True)
        self.browser, self.attempt, self.over = browser, attempt, threading.Event()
        self.page = reverse("learning:test-question", args=[attempt.context, attempt.public_id, 1])
        self.option = make.right_keys(attempt.slots.get(position=1))[0]
        # (client_seq, when the answer was sent, when it was acknowledged)
        self.acknowledged: list[tuple[int, float, float]] = []
        self.refused: list[int] = []

    def run(self) -> None:
        for number in range(1, 100_000):
            if self.over.is_set():
                return
            sent = time.time()
            form = f"csrfmiddlewaretoken={self.browser.token}&option={self.option}&client_seq={number}"
            form += f"&client_uuid={uuid4()}&go=next"
            status, _, _ = self.browser._ask(self.page, form.encode())
            if status == 302:
                self.acknowledged.append((number, sent, time.time()))
            else:
                self.refused.append(status)
            # An officer thinks between two answers; a machine in a hurry would only heat the processor.
            time.sleep(0.1)

    def stop(self) -> None:
        self.over.set()
        self.join()


@pytest.fixture
def writers(workplace):
    """Officers in mid-test at a running web server."""
    address, course = workplace.web(), learning.make_course(lessons=1)
    found = []
    for _ in range(WRITERS):
        enrolment = learning.do_lessons(learning.enrol(course=course))
        attempt = make.start(enrolment.course.final, enrolment.learner, context=enrolment.registration)
        session = signed_in(attempt.learner).cookies["session"].value
        found.append(Writer(Browser(address, session), attempt))
    return found


def manage(workplace, *arguments, **changes):
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=workplace.environment(BACKUP_KEY=KEY, **changes),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(process) -> str:
    out, trouble = process.communicate(timeout=300)
    assert process.returncode == 0, f"{out[-1500:]}\n{trouble[-1500:]}"
    return out


def back_up_under_load(workplace, writers):
    """The backup, made while answers are saved and mails leave, and when it began."""
    folder, gate = workplace.folder / "backups", workplace.folder / "database-is-kept"
    backup = manage(
        workplace, "backup", "--to", str(folder), LMS_FAULT="backup.after_database", LMS_FAULT_GATE=str(gate)
    )
    began, mails = time.time(), len(workplace.mails())
    workplace.wait_for(lambda: gate.exists() or backup.poll() is not None)

    def work_went_on() -> bool:
        workplace.tick(DELIVER, RENDER_MISSED)
        saved = [any(sent > began for _seq, sent, _saved in writer.acknowledged) for writer in writers]
        return all(saved) and len(workplace.mails()) > mails

    # However quick or slow the machine: the backup is not done before answers and mails have passed it by.
    workplace.wait_for(work_went_on)
    gate.unlink(missing_ok=True)
    finished(backup)
    (path,) = folder.glob("rso-*.backup")
    assert [writer.refused for writer in writers] == [[]] * WRITERS
    return path, began


def everything_leaves(workplace):
    """The hours between the backup and the loss: what was on the way goes out."""

    def all_settled() -> bool:
        workplace.tick(DELIVER, RENDER_MISSED)
        time.sleep(0.5)
        waiting = Certificate.objects.filter(pdf_sha256="").exists()
        return not waiting and not Message.objects.filter(state__in=Message.ON_THE_WAY).exists()

    workplace.wait_for(all_settled)


@contextmanager
def another_place(workplace, name):
    """An empty database and empty folders; inside, this test's own questions go there."""
    folder, here, url = workplace.folder / name, connection.settings_dict["NAME"], ""
    folder.mkdir()
    if connection.vendor == "postgresql":
        url = own_database(database_url(), f"lms_{name}_{os.getpid()}")
    changes = {"DATA_DIR": str(folder), "DATABASE_URL": url or f"sqlite:///{folder}/db.sqlite3"}
    try:
        yield folder, changes
    finally:
        databases.point_at(here)
        if url:
            drop_database(url)


def go_to(changes):
    name = changes["DATABASE_URL"].removeprefix("sqlite:///") if connection.vendor == "sqlite" else ""
    databases.point_at(name or changes["DATABASE_URL"].rsplit("/", 1)[1])


def a_worker_has_done_all_it_would(workplace, changes):
    """A worker on the restored site, asked three times to deliver and to sweep."""
    worker = workplace.worker(**changes)
    Beat.objects.filter(name="worker").delete()
    workplace.tick(*[SWEEP, DELIVER] * 3, CANARY)
    workplace.wait_for(Beat.objects.filter(name="worker").exists)
    worker.terminate()
    worker.wait()


def ids_of(folder) -> list[str]:
    """What was mailed from there."""
    letters = sorted((folder / "mail").glob("*.eml"))
    return [message_from_bytes(letter.read_bytes(), policy=policy.default)["Message-ID"] for letter in letters]


@pytest.fixture
def lost_site(workplace, writers):
    """A site that worked, was backed up meanwhile, worked on, and is gone. Its backup, and what people have of it."""
    for _ in range(CERTIFIED):
        a_certificate()
    # Old enough for the sweep that renders what was missed.
    Certificate.objects.update(issued_at=timezone.now() - timedelta(minutes=5))
    worker = workplace.worker()
    workplace.tick(RENDER_MISSED, DELIVER)
    workplace.wait_for(lambda: len(workplace.files()) == CERTIFIED)
    events.invite(events.make_event(), *events.make_people(INVITED))
    for writer in writers:
        writer.start()
    workplace.wait_for(lambda: all(writer.acknowledged for writer in writers))
    workplace.tick(DELIVER)
    workplace.wait_for(lambda: workplace.mails())
    path, began = back_up_under_load(workplace, writers)
    for writer in writers:
        writer.stop()
    everything_leaves(workplace)
    known = set(AnswerEvent.objects.values_list("attempt_id", "client_seq"))
    assert all((writer.attempt.pk, seq) in known for writer in writers for seq, _, _ in writer.acknowledged)
    # What the machine still had in its queue when it was lost.
    worker.terminate()
    worker.wait()
    workplace.tick(DELIVER)
    return path, began, set(ids_of(workplace.folder))


def test_f28_o22_the_site_comes_back_whole_and_mails_nobody_twice(workplace, writers, lost_site):
    path, began, sent = lost_site
    invitations = {message.message_id for message in Message.objects.filter(kind="events.invitation")}
    assert len(invitations & sent) == INVITED
    with another_place(workplace, "elsewhere") as (folder, changes):
        uncertain = comes_back_whole(workplace, path, changes)
        go_to(changes)
        assert {one.id for one in registered() if not evaluate(one).holds} <= {"INV-15"}
        kept = set(AnswerEvent.objects.values_list("attempt_id", "client_seq"))
        before = {(writer.attempt.pk, seq) for writer in writers for seq, _, at in writer.acknowledged if at < began}
        assert before
        assert before <= kept, "Every answer acknowledged before the backup began is there."
        assert outbox.is_paused()
        a_worker_has_done_all_it_would(workplace, changes)
        assert ids_of(folder) == [], "Nothing leaves before staff say so."
        outbox.release_pause(by=staff())
        a_worker_has_done_all_it_would(workplace, changes)
        assert not invitations & set(ids_of(folder)), "Invitations wait for a decision of staff (D-4)."
        waiting = Message.objects.filter(kind="events.invitation", state=Message.State.UNCERTAIN)
        assert waiting.count() == uncertain
    twin_without_the_hold_people_are_mailed_again(workplace, path, sent & invitations)


def comes_back_whole(workplace, path, changes) -> int:
    """Restored and looked through by the commands themselves; answers how many mails are uncertain."""
    told = json.loads(finished(manage(workplace, "restore", str(path), "--json", **changes)).splitlines()[-1])
    assert told["uncertain"] > 0, "Some were on the way at that moment; they went out since."
    assert told["warnings"] == []
    found = json.loads(finished(manage(workplace, "examine", str(path), "--json", **changes)).splitlines()[-1])
    # What factories make is not put in the search index; nothing here touches it.
    assert [fault for fault in found["faults"] if not fault.startswith("INV-15")] == []
    assert found["signatures"] == found["certificates"] == CERTIFIED
    return told["uncertain"]


def twin_without_the_hold_people_are_mailed_again(workplace, path, sent):
    """The control: the same backup, restored by a program that forgets to hold the mail."""
    with another_place(workplace, "careless") as (folder, changes):
        environment = workplace.environment(BACKUP_KEY=KEY, **changes)
        subprocess.run([sys.executable, "-c", CARELESS, str(path)], cwd=ROOT, env=environment, check=True)
        go_to(changes)
        Beat.objects.update_or_create(name=outbox.GUARD, defaults={"at": timezone.now()})
        a_worker_has_done_all_it_would(workplace, changes)
        assert sent & set(ids_of(folder))
