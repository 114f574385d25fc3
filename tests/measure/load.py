"""Requests per second and CPU per request, against one web process, from a client in a process of its own."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.ports import free_port

TICK = os.sysconf("SC_CLK_TCK")
Request = tuple[str, str, dict[str, str], bytes]


@dataclass(frozen=True)
class Rate:
    """One kind of request: how many a second, CPU milliseconds of the server and median wall milliseconds for each."""

    kind: str
    per_second: float
    cpu_ms: float
    median_ms: float
    failed: int


@contextmanager
def server(application: str, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """One gunicorn worker with one thread; gives its port and the worker's process id."""
    port = free_port()
    gunicorn = Path(sys.executable).with_name("gunicorn")
    process = subprocess.Popen(
        [
            gunicorn,
            application,
            "-b",
            f"127.0.0.1:{port}",
            "-w",
            "1",
            "--threads",
            "1",
            "-k",
            "gthread",
            "--log-level",
            "error",
        ],
        env={**os.environ, **environment},
    )
    try:
        wait_for(port)
        yield port, children(process.pid)[0]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def rate(kind: str, port: int, worker: int, requests: Callable[[int], Request], *, seconds: float) -> Rate:
    """Send requests one after another over one connection and read what the server's process spent on them."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for warm in range(5):
        send(connection, requests(warm))
    spent, began, walls, failed, number = cpu(worker), time.perf_counter(), [], 0, 5
    while time.perf_counter() - began < seconds:
        at = time.perf_counter()
        failed += send(connection, requests(number)) not in {200, 204, 302}
        walls.append(time.perf_counter() - at)
        number += 1
    took = time.perf_counter() - began
    used = cpu(worker) - spent
    return Rate(kind, len(walls) / took, 1000 * used / len(walls), 1000 * median(walls), failed)


def send(connection: http.client.HTTPConnection, request: Request) -> int:
    method, path, headers, body = request
    connection.request(method, path, body=body or None, headers=headers)
    response = connection.getresponse()
    response.read()
    return response.status


def cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/-/liveness")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("The server did not start.")
