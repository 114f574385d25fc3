"""Making a backup while the site goes on (O-20): the database first, then the files.

Rows follow files: a certificate's file is whole on the disk before any row names it, so every file the database of that
moment names is still found afterwards. More files than rows do no harm; what no row names is cleared in time.
"""

import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.utils import timezone

from lms.faults import fault_point

from . import archive, databases, places, versions
from .manifest import DUMPS, Manifest, UnfitBackup

PREFIX, PARTIAL = "rso-", ".rso-"
STAMP = "%Y%m%dT%H%M%SZ"
SUFFIXES = (".backup", ".plain-backup")
# What a killed backup left behind; no backup takes a day.
LEFT_BEHIND = timedelta(days=1)


@dataclass(frozen=True)
class Made:
    """A finished backup, read through once more."""

    path: Path
    manifest: Manifest
    size: int
    # Files that went while it was made: erased, or cleared.
    vanished: int
    removed: int = 0


def back_up(to: Path, passphrase: str) -> Made:
    """One file that appears whole or not at all, and never in the place of another."""
    began = timezone.now()
    to = _folder(to)
    target = to / f"{PREFIX}{began.astimezone(UTC):{STAMP}}{SUFFIXES[0] if passphrase else SUFFIXES[1]}"
    if target.exists():
        raise UnfitBackup(f"{target.name} is there already; a backup never takes the place of another.")
    with _scratch(to) as scratch:
        partial = scratch / target.name
        manifest, vanished = _write(partial, scratch, passphrase, began)
        fault_point("backup.before_name")
        archive.verify(partial, passphrase)
        _give_name(partial, target)
    return Made(target, manifest, target.stat().st_size, vanished)


def newest(folder: Path) -> Path | None:
    return max(finished(folder), key=lambda path: path.name, default=None)


def finished(folder: Path) -> list[Path]:
    """The backups of a folder; what was never finished is none."""
    return [path for path in folder.glob(f"{PREFIX}*") if path.suffix in SUFFIXES and _made_at(path) is not None]


def remove_old(folder: Path, days: int, *, now: datetime | None = None) -> int:
    """Backups older than so many days; the newest stays whatever its age (C-45)."""
    before = (now or timezone.now()) - timedelta(days=days)
    last = newest(folder)
    old = [path for path in finished(folder) if path != last and (_made_at(path) or before) < before]
    for path in old:
        path.unlink()
    return len(old)


def _write(partial: Path, scratch: Path, passphrase: str, began: datetime) -> tuple[Manifest, int]:
    dump = scratch / "dump"
    taken = databases.dump(dump)
    fault_point("backup.after_database")
    writer = archive.Writer(partial, passphrase)
    try:
        writer.add(DUMPS[taken.vendor], dump)
        dump.unlink()
        # The list is made now, after the database: nothing it names can be younger.
        kept = [writer.add(name, path) for name, path in places.stored()]
        told = Manifest(
            made_at=began,
            vendor=taken.vendor,
            server=taken.server,
            versions={**versions.of_the_program(), "machine": platform.machine()},
            migrations=taken.migrations,
            rows=taken.rows,
            secret=places.secret_mark(),
        )
        return writer.finish(told), kept.count(False)
    finally:
        writer.abandon()


def _folder(to: Path) -> Path:
    """A folder of ours, private; what an earlier try left behind goes."""
    try:
        to.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise UnfitBackup(f"Nothing can be stored in {to} ({os.strerror(error.errno or 0)}).") from None
    long_ago = (timezone.now() - LEFT_BEHIND).timestamp()
    for left in to.glob(f"{PARTIAL}*"):
        if left.stat().st_mtime < long_ago:
            for path in left.iterdir():
                path.unlink()
            left.rmdir()
    return to


@contextmanager
def _scratch(to: Path) -> Iterator[Path]:
    """Beside the target, so that the finished file only has to be named."""
    try:
        folder = tempfile.TemporaryDirectory(prefix=PARTIAL, dir=to)
    except OSError as error:
        raise UnfitBackup(f"Nothing can be stored in {to} ({os.strerror(error.errno or 0)}).") from None
    with folder as name:
        yield Path(name)


def _give_name(partial: Path, target: Path) -> None:
    """A link fails where the name is taken, so that of two at once one wins."""
    try:
        os.link(partial, target)
    except FileExistsError:
        raise UnfitBackup(f"{target.name} is there already; a backup never takes the place of another.") from None
    except OSError:
        # A disk without links, such as some network shares.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        partial.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _made_at(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.stem.removeprefix(PREFIX), STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
