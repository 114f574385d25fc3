"""`python -m lms.setup.alive web|worker|beat`: is this process doing its work? Asked by Docker twice a minute.

It loads the settings and no app, so that asking costs a fraction of a second. With `--end` it also ends a process that
has been silent for minutes while the database answers, so that Docker starts it anew (F-2).
"""

import argparse
import os
import signal
import sys
import time
import urllib.error
import urllib.request
import warnings
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

# The canary runs three times a minute.
SILENT, HOPELESS = 90.0, 300.0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="alive")
    parser.add_argument("what", choices=["web", "worker", "beat"])
    parser.add_argument("--end", action="store_true", help="End process 1 of this container where it is stuck.")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")
    # No app is loaded, on purpose.
    warnings.filterwarnings("ignore", message="Accessing the database during app initialization")
    if chosen.what == "web":
        return told("The web server answers." if web_answers() else "", "The web server does not answer.")
    try:
        ages = beats()
    except DatabaseError:
        return told("", "The database does not answer.")
    if chosen.end and is_stuck(chosen.what, ages, process_age(1)):
        os.kill(1, signal.SIGTERM)
    age = ages.get(chosen.what)
    said = "Never seen." if age is None else f"Last seen {age:.0f} s ago."
    return told(said if age is not None and age <= SILENT else "", said)


def web_answers() -> bool:
    """By the name people use: a server that knows its name refuses every other."""
    # 0.0.0.0 is where gunicorn listens; this is how one reaches it.
    address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/-/liveness"
    request = urllib.request.Request(address, headers={"Host": settings.ALLOWED_HOSTS[0]})
    try:
        with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310 # nosec B310 - as above
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def beats() -> dict[str, float]:
    """Seconds since each part of the background work last showed itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, at FROM notifications_beat")
        now = datetime.now(UTC)
        return {name: (now - moment(at)).total_seconds() for name, at in cursor.fetchall()}


def moment(at: datetime | str) -> datetime:
    """PostgreSQL answers with a moment, SQLite with its text in UTC."""
    found = datetime.fromisoformat(at) if isinstance(at, str) else at
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def is_stuck(what: str, ages: dict[str, float], own_age: float) -> bool:
    """Silent for minutes since it started. A worker is given no work without the schedule: then it is not to blame."""
    if own_age <= HOPELESS or ages.get(what, own_age) <= HOPELESS:
        return False
    return what == "beat" or ages.get("beat", own_age) <= SILENT


def process_age(pid: int) -> float:
    """Seconds since a process of this container began."""
    try:
        return time.time() - Path(f"/proc/{pid}").stat().st_mtime
    except OSError:
        return 0.0


def told(good: str, bad: str) -> int:
    sys.stdout.write(f"{good or bad}\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
