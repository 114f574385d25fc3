"""Backups: whole, named at once or not at all, never in the place of another, and removed in time. Ids: O-20, C-45, C-61, F-28."""

import os
import stat
import tarfile
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from lms.faults import install
from lms.operations import archive, backing_up, databases, places
from lms.operations.manifest import Manifest, UnfitBackup, is_safe
from lms.operations.models import Upkeep
from tests.factories.accounts import PersonFactory
from tests.factories.credentials import a_certificate

KEY = "a passphrase that nobody guesses"
pytestmark = pytest.mark.django_db(transaction=True)


def store(site: Path, name: str, content: bytes = b"words") -> Path:
    path = site / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_it_holds_the_database_the_files_and_the_keys(site, tmp_path):
    PersonFactory()
    store(site, "public/images/boat.webp")
    store(site, "private/certificates/ab/one.pdf", b"%PDF")
    store(site, "keys/k.pem")
    store(site, "private/certificates/ab/two.pdf.1234.part")
    made = backing_up.back_up(tmp_path / "to", KEY)
    assert set(made.manifest.stored) == {"public/images/boat.webp", "private/certificates/ab/one.pdf", "keys/k.pem"}
    assert made.manifest.files["private/certificates/ab/one.pdf"][1] == 4
    assert made.manifest.rows["accounts_user"] == 1
    assert "0001_initial" in made.manifest.migrations["accounts"]
    assert made.manifest.versions["django"].startswith("5.2")
    assert archive.verify(made.path, KEY) == made.manifest


def test_only_this_account_may_read_it(site, tmp_path):
    made = backing_up.back_up(tmp_path / "to", KEY)
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700


def test_c61_a_sealed_one_shows_nothing_and_a_plain_one_says_that_it_is_plain(site, tmp_path):
    store(site, "keys/k.key", b"the private half")
    sealed = backing_up.back_up(tmp_path / "to", KEY)
    plain = backing_up.back_up(tmp_path / "to", "")
    assert b"the private half" not in sealed.path.read_bytes()
    assert b"the private half" in plain.path.read_bytes()
    assert (sealed.path.suffix, plain.path.suffix) == (".backup", ".plain-backup")


def test_what_was_cut_off_on_the_way_leaves_no_backup(site, tmp_path):
    def stop():
        raise KeyboardInterrupt

    for point in ("backup.after_database", "backup.before_name"):
        with install(point, stop), pytest.raises(KeyboardInterrupt):
            backing_up.back_up(tmp_path / "to", KEY)
        assert names(tmp_path / "to") == []


def test_it_never_takes_the_place_of_another(site, tmp_path, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(backing_up.timezone, "now", lambda: now)
    first = backing_up.back_up(tmp_path / "to", KEY)
    before = first.path.read_bytes()
    with pytest.raises(UnfitBackup, match="never takes the place of another"):
        backing_up.back_up(tmp_path / "to", KEY)
    # Two at once: both looked before either was there.
    monkeypatch.setattr(Path, "exists", lambda path: False)
    with pytest.raises(UnfitBackup, match="never takes the place of another"):
        backing_up.back_up(tmp_path / "to", KEY)
    assert first.path.read_bytes() == before


def test_on_a_disk_without_links_it_is_named_all_the_same(site, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "link", lambda *names: (_ for _ in ()).throw(OSError(1, "no links here")))
    made = backing_up.back_up(tmp_path / "to", KEY)
    assert archive.verify(made.path, KEY).rows


def test_a_file_that_goes_meanwhile_is_counted_and_harms_nothing(site, tmp_path, monkeypatch):
    gone = store(site, "private/imports/list.csv")
    monkeypatch.setattr(places, "stored", lambda: [("private/imports/list.csv", gone.with_name("gone"))])
    made = backing_up.back_up(tmp_path / "to", KEY)
    assert (made.vanished, made.manifest.stored) == (1, {})


@pytest.mark.parametrize("harm", ["changed", "cut", "other words"])
def test_a_harmed_backup_is_refused(site, tmp_path, harm):
    store(site, "public/a.txt", b"x" * 5000)
    path = backing_up.back_up(tmp_path / "to", "" if harm == "other words" else KEY).path
    content = path.read_bytes()
    harmed = {
        "changed": content[:-200] + bytes([content[-200] ^ 1]) + content[-199:],
        "cut": content[: len(content) // 2],
        "other words": content.replace(b"x" * 5000, b"x" * 4999 + b"y"),
    }
    path.write_bytes(harmed[harm])
    with pytest.raises(UnfitBackup):
        archive.verify(path, KEY)


def test_c45_old_ones_go_after_so_many_days_and_the_newest_stays(tmp_path):
    now = timezone.now()
    for days in (0, 10, 40, 50):
        stamp = (now - timedelta(days=days)).astimezone(backing_up.UTC).strftime(backing_up.STAMP)
        (tmp_path / f"rso-{stamp}.backup").write_text("")
    (tmp_path / "rso-notes.backup").write_text("")
    assert backing_up.remove_old(tmp_path, 35, now=now) == 2
    assert len(names(tmp_path)) == 3
    assert backing_up.remove_old(tmp_path, 5, now=now + timedelta(days=100)) == 1
    assert len(backing_up.finished(tmp_path)) == 1


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("public/a.txt", True),
        ("keys/current", True),
        ("database.dump", True),
        ("../etc/passwd", False),
        ("public/../../etc/passwd", False),
        ("/etc/passwd", False),
        ("public", False),
        ("public//a", False),
        ("other/a.txt", False),
        ("public/a\x00b", False),
    ],
)
def test_only_names_inside_our_folders_are_taken(name, safe):
    assert is_safe(name) is safe


def test_a_link_in_an_archive_is_refused(tmp_path):
    path = tmp_path / "bad.plain-backup"
    with tarfile.open(path, "w") as tar:
        entry = tarfile.TarInfo("public/a")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(entry)
    with pytest.raises(UnfitBackup, match="no backup of ours"):
        archive.verify(path, "")


@pytest.mark.parametrize("text", [b"", b"{}", b"[]", b'{"format": 2}', b'{"format": 1, "made_at": "no"}'])
def test_a_table_of_contents_that_is_none_is_refused_with_a_sentence(text):
    with pytest.raises(UnfitBackup):
        Manifest.from_json(text)


class TestTheCommand:
    """`manage.py backup`."""

    def test_it_makes_one_and_the_office_sees_it(self, site, settings):
        a_certificate()
        out = StringIO()
        call_command("backup", stdout=out)
        upkeep = Upkeep.objects.get()
        assert (upkeep.kind, upkeep.state) == ("backup", "good")
        assert upkeep.facts["file"] in out.getvalue()
        assert upkeep.facts["sealed"] is True
        assert upkeep.facts["rows"] > 10

    def test_c61_without_a_passphrase_it_refuses_unless_told_to_leave_it_plain(self, site, settings):
        settings.BACKUP_KEY = ""
        with pytest.raises(CommandError, match=r"BACKUP_KEY is not set.*--plain"):
            call_command("backup")
        assert not Upkeep.objects.exists()
        out = StringIO()
        call_command("backup", plain=True, stdout=out)
        assert "is not sealed" in out.getvalue()

    def test_where_nothing_can_be_stored_it_says_so_and_the_office_sees_it(self, site, tmp_path):
        (tmp_path / "file").write_text("")
        with pytest.raises(CommandError, match="Nothing can be stored in"):
            call_command("backup", to=str(tmp_path / "file" / "inside"))
        assert "Nothing can be stored in" in Upkeep.objects.get(state="failed").fault

    def test_a_missing_program_is_named(self, site, monkeypatch):
        monkeypatch.setattr(databases.shutil, "which", lambda name: None)
        with pytest.raises(UnfitBackup, match="apt install postgresql-client"):
            databases._found(["pg_dump"])
