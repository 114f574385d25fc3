"""The database's own refusal: triggers that let rows of the log be added and nothing else.

A later migration that alters one of these tables removes the guard first and installs it after: SQLite rebuilds the
table, and would lose its triggers. INV-11 notices when one is missing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

SQL = Path(__file__).parent / "sql"
TRIGGERS = (
    ("audit_entry", "audit_entry_update"),
    ("audit_entry", "audit_entry_delete"),
    ("audit_seal", "audit_seal_update"),
    ("audit_seal", "audit_seal_delete"),
    ("audit_segment", "audit_segment_update"),
    ("audit_segment", "audit_segment_delete"),
)
# What only one engine can do: TRUNCATE there, INSERT OR REPLACE here.
OWN = {
    "postgresql": tuple((table, f"{table}_truncate") for table in ("audit_entry", "audit_seal", "audit_segment")),
    "sqlite": (("audit_entry", "audit_entry_replace"),),
}


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Guards that should stand and do not; rebuilding a table on SQLite drops its triggers without a word."""
    there = _present(connection)
    return [name for _, name in _expected(connection) if name not in there]


def install(connection: BaseDatabaseWrapper) -> None:
    _settle(connection)
    with connection.cursor() as cursor:
        for statement in _statements(connection):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    _settle(connection)
    with connection.cursor() as cursor:
        for table, name in _expected(connection):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """For tests alone: emptying all tables after a test, and the twin that shows what the guard is for."""
    stood = bool(_present(connection))
    if stood:
        remove(connection)
    try:
        yield
    finally:
        if stood:
            install(connection)


def _settle(connection: BaseDatabaseWrapper) -> None:
    """PostgreSQL changes no trigger of a table while foreign keys of this transaction wait to be checked."""
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        connection.check_constraints()


def _expected(connection: BaseDatabaseWrapper) -> tuple[tuple[str, str], ...]:
    return TRIGGERS + OWN[connection.vendor]


def _present(connection: BaseDatabaseWrapper) -> set[str]:
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        return {name for (name,) in cursor.fetchall()} & {name for _, name in _expected(connection)}


def _statements(connection: BaseDatabaseWrapper) -> list[str]:
    text = (SQL / f"guard_{connection.vendor}.sql").read_text()
    return [statement.strip() for statement in text.split("--;") if statement.strip()]
