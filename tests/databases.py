"""A database for each test process, copied from a template that is migrated once for each state of locks and migrations.

Migrations cost most of a minute; a copy costs milliseconds. Tests that commit get a fresh copy afterwards, so that what
migrations wrote (root page, locale, triggers) is always there. `python -m tests.databases` makes the template beforehand.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / "var" / "test-templates"
SQLITE_FILE = "test.sqlite3"
# Every connection this process has opened and that is still kept somewhere, with the thread it belongs to.
_opened: "weakref.WeakKeyDictionary[BaseDatabaseWrapper, int]" = weakref.WeakKeyDictionary()


def _note(connection: BaseDatabaseWrapper, **said: object) -> None:
    _opened[connection] = threading.get_ident()


connection_created.connect(_note)


def close_all() -> None:
    """Close what this thread has open, wherever Django keeps it.

    It has two places: one while an event loop runs in the thread, as the browser's driver has it, and one otherwise. Asked in
    one of them it does not know of the other, and whatever was open there would go on with a database that is gone.
    """
    connections.close_all()
    for one, thread in list(_opened.items()):
        if thread == threading.get_ident():
            one.close()


def key() -> str:
    """Changes with every migration and every lock."""
    digest = hashlib.sha256()
    files = [*ROOT.glob("*/*/migrations/*.py"), *ROOT.glob("*/*/sql/*.sql"), *ROOT.glob("requirements/*.txt")]
    for file in sorted(files):
        digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


class SqliteCopies:
    """One file for each process."""

    def __init__(self, worker: str) -> None:
        self.template = CACHE / f"{key()}.sqlite3"
        self.file = Path(tempfile.mkdtemp(prefix=f"lms-test-{worker}-")) / SQLITE_FILE

    def ensure_template(self) -> None:
        with locked(CACHE / "lock"):
            if self.template.exists():
                return
            building = self.template.with_suffix(".building")
            building.unlink(missing_ok=True)
            point_at(str(building))
            migrate()
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            close_all()
            building.rename(self.template)

    def fresh(self) -> None:
        close_all()
        for leftover in self.file.parent.glob("test.sqlite3*"):
            # A server's thread that is done this moment takes the log of its last connection away itself.
            leftover.unlink(missing_ok=True)
        shutil.copyfile(self.template, self.file)
        point_at(str(self.file))

    def drop(self) -> None:
        close_all()
        shutil.rmtree(self.file.parent, ignore_errors=True)


class PostgresCopies:
    """One database for each process, made from a template database."""

    def __init__(self, worker: str) -> None:
        self.template = f"lms_template_{key()}"
        self.name = f"lms_test_{worker}_{os.getpid()}"

    def ensure_template(self) -> None:
        with locked(CACHE / "lock-postgresql"):
            if self._sql("SELECT 1 FROM pg_database WHERE datname = %s", self.template):
                return
            building = f"{self.template}_building"
            self._sql(f'DROP DATABASE IF EXISTS "{building}" WITH (FORCE)')
            self._sql(f"CREATE DATABASE \"{building}\" TEMPLATE template0 ENCODING 'UTF8'")
            point_at(building)
            migrate()
            close_all()
            self._sql(f'ALTER DATABASE "{building}" RENAME TO "{self.template}"')

    def fresh(self) -> None:
        close_all()
        self._sql(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        self._sql(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')
        point_at(self.name)

    def drop(self) -> None:
        close_all()
        self._sql(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _sql(self, statement: str, *values: str) -> list[tuple]:
        settings = connection.settings_dict
        with psycopg.connect(
            host=settings["HOST"] or None,
            port=settings["PORT"] or None,
            user=settings["USER"] or None,
            password=settings["PASSWORD"] or None,
            dbname="postgres",
            autocommit=True,
        ) as server:
            cursor = server.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []


def copies(worker: str) -> SqliteCopies | PostgresCopies:
    return PostgresCopies(worker) if connection.vendor == "postgresql" else SqliteCopies(worker)


def migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    # The tests keep their cache in memory; the processes that some of them start keep it in this table.
    call_command("createcachetable", "cache", verbosity=0)


def main() -> None:
    import django

    django.setup()
    beforehand = copies("beforehand")
    beforehand.ensure_template()
    beforehand.drop()


def point_at(name: str) -> None:
    close_all()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = name
        connections.settings[alias]["NAME"] = name


@contextmanager
def locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    main()
