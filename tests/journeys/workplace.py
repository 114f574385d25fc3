"""One workplace of real processes on the database of the test: a web server, workers, a broker and a mailbox.

Smaller than `tests/site.py`: nothing is loaded, and each process can be killed or cut off by itself.
"""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection
from kombu import pools

from lms.celery import app
from lms.setup import supervisor
from tests.ports import free_port
from tests.site import an_empty_redis

ROOT = Path(__file__).resolve().parents[2]
CELERY = [sys.executable, "-m", "celery", "--quiet", "-A", "lms"]
# The whole process is the worker: killed at a marked point, nothing of it is left to put things right.
ALONE = ["worker", "--pool", "solo", "--without-gossip", "--without-mingle", "--without-heartbeat"]
# Longer than a loaded machine needs: nobody waits for it where things go well.
PATIENCE = 240


class Workplace:
    """Where everything of one test lies, and what was started there."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.started = folder, []
        self.port = free_port()
        self.redis = an_empty_redis(os.environ["REDIS_URL"]) if os.environ.get("REDIS_URL") else ""
        self.broker = self.redis or f"sqlite:///{folder}/broker.sqlite3"
        # Where nobody answers: a port without a server, a place where no file can be made.
        self.nowhere = f"redis://127.0.0.1:{free_port()}/0" if self.redis else "sqlite:////proc/nowhere/broker.sqlite3"

    def environment(self, **changes: str) -> dict[str, str]:
        own = {
            "DJANGO_SETTINGS_MODULE": "lms.settings.demo",
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": database_url(),
            "CELERY_BROKER_URL": self.broker,
            # Sessions made here are read there.
            "SECRET_KEY": settings.SECRET_KEY,
            "PORT": str(self.port),
        }
        return {**os.environ, **own, **({"REDIS_URL": self.redis} if self.redis else {}), **changes}

    def run(self, command: list[str], **changes: str) -> subprocess.Popen:
        with (self.folder / "said").open("a") as said:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment(**changes),
                start_new_session=True,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        self.started.append(process)
        return process

    def web(self, application: str = "lms.wsgi:application", **changes: str) -> str:
        """The web server as the demo runs it; answers with its address once it serves."""
        command = supervisor.programs(self.environment())["web"]
        web = self.run([application if part == "lms.wsgi:application" else part for part in command], **changes)
        address = f"http://127.0.0.1:{self.port}"
        self.wait_for(lambda: web.poll() is not None or supervisor.answers(f"{address}/-/liveness"))
        assert web.poll() is None, self.said()
        return address

    def worker(self, **changes: str) -> subprocess.Popen:
        """A worker as the demo runs it, with one task at a time."""
        command = supervisor.programs(self.environment())["worker"]
        return self.run([*command, "--concurrency", "1"], **changes)

    def worker_that_dies_at(self, point: str) -> None:
        """A worker that takes up what there is and is killed by SIGKILL at a marked point."""
        worker = self.run([*CELERY, *ALONE, "--hostname", f"{point}@%h"], LMS_FAULT=point)
        self.wait_for(lambda: worker.poll() is not None)
        assert worker.returncode == -signal.SIGKILL, self.said()

    def tick(self, *tasks: str) -> None:
        """What the schedule sends each minute, now."""
        with app.connection_for_write(self.broker) as broker:
            for task in tasks:
                app.send_task(task, connection=broker)

    def cut_off(self, monkeypatch: object) -> None:
        """From here on this process cannot reach the broker."""
        monkeypatch.setattr(app.amqp, "_producer_pool", pools.producers[app.connection_for_write(self.nowhere)])

    def files(self) -> list[Path]:
        return sorted((self.folder / "private" / "certificates").rglob("*.pdf"))

    def mails(self) -> list[EmailMessage]:
        letters = sorted((self.folder / "mail").glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in letters]

    def said(self) -> str:
        file = self.folder / "said"
        return file.read_text()[-3000:] if file.exists() else ""

    def wait_for(self, condition: Callable[[], object]) -> None:
        until = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < until, self.said()
            time.sleep(0.1)

    def close(self) -> None:
        for process in self.started:
            # Its group too: what a killed worker left behind goes with it.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if self.redis:
            redis.Redis.from_url(self.redis).flushdb()


def database_url() -> str:
    """The database this test works on, as an address for other processes."""
    of = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{of['NAME']}"
    password = f":{of['PASSWORD']}" if of["PASSWORD"] else ""
    return f"postgres://{of['USER']}{password}@{of['HOST']}:{of['PORT']}/{of['NAME']}"


class StaysHere(urllib.request.HTTPRedirectHandler):
    """Tells where it was sent instead of going there."""

    def redirect_request(self, *anything: object) -> None:
        return None


class Browser:
    """A signed-in browser without scripts: sends forms, and says where it was sent."""

    def __init__(self, address: str, session: str) -> None:
        self.address = address
        # The form's token is good when it equals the cookie; what makes it secret is that no other site can set it.
        self.token = "t" * 32
        self.cookie = f"session={session}; csrf={self.token}"
        self._opener = urllib.request.build_opener(StaysHere)

    def get(self, path: str) -> tuple[int, str]:
        status, _, page = self._ask(path)
        return status, page

    def post(self, path: str) -> tuple[int, str]:
        """The status, and the address the answer leads to."""
        status, onward, _ = self._ask(path, f"csrfmiddlewaretoken={self.token}".encode())
        return status, onward

    def _ask(self, path: str, form: bytes | None = None) -> tuple[int, str, str]:
        request = urllib.request.Request(f"{self.address}{path}", data=form, headers={"Cookie": self.cookie})
        try:
            answer = self._opener.open(request, timeout=PATIENCE)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            return answer.status, answer.headers.get("Location", ""), answer.read().decode()
