"""The database as one file, and back: SQLite's online copy, PostgreSQL's own tools. Both take one moment whole (O-20)."""

import gzip
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from .manifest import UnfitBackup

MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, id"
SQLITE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
POSTGRES_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"


@dataclass(frozen=True)
class Dump:
    """One moment of the database, and what was in it then."""

    vendor: str
    server: str
    rows: dict[str, int]
    migrations: dict[str, list[str]]


def dump(into: Path) -> Dump:
    """Take the database while people go on working: readers and writers wait for nothing."""
    return _dump_sqlite(into) if connection.vendor == "sqlite" else _dump_postgresql(into)


def load(dump: Path, then: list[str]) -> None:
    """Fill an empty database; what must be true before anybody uses it (`then`) comes in the same transaction."""
    if connection.vendor == "sqlite":
        _load_sqlite(dump, then)
    else:
        _load_postgresql(dump, then)
    connection.close()


def is_empty() -> bool:
    if connection.vendor == "sqlite":
        # Asking SQLite makes the file.
        Path(connection.settings_dict["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    return not connection.introspection.table_names()


def rows() -> dict[str, int]:
    """How many rows each table has now."""
    with connection.cursor() as cursor:
        cursor.execute(SQLITE_TABLES if connection.vendor == "sqlite" else POSTGRES_TABLES)
        tables = [name for (name,) in cursor.fetchall()]
        counted = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 # nosec B608 - names from the catalogue
            counted[table] = cursor.fetchone()[0]
    return counted


def create(name: str) -> None:
    """An empty PostgreSQL database beside ours, for a rehearsal."""
    try:
        with _connected(autocommit=True) as server:
            server.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name))
            )
    except psycopg.errors.InsufficientPrivilege:
        raise UnfitBackup(
            "This database account may not create databases: allow it (CREATEDB), or name an empty one with --into."
        ) from None


def drop(name: str) -> None:
    with _connected(autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _dump_sqlite(into: Path) -> Dump:
    copy = into.with_suffix(".copy")
    # All pages in one step: a reader's snapshot, beside which writers go on in the write-ahead log.
    with (
        closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=30)) as live,
        closing(sqlite3.connect(copy)) as target,
    ):
        live.backup(target, pages=-1)
        if target.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise UnfitBackup("SQLite says that its copy is damaged: look at the disk.")
        tables = [name for (name,) in target.execute(SQLITE_TABLES)]
        count = 'SELECT count(*) FROM "{}"'
        counted = {table: target.execute(count.format(table)).fetchone()[0] for table in tables}
        applied = _by_app(target.execute(MIGRATIONS).fetchall())
    with copy.open("rb") as source, gzip.open(into, "wb", compresslevel=1) as packed:
        shutil.copyfileobj(source, packed, 1024 * 1024)
    copy.unlink()
    return Dump("sqlite", sqlite3.sqlite_version, counted, applied)


def _dump_postgresql(into: Path) -> Dump:
    with _connected() as own:
        # The counts and the dump look at the very same moment.
        own.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        own.read_only = True
        snapshot = own.execute("SELECT pg_export_snapshot()").fetchone()
        tables = [name for (name,) in own.execute(POSTGRES_TABLES)]
        count = sql.SQL("SELECT count(*) FROM {}")
        counted = {table: own.execute(count.format(sql.Identifier(table))).fetchone()[0] for table in tables}  # type: ignore[index] # a count has a row
        applied = _by_app(own.execute(MIGRATIONS).fetchall())
        options = ["--format=custom", "--no-owner", "--no-privileges", "--file", str(into)]
        _run(["pg_dump", *options, f"--snapshot={snapshot[0]}"])  # type: ignore[index] # as above
        server = str(own.info.server_version // 10000)
    return Dump("postgresql", server, counted, applied)


def _load_sqlite(dump: Path, then: list[str]) -> None:
    target = Path(connection.settings_dict["NAME"])
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".restoring")
    connection.close()
    with gzip.open(dump, "rb") as packed, partial.open("wb") as copy:
        shutil.copyfileobj(packed, copy, 1024 * 1024)
        copy.flush()
        os.fsync(copy.fileno())
    with closing(sqlite3.connect(partial, isolation_level=None)) as copied:
        copied.execute("BEGIN IMMEDIATE")
        for statement in then:
            copied.execute(statement)
        copied.execute("COMMIT")
        copied.execute("PRAGMA journal_mode=DELETE")
    for leftover in ("-wal", "-shm"):
        Path(f"{target}{leftover}").unlink(missing_ok=True)
    partial.replace(target)


def _load_postgresql(dump: Path, then: list[str]) -> None:
    connection.close()
    command = [
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set",
        "ON_ERROR_STOP=1",
        "--output=/dev/null",
    ]
    with subprocess.Popen(  # noqa: S603 - our own words
        _found(command), stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment()
    ) as psql:
        restore = ["pg_restore", "--no-owner", "--no-privileges", "--file=-", str(dump)]
        made = subprocess.run(_found(restore), stdout=psql.stdin, stderr=subprocess.PIPE, check=False)  # noqa: S603
        if made.returncode:
            # Before its input ends: so nothing is committed.
            psql.kill()
            raise UnfitBackup(f"pg_restore failed: {_last_line(made.stderr)}")
        last = ["SELECT pg_catalog.set_config('search_path', 'public', false)", *then]
        _, said = psql.communicate(("".join(f"{statement};\n" for statement in last)).encode())
        if psql.returncode:
            raise UnfitBackup(f"psql failed: {_last_line(said)}")


def _run(command: list[str]) -> None:
    done = subprocess.run(_found(command), env=_environment(), capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise UnfitBackup(f"{command[0]} failed: {_last_line(done.stderr)}")


def _found(command: list[str]) -> list[str]:
    path = shutil.which(command[0])
    if path is None:
        raise UnfitBackup(
            f"The program {command[0]} is missing; on Debian install it with: apt install postgresql-client"
        )
    return [path, *command[1:]]


def _connected(*, autocommit: bool = False) -> psycopg.Connection[tuple[Any, ...]]:
    return psycopg.connect(psycopg.conninfo.make_conninfo("", **_address()), autocommit=autocommit)


def _address() -> dict[str, str]:
    """How libpq reaches our database; the password goes by environment and never into a list of processes."""
    ours = connection.settings_dict
    own = {"host": ours["HOST"], "port": ours["PORT"], "user": ours["USER"], "password": ours["PASSWORD"]}
    own |= {"dbname": ours["NAME"], **{key: value for key, value in ours["OPTIONS"].items() if key.startswith("ssl")}}
    return {key: str(value) for key, value in own.items() if value}


def _environment() -> dict[str, str]:
    names = {"dbname": "PGDATABASE"}
    return {**os.environ, **{names.get(key, f"PG{key.upper()}"): value for key, value in _address().items()}}


def _by_app(rows: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for app, name in rows:
        found.setdefault(app, []).append(name)
    return found


def _last_line(said: bytes) -> str:
    return (said.decode(errors="replace").strip().splitlines() or ["it said nothing"])[-1][:300]
