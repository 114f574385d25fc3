"""A backup brought back: into an empty place only, with mail on hold, numbers left out and tasks forgotten. Ids: F-28, O-21, O-22."""

import json
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from courses.credentials.models import Certificate, SerialCounter
from lms.audit.models import Entry
from lms.celery import app
from lms.invariants import evaluate, registered
from lms.notifications import actions as mail
from lms.notifications.models import Message, OutboxState
from lms.notifications.tasks import beat_heart
from lms.operations import actions, backing_up, databases, drilling, places, restoring, versions
from lms.operations.examining import examine
from lms.operations.manifest import UnfitBackup
from lms.operations.models import Upkeep
from tests import databases as copies
from tests.factories.credentials import a_certificate
from tests.factories.notifications import KINDS, make_message, make_recipient
from tests.journeys.workplace import database_url
from tests.site import drop_database, own_database

KEY = "a passphrase that nobody guesses"
pytestmark = pytest.mark.django_db(transaction=True)
State = Message.State


@pytest.fixture(autouse=True)
def _kinds_of_mail(monkeypatch):
    monkeypatch.setattr("lms.notifications.kinds.kinds", lambda: KINDS)


@contextmanager
def elsewhere(settings, folder):
    """This process on another machine: an empty database, empty folders."""
    settings.DATA_DIR, settings.SIGNING_DIR = folder, folder / "keys"
    for alias, name in (("default", "public"), ("private", "private")):
        options = {**settings.STORAGES[alias]["OPTIONS"], "location": str(folder / name)}
        settings.STORAGES = {**settings.STORAGES, alias: {**settings.STORAGES[alias], "OPTIONS": options}}
    settings.CELERY_BROKER_URL = f"sqlite:///{folder}/broker.sqlite3"
    here, url = connection.settings_dict["NAME"], ""
    if connection.vendor == "postgresql":
        url = own_database(database_url(), f"lms_elsewhere_{timezone.now():%H%M%S%f}")
        copies.point_at(url.rsplit("/", 1)[1])
    else:
        copies.point_at(str(folder / "db.sqlite3"))
    try:
        yield folder
    finally:
        copies.point_at(here)
        if url:
            drop_database(url)


@pytest.fixture
def other(site, settings, tmp_path):
    """Enter it to be there."""
    return lambda: elsewhere(settings, tmp_path / "elsewhere")


def backed_up(tmp_path) -> Path:
    return backing_up.back_up(tmp_path / "to", KEY).path


def store(site: Path, name: str, content: bytes = b"words") -> Path:
    path = site / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_everything_comes_back_as_it_was(site, other, tmp_path):
    certificate = a_certificate()
    store(site, "public/images/boat.webp", b"a boat")
    store(site, "keys/k.key", b"the private half")
    path = backed_up(tmp_path)
    with other() as there:
        done = restoring.restore(path, KEY)
        assert Certificate.objects.get().number == certificate.number
        assert (there / "public/images/boat.webp").read_bytes() == b"a boat"
        assert (there / "keys/k.key").stat().st_mode & 0o777 == 0o600
        assert (there / "keys").stat().st_mode & 0o777 == 0o700
        assert (done.files, done.migrated, done.warnings) == (2, 0, [])
        found = examine(done.manifest)
        # What factories make is not put in the search index, and gets no file here.
        assert [fault for fault in found.faults if not fault.startswith(("INV-15", "INV-8"))] == []
        assert found.files == 2
        assert {one.id for one in registered() if not evaluate(one).holds} <= {"INV-15", "INV-8"}


def test_f28_mail_is_on_hold_and_what_may_have_gone_out_is_for_staff_to_decide(other, site, tmp_path):
    now = timezone.now()
    letter, invitation = make_message("test.letter"), make_message("test.invitation")
    later = make_message("test.invitation", not_before=now + timedelta(days=3))
    sent = make_message("test.invitation")
    Message.objects.filter(pk=sent.pk).update(state=State.SENT, handed_off_at=now, finished_at=now)
    path = backed_up(tmp_path)
    with other():
        assert restoring.restore(path, KEY).uncertain == 1
        assert mail.is_paused()
        assert mail.claim("worker") is None
        states = dict(Message.objects.values_list("pk", "state"))
        assert states == {
            letter.pk: State.QUEUED,
            invitation.pk: State.UNCERTAIN,
            later.pk: State.QUEUED,
            sent.pk: State.SENT,
        }
        # Staff release it: what a second copy harms still waits for a decision.
        mail.release_pause(by=make_recipient())
        assert mail.claim("worker").pk == letter.pk
        assert mail.claim("worker") is None


def test_f28_twin_without_the_hold_the_invitation_would_be_taken_up(other, site, tmp_path, monkeypatch):
    monkeypatch.setattr(restoring, "HOLD", "SELECT 1")
    monkeypatch.setattr(actions, "hold_restored", lambda **said: 0)
    invitation = make_message("test.invitation")
    path = backed_up(tmp_path)
    with other():
        restoring.restore(path, KEY)
        assert mail.claim("worker").pk == invitation.pk


def test_f28_the_hold_comes_in_the_transaction_that_brings_the_rows(other, site, tmp_path, monkeypatch):
    """Even where everything after it fails, no worker finds the mails without it."""

    def fail(*args, **options):
        raise RuntimeError

    monkeypatch.setattr(actions, "hold_restored", fail)
    make_message("test.invitation")
    path = backed_up(tmp_path)
    with other():
        with pytest.raises(RuntimeError):
            restoring.restore(path, KEY)
        assert OutboxState.objects.get().paused_reason == "restored"
        assert mail.claim("worker") is None


def test_f28_a_number_given_since_the_backup_is_not_given_again(other, site, tmp_path):
    a_certificate()
    path = backed_up(tmp_path)
    since = a_certificate().number
    with other():
        restoring.restore(path, KEY)
        assert SerialCounter.objects.get().last == 1001
        assert a_certificate().number > since
        assert (
            Entry.objects.filter(act__in=["operations.restore", "credentials.skip", "notifications.pause"]).count() == 3
        )


def test_tasks_of_before_are_forgotten(other, site, tmp_path, settings):
    path = backed_up(tmp_path)
    with other(), app.connection_for_write(settings.CELERY_BROKER_URL) as broker:
        beat_heart.apply_async(connection=broker)
        purged = []
        original = app.control.purge
        app.control.purge = lambda connection: purged.append(original(connection=broker))
        try:
            restoring.restore(path, KEY)
        finally:
            app.control.purge = original
        assert purged == [1]


def test_what_was_running_at_that_moment_is_not_running_now(other, site, tmp_path):
    actions.begin(Upkeep.Kind.BACKUP)
    path = backed_up(tmp_path)
    with other():
        restoring.restore(path, KEY)
        assert Upkeep.objects.get().state == Upkeep.State.FAILED


def test_o21_only_an_empty_place_is_filled(other, site, tmp_path):
    path = backed_up(tmp_path)
    with pytest.raises(UnfitBackup, match="The database is not empty"):
        restoring.restore(path, KEY)
    with other() as there:
        kept = store(there, "private/a.txt", b"mine")
        with pytest.raises(UnfitBackup, match="There are files already"):
            restoring.restore(path, KEY)
        assert kept.read_bytes() == b"mine"
        assert databases.is_empty()


def test_a_load_that_fails_leaves_the_place_empty(other, site, tmp_path, monkeypatch):
    store(site, "public/a.txt")
    path = backed_up(tmp_path)
    monkeypatch.setattr(restoring, "HOLD", "THIS IS NO STATEMENT")
    with other():
        with pytest.raises(Exception, match=r"psql failed|syntax error"):
            restoring.restore(path, KEY)
        assert databases.is_empty()
        assert not places.has_files()


def test_a_backup_of_a_newer_version_is_refused(other, site, tmp_path, monkeypatch):
    path = backed_up(tmp_path)
    known = versions.known_migrations()
    monkeypatch.setattr(versions, "known_migrations", lambda: known - {("accounts", "0001_initial")})
    with other(), pytest.raises(UnfitBackup, match=r"newer version of the program \(accounts.0001_initial\)"):
        restoring.restore(path, KEY)


def test_another_secret_key_is_told(other, site, tmp_path, settings):
    path = backed_up(tmp_path)
    settings.SECRET_KEY = "another"
    with other():
        assert restoring.restore(path, KEY).warnings == [restoring.OTHER_KEY]


def test_the_command_says_what_to_do_next(other, site, tmp_path, settings):
    path = backed_up(tmp_path)
    with other():
        out = StringIO()
        call_command("restore", str(path), stdout=out)
        assert "Outgoing mail is paused" in out.getvalue()
        with pytest.raises(CommandError, match="The database is not empty"):
            call_command("restore", str(path))


class TestExamining:
    """What a drill looks at finds what is wrong."""

    def test_every_kind_of_fault_is_named(self, other, site, tmp_path):
        store(site, "private/a.txt", b"words")
        store(site, "private/b.txt", b"words")
        make_message("test.letter")
        path = backed_up(tmp_path)
        with other() as there:
            done = restoring.restore(path, KEY)
            (there / "private/a.txt").write_bytes(b"other")
            (there / "private/b.txt").unlink()
            Message.objects.all().delete()
            OutboxState.objects.update(paused_at=None)
            Certificate.objects.filter(pk=a_certificate().pk).update(pdf="certificates/x.pdf", pdf_sha256="0" * 64)
            faults = "\n".join(examine(done.manifest).faults)
        assert "Outgoing mail is not paused" in faults
        assert "private/a.txt is not as it was stored." in faults
        assert "private/b.txt is not as it was stored." in faults
        assert "Table notifications_message has 0 rows; the backup had 1." in faults
        assert "INV-9" in faults
        assert "signature of certificate RSO-" in faults

    def test_of_many_signatures_so_many_are_verified_spread_over_all(self, other, site, tmp_path):
        for _ in range(7):
            Certificate.objects.filter(pk=a_certificate().pk).update(pdf="certificates/x.pdf", pdf_sha256="0" * 64)
        path = backed_up(tmp_path)
        with other():
            found = examine(restoring.restore(path, KEY).manifest, most_signatures=3)
        assert (found.certificates, found.signatures) == (7, 3)


@pytest.mark.processes
class TestDrill:
    """`manage.py drill`: beside the site, in processes of its own."""

    def test_o22_the_newest_backup_is_brought_back_looked_through_and_thrown_away(self, site, tmp_path, settings):
        # What migrations make is put in the search index by nobody but this.
        call_command("check_invariants", fix_derived=True, stdout=StringIO())
        call_command("backup", stdout=StringIO())
        out = StringIO()
        call_command("drill", stdout=out)
        drill = Upkeep.objects.get(kind="drill")
        assert (drill.state, drill.fault) == ("good", "")
        assert drill.facts["outbox_is_paused"] is True
        assert drill.facts["invariants"] > 20
        assert set(drill.facts["seconds"]) == {"restore", "examine"}
        assert not list(Path(settings.DATA_DIR).glob(".drill-*"))
        assert not mail.is_paused(), "The site itself goes on mailing."

    def test_o22_a_backup_that_cannot_be_opened_is_a_failed_drill(self, site, tmp_path, settings):
        call_command("backup", stdout=StringIO())
        settings.BACKUP_KEY = "another passphrase of mine"
        with pytest.raises(CommandError, match="would not bring the site back"):
            call_command("drill", stdout=StringIO())
        assert "BACKUP_KEY does not open" in Upkeep.objects.get(kind="drill").fault


def test_a_drill_can_reach_neither_database_nor_files_nor_mail_server(site, monkeypatch, tmp_path):
    monkeypatch.setenv("REDIS_URL", "redis://localhost/0")
    environment = drilling._environment(tmp_path, "sqlite:////there", KEY)
    assert "REDIS_URL" not in environment
    assert environment["EMAIL_URL"] == "dummymail://"
    assert environment["DATABASE_URL"] == "sqlite:////there"
    assert str(tmp_path) in environment["CELERY_BROKER_URL"] + environment["DATA_DIR"]
    assert json.dumps(environment)


def test_no_backup_to_rehearse_with_is_said_in_a_sentence(site, settings):
    with pytest.raises(CommandError, match="There is no backup in"):
        call_command("drill")
    settings.BACKUP_DIR = ""
    with pytest.raises(CommandError, match="Name a backup, or set BACKUP_DIR"):
        call_command("drill")
