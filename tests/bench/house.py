"""The program at work as in production: web, worker and scheduler; what memory and processor time each takes."""

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.ports import free_port

from .sites import Site

TICK, PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
WEB = "--worker-class gthread --workers 2 --threads 4 --log-level error --no-control-socket"
WORKER = "worker --concurrency 2 --loglevel ERROR --without-gossip --without-mingle"


@dataclass
class House:
    """What runs, and what was seen of it: moments with the megabytes of web and worker."""

    site: Site
    port: int
    processes: dict[str, subprocess.Popen[bytes]]
    seen: list[tuple[float, int, int]] = field(default_factory=list)

    def pids(self, name: str) -> list[int]:
        """A process and those it started."""
        found, waiting = [], [self.processes[name].pid]
        while waiting:
            found.append(pid := waiting.pop())
            waiting += children(pid)
        return found

    def memory(self, name: str) -> int:
        return sum(resident(pid) for pid in self.pids(name)) // 2**20

    def cpu(self) -> float:
        """Seconds that the web processes have used."""
        return sum(cpu(pid) for pid in self.pids("web"))

    def watch(self, done: threading.Event) -> None:
        began = time.monotonic()
        while not done.wait(1):
            self.seen.append((round(time.monotonic() - began, 1), self.memory("web"), self.memory("worker")))

    def statements(self) -> dict[str, Any]:
        """What all web processes have asked of the database so far."""
        whole: dict[str, Any] = {"seconds": 0.0, "statements": 0, "slow": {}}
        time.sleep(1.2)  # each writes once a second
        for path in (self.site.folder / "statements").glob("*.json"):
            one = json.loads(path.read_text())
            whole["seconds"] += one["seconds"]
            whole["statements"] += one["statements"]
            for sql, (count, longest) in one["slow"].items():
                before = whole["slow"].get(sql, [0, 0.0])
                whole["slow"][sql] = [before[0] + count, max(before[1], longest)]
        return whole


@contextmanager
def at_work(site: Site) -> Iterator[House]:
    port = free_port()
    environment = site.production()
    statements = Path(environment["STATEMENTS"])
    statements.mkdir(exist_ok=True)
    for old in statements.iterdir():
        old.unlink()
    celery = [sys.executable, "-m", "celery", "--quiet", "-A", "lms"]
    commands = {
        "web": [
            sys.executable,
            "-m",
            "gunicorn",
            "tests.bench.web:application",
            "-b",
            f"127.0.0.1:{port}",
            *WEB.split(),
        ],
        "worker": [*celery, *WORKER.split()],
        "beat": [*celery, "beat", "--loglevel", "ERROR", "--pidfile", ""],
    }
    quiet = {**environment, "PYTHONWARNINGS": "ignore"}
    house = House(site, port, {})
    try:
        for name, command in commands.items():
            house.processes[name] = subprocess.Popen(command, env=quiet, stdout=subprocess.DEVNULL)
        wait_for(port)
        yield house
    finally:
        for process in house.processes.values():
            process.send_signal(signal.SIGTERM)
        for process in house.processes.values():
            end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/-/readiness", headers={"Host": "bench.example"})
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.3)
    raise SystemExit("The web server did not start.")


def children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except OSError:
        return 0


def cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK
    except OSError:
        return 0.0
