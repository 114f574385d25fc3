"""Marked points where a fault test may stop or hold the program: `fault_point("certificate.after_row")`. Inert elsewhere."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

# Seconds: a test that was stopped leaves nothing waiting for ever.
LONGEST_WAIT = 240
_installed: dict[str, Callable[[], object]] = {}


def fault_point(name: str) -> None:
    """A marked point; nothing happens unless a test asked for this name."""
    if name in _installed:
        _installed[name]()
    # Only the demo and the tests read FAULT from the environment; production has no such setting.
    if getattr(settings, "FAULT", None) == name:
        gate = getattr(settings, "FAULT_GATE", None)
        if gate:
            _wait_at(Path(gate))
        elif _first_time():
            os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def install(name: str, fault: Callable[[], object]) -> Iterator[None]:
    """Inside the block, `fault` is called wherever this process passes the point."""
    _installed[name] = fault
    try:
        yield
    finally:
        _installed.pop(name, None)


def _wait_at(gate: Path) -> None:
    """Say that the point is reached, by making the file, and go on once the test has taken it away."""
    gate.touch()
    until = time.monotonic() + LONGEST_WAIT
    while gate.exists() and time.monotonic() < until:
        time.sleep(0.05)


def _first_time() -> bool:
    """With a marker file the process dies once: whoever creates the file dies, whoever finds it lives."""
    marker = getattr(settings, "FAULT_MARKER", None)
    if not marker:
        return True
    try:
        os.close(os.open(marker, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError:
        return False
    return True
