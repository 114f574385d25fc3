"""The whole program as `make demo` runs it: web server, real worker and scheduler under the supervisor, on data of its own."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import psycopg
import redis

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[1]
PREPARED = ("set_up", "load_demo")


@dataclass
class Site:
    """A running site: where it answers, where its data lies, and the process that holds it together."""

    address: str
    data: Path
    environment: dict[str, str]
    process: subprocess.Popen
    letters: dict[Path, EmailMessage] = field(default_factory=dict)

    def manage(self, *arguments: str) -> str:
        return manage(self.environment, *arguments)

    def mails(self, to: str) -> list[EmailMessage]:
        """What has arrived for one person, oldest first. Each is read once: they come whole, and stay as they are."""
        files = sorted((self.data / "mail").glob("*.eml"))
        for file in files:
            if file not in self.letters:
                self.letters[file] = message_from_bytes(file.read_bytes(), policy=policy.default)
        return [self.letters[file] for file in files if to in str(self.letters[file]["To"])]

    def wait_for_mail(self, to: str, subject: str, seconds: float = 90) -> EmailMessage:
        """A real worker delivers when it delivers: waits as long as an officer might, and no longer."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = [letter for letter in self.mails(to) if subject in str(letter["Subject"])]
            if found:
                return found[-1]
            time.sleep(0.5)
        raise AssertionError(
            f"No mail “{subject}” came to {to}; there are {[str(m['Subject']) for m in self.mails(to)]}."
        )


def manage(environment: dict[str, str], *arguments: str) -> str:
    run = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return run.stdout


def start(data: Path, template: Path | str, **extra: str) -> Site:
    """Prepare and start a site on a copy of the tests' migrated database. It is PostgreSQL where the suite runs on it."""
    port = free_port()
    environment = {
        **os.environ,
        "DATA_DIR": str(data),
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "lms.settings.demo",
    }
    for leftover in ("SECRET_KEY", "PUBLIC_URL", "PYTEST_CURRENT_TEST"):
        environment.pop(leftover, None)
    environment.update(extra)
    if environment.get("DATABASE_URL"):
        environment["DATABASE_URL"] = own_database(environment["DATABASE_URL"], f"lms_site_{port}", str(template))
    else:
        shutil.copyfile(template, data / "db.sqlite3")
    if environment.get("REDIS_URL"):
        environment["REDIS_URL"] = an_empty_redis(environment["REDIS_URL"])
    for command in PREPARED:
        manage(environment, command)
    log = (data / "supervisor.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "lms" / "setup" / "supervisor.py")],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=log,
    )
    site = Site(f"http://127.0.0.1:{port}", data, environment, process)
    wait_until_ready(site)
    return site


def stop(site: Site) -> None:
    site.process.send_signal(signal.SIGINT)
    try:
        site.process.wait(40)
    finally:
        if site.process.poll() is None:
            site.process.kill()
        if site.environment.get("DATABASE_URL"):
            drop_database(site.environment["DATABASE_URL"])


def wait_until_ready(site: Site) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and site.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{site.address}/-/readiness", timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    raise AssertionError((site.data / "supervisor.log").read_text()[-2000:])


def own_database(url: str, name: str, template: str = "template0") -> str:
    """A database beside the tests' own: a copy of `template`, or an empty one."""
    server = url.rsplit("/", 1)[0]
    with psycopg.connect(f"{server}/postgres".replace("postgres://", "postgresql://"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return f"{server}/{name}"


def drop_database(url: str) -> None:
    server, name = url.rsplit("/", 1)
    with psycopg.connect(f"{server}/postgres".replace("postgres://", "postgresql://"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def an_empty_redis(url: str) -> str:
    """A numbered database of this Redis that nobody uses: its queue is ours alone.

    Each process of a parallel run looks among numbers of its own: an empty one may have been taken a moment ago, and two
    workplaces with one queue would take each other's tasks.
    """
    server = url.rsplit("/", 1)[0]
    mine = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    of_all = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    for number in range(15 - mine, 0, -of_all):
        if redis.Redis.from_url(f"{server}/{number}").dbsize() == 0:
            return f"{server}/{number}"
    raise AssertionError("Every database of this Redis is in use.")
