"""Bringing a backup back, into an empty place only; then mail waits, numbers are skipped, tasks are forgotten (F-28)."""

import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import redis
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from kombu.exceptions import OperationalError

from lms.celery import app
from lms.notifications.holding import HOLD

from . import actions, archive, databases, places, versions
from .manifest import DUMPS, FOLDERS, NAME, Manifest, UnfitBackup

BLOCK = 1024 * 1024
MODES = {"public": 0o640, "private": 0o600, "keys": 0o600}
# What Kombu keeps in Redis of tasks that were handed out and not finished.
HANDED_OUT = ("unacked", "unacked_index")


@dataclass(frozen=True)
class Restored:
    """What came back, and what whoever did it should know."""

    manifest: Manifest
    files: int
    uncertain: int
    migrated: int
    warnings: list[str] = field(default_factory=list)


def restore(path: Path, passphrase: str, *, by: object = None) -> Restored:
    """Nothing is written before all of the backup has been read and found whole."""
    _refuse_a_used_place()
    manifest = archive.verify(path, passphrase)
    _refuse_a_misfit(manifest)
    _bring_back(path, passphrase)
    pending = versions.pending_migrations()
    if pending:
        call_command("migrate", interactive=False, verbosity=0)
    uncertain = actions.settle_restored(path.name, made_at=manifest.made_at, by=by)
    warnings = [] if manifest.secret == places.secret_mark() else [OTHER_KEY]
    warnings += [] if empty_broker() else [BROKER_AWAY]
    return Restored(manifest, len(manifest.stored), uncertain, len(pending), warnings)


OTHER_KEY = "SECRET_KEY is not the one of the backup. Add the old one to SECRET_KEY_FALLBACKS and AUDIT_KEYS."
BROKER_AWAY = "The task queue could not be reached. Empty it before you start a worker."


def empty_broker() -> bool:
    """Tasks speak of rows that may not be there any more; the sweeps find what is to be done. False: not reached."""
    try:
        with app.connection_for_write() as broker:
            app.control.purge(connection=broker)
        if settings.CELERY_BROKER_URL.startswith("redis"):
            with redis.Redis.from_url(settings.CELERY_BROKER_URL, socket_timeout=5, socket_connect_timeout=2) as server:
                server.delete(*HANDED_OUT)
    except (OperationalError, OSError, redis.RedisError):
        return False
    return True


def _refuse_a_used_place() -> None:
    if not databases.is_empty():
        raise UnfitBackup("The database is not empty. Restore into a new one: nothing is ever overwritten.")
    if places.has_files():
        where = ", ".join(str(root) for root in places.folders().values())
        raise UnfitBackup(f"There are files already. Restore into empty folders: {where}.")


def _refuse_a_misfit(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise UnfitBackup(f"The backup comes from {manifest.vendor}, and DATABASE_URL names {connection.vendor}.")
    known = versions.known_migrations()
    # Of our own apps alone: libraries forget migrations they have joined, ours are only ever added.
    applied = [(app, name) for app in versions.own_labels() for name in manifest.migrations.get(app, [])]
    if strange := [f"{app}.{name}" for app, name in applied if (app, name) not in known]:
        raise UnfitBackup(f"The backup was made by a newer version of the program ({strange[0]}). Install that first.")


def _bring_back(path: Path, passphrase: str) -> None:
    written: list[Path] = []
    try:
        with _scratch() as scratch, archive.opened(path, passphrase) as members:
            dump = Path(scratch) / "dump"
            for name, content in members:
                if name in DUMPS.values():
                    _copy(content, dump, 0o600)
                elif name != NAME:
                    written.append(_store(name, content))
            # The database last: a site without one serves nobody, whatever happens on the way.
            databases.load(dump, then=[HOLD])
    except BaseException:
        for left in written:
            left.unlink(missing_ok=True)
        raise


def _store(name: str, content: IO[bytes]) -> Path:
    place = places.place_of(name)
    folder = name.split("/", 1)[0]
    root = places.folders()[folder]
    private = folder != FOLDERS[0]
    for parent in [root, *reversed([one for one in place.parents if root in one.parents])]:
        parent.mkdir(parents=True, exist_ok=True, mode=0o700 if private else 0o755)
    partial = place.with_name(f"{place.name}.restoring")
    _copy(content, partial, MODES[folder])
    # As of now, not as of then: what no row names is cleared a day after it came.
    partial.replace(place)
    return place


def _copy(content: IO[bytes], to: Path, mode: int) -> None:
    with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        while block := content.read(BLOCK):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())


def _scratch() -> tempfile.TemporaryDirectory[str]:
    data = Path(settings.DATA_DIR)
    data.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(prefix=".restore-", dir=data)
