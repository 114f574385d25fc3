"""The two measured sites, an almost empty one and a full one: databases and folders of their own, made once and used again."""

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

SERVER = os.environ.get("DATABASE_URL", "")
WORK = Path(os.environ.get("BENCH_DIR", "var/bench")).resolve()
PREFIX = "lms_bench"


@dataclass(frozen=True)
class Site:
    """One of them, and the environment in which the program finds it."""

    name: str

    @property
    def folder(self) -> Path:
        return WORK / self.name

    @property
    def database(self) -> str:
        if not SERVER:
            return f"sqlite:///{self.folder / 'db.sqlite3'}"
        return urlunsplit(urlsplit(SERVER)._replace(path=f"/{PREFIX}_{self.name}"))

    def environment(self) -> dict[str, str]:
        return {**os.environ, "DATABASE_URL": self.database, "DATA_DIR": str(self.folder), "LOG_LEVEL": "ERROR"}

    def production(self) -> dict[str, str]:
        """As in production: behind a proxy, with TLS in front, mail that goes nowhere."""
        secret = (self.folder / "secret-key").read_text()
        return {
            **self.environment(),
            "DJANGO_SETTINGS_MODULE": "lms.settings.production",
            "SECRET_KEY": secret,
            "PUBLIC_URL": "https://bench.example",
            "EMAIL_URL": "dummymail://",
            "STATEMENTS": str(self.folder / "statements"),
        }

    def run(self, *words: str, **more: str) -> str:
        """A command of ours on this site; what it prints."""
        command = [sys.executable, *words]
        done = subprocess.run(command, env={**self.environment(), **more}, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{' '.join(words)} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
        return done.stdout


BASE, EMPTY, FULL = Site("base"), Site("empty"), Site("full")


def made(factor: float, seed: int, day: str) -> dict[str, float]:
    """Both sites as they are wanted; gives how many seconds each took to fill, 0 where it was there."""
    WORK.mkdir(parents=True, exist_ok=True)
    wanted = {
        EMPTY: {"FACTOR": "0", "SEED": str(seed), "DAY": day},
        FULL: {"FACTOR": str(factor), "SEED": str(seed), "DAY": day},
    }
    took = {}
    for site, want in wanted.items():
        began = time.monotonic()
        if not stands(site, want):
            copy_base(site)
            print(site.run("-m", "tests.bench.fill", PREPARED="1", **want), flush=True)
            mark(site).write_text(json.dumps(want))
            took[site.name] = round(time.monotonic() - began, 1)
    return took


def mark(site: Site) -> Path:
    return site.folder / "filled.json"


def stands(site: Site, want: dict[str, str]) -> bool:
    return mark(site).exists() and json.loads(mark(site).read_text()) == want


def copy_base(site: Site) -> None:
    """The demo, prepared once: making it takes minutes, copying it seconds."""
    if not mark(BASE).exists():
        drop(BASE)
        BASE.folder.mkdir(parents=True)
        create(BASE)
        BASE.run("-m", "tests.bench.fill", PREPARE_ONLY="1")
        BASE.run("manage.py", "collectstatic", "--noinput", "-v0", **BASE.production())
        mark(BASE).write_text("{}")
    drop(site)
    shutil.copytree(BASE.folder, site.folder, ignore=shutil.ignore_patterns("filled.json"))
    create(site, BASE)


def create(site: Site, template: Site | None = None) -> None:
    if SERVER:
        like = f' TEMPLATE "{PREFIX}_{template.name}"' if template else ""
        on_server(f'CREATE DATABASE "{PREFIX}_{site.name}"{like}')
        # What a database is told for itself is not copied with it (lms/setup/database.py).
        on_server(f'ALTER DATABASE "{PREFIX}_{site.name}" SET jit TO off')


def drop(site: Site) -> None:
    """Only what bears our own name."""
    shutil.rmtree(site.folder, ignore_errors=True)
    if SERVER:
        on_server(f'DROP DATABASE IF EXISTS "{PREFIX}_{site.name}"')


def on_server(statement: str) -> None:
    import psycopg

    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(statement.encode())


def drop_all() -> None:
    for site in (EMPTY, FULL, BASE):
        drop(site)


def size_of(site: Site) -> str:
    """What the database weighs."""
    if not SERVER:
        return f"{(site.folder / 'db.sqlite3').stat().st_size / 2**20:,.0f} MB"
    import psycopg

    with psycopg.connect(site.database) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        return f"{(row[0] if row else 0) / 2**20:,.0f} MB"
