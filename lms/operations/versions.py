"""Which versions run here, and whether the database has all their changes."""

import platform
import sqlite3
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from lms.version import program_version

FLOORS = ("lms.", "cms.", "courses.", "alumni.")
SHOWN = {"django": "Django", "wagtail": "Wagtail", "celery": "Celery"}


@cache
def of_the_program() -> dict[str, str]:
    """Our own version and of what it stands on."""
    return {
        "program": program_version(),
        **{name: _installed(name) for name in SHOWN},
        "python": platform.python_version(),
    }


def of_the_database() -> str:
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    connection.ensure_connection()
    number = connection.connection.info.server_version
    return f"PostgreSQL {number // 10000}.{number % 10000}"


def pending_migrations() -> list[str]:
    """Changes of the database this program knows and the database has not had."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    return sorted(f"{app}.{name}" for app, name in known_migrations() - applied)


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """By the names of the files: reading names costs nothing, loading three hundred modules does."""
    return frozenset(
        (config.label, file.stem)
        for config in apps.get_app_configs()
        for file in (Path(config.path) / "migrations").glob("[!_]*.py")
    )


def own_labels() -> list[str]:
    return [config.label for config in apps.get_app_configs() if config.name.startswith(FLOORS)]


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
