"""The rehearsal: a backup is brought back beside the site, looked through, timed and thrown away (O-22).

It runs in processes of its own, in an environment that can reach neither our database nor our files, broker or mail
server: whatever goes wrong there harms nobody.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.utils import timezone

from . import databases
from .manifest import UnfitBackup

# What a rehearsal must not be able to reach, or would find in the wrong place.
NOT_PASSED_ON = ("REDIS_URL", "BACKUP_DIR", "METRICS_TOKEN", "STATIC_ROOT", "PYTEST_CURRENT_TEST", "LMS_FAULT")


@dataclass
class Drill:
    """What a rehearsal found: how long each step took, what was counted, what was wrong."""

    file: str
    made_at: datetime | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    counted: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def facts(self) -> dict[str, Any]:
        made_at = self.made_at.isoformat() if self.made_at else ""
        return {
            "file": self.file,
            "made_at": made_at,
            "seconds": self.seconds,
            **self.counted,
            "faults": self.faults[:20],
        }


def drill(path: Path, passphrase: str, *, into: str = "", most_signatures: int = 0) -> Drill:
    """Never raises for what is wrong with the backup: that is what it is there to find."""
    done = Drill(path.name)
    try:
        with _scratch(into) as (folder, database):
            environment = _environment(folder, database, passphrase)
            told = _timed(done, "restore", ["restore", str(path), "--json"], environment)
            done.made_at = datetime.fromisoformat(told["made_at"])
            most = ["--signatures", str(most_signatures)] if most_signatures else []
            done.counted = _timed(done, "examine", ["examine", str(path), "--json", *most], environment)
            done.faults = done.counted.pop("faults")
            done.counted["warnings"] = told["warnings"]
    except UnfitBackup as reason:
        done.faults.append(str(reason))
    return done


def _timed(done: Drill, name: str, command: list[str], environment: dict[str, str]) -> dict[str, Any]:
    began = time.monotonic()
    run = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    done.seconds[name] = round(time.monotonic() - began, 1)
    try:
        told: dict[str, Any] = json.loads(run.stdout.strip().splitlines()[-1])
    except (ValueError, IndexError):
        raise UnfitBackup(f"{name}: {_last_line(run.stderr)}") from None
    return told


@contextmanager
def _scratch(into: str) -> Iterator[tuple[Path, str]]:
    """A folder and an empty database, both gone afterwards; one that was named is left to whoever named it."""
    folder = Path(tempfile.mkdtemp(prefix=".drill-", dir=_data()))
    name = f"drill_{timezone.now():%Y%m%d%H%M%S}_{os.getpid()}"
    is_ours = connection.vendor == "postgresql" and not into
    try:
        if is_ours:
            databases.create(name)
        yield folder, into or (_beside(name) if is_ours else f"sqlite:///{folder}/db.sqlite3")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if is_ours:
            databases.drop(name)


def _environment(folder: Path, database: str, passphrase: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in NOT_PASSED_ON}
    own = {
        "DATA_DIR": str(folder),
        "SIGNING_DIR": str(folder / "keys"),
        "DATABASE_URL": database,
        "CELERY_BROKER_URL": f"sqlite:///{folder}/broker.sqlite3",
        # No mail can leave from here, whatever happens.
        "EMAIL_URL": "dummymail://",
        "BACKUP_KEY": passphrase,
        "SECRET_KEY": settings.SECRET_KEY,
        "SECRET_KEY_FALLBACKS": ",".join(settings.SECRET_KEY_FALLBACKS),
        "AUDIT_KEYS": ",".join(settings.AUDIT_KEYS),
        "PUBLIC_URL": settings.PUBLIC_URL,
        "LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
    }
    return kept | own


def _beside(name: str) -> str:
    """The address of another database of the same server."""
    ours = connection.settings_dict
    secret = f":{quote(ours['PASSWORD'], safe='')}" if ours["PASSWORD"] else ""
    where = f"{ours['HOST']}:{ours['PORT']}" if ours["PORT"] else ours["HOST"]
    options = "&".join(f"{key}={quote(str(value), safe='')}" for key, value in ours["OPTIONS"].items())
    return f"postgres://{quote(ours['USER'], safe='')}{secret}@{where}/{name}" + (f"?{options}" if options else "")


def _data() -> Path:
    data = Path(settings.DATA_DIR)
    data.mkdir(parents=True, exist_ok=True)
    return data


def _last_line(said: str) -> str:
    return (said.strip().splitlines() or ["it said nothing"])[-1][:300]
