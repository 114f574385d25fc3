"""Marked points where a fault test may stop the program: `fault_point("certificate.after_row")`. Inert elsewhere."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings

_installed: dict[str, Callable[[], object]] = {}


def fault_point(name: str) -> None:
    """A marked point; nothing happens unless a test asked for this name."""
    if name in _installed:
        _installed[name]()
    # Only the demo and the tests read FAULT from the environment; production has no such setting.
    if getattr(settings, "FAULT", None) == name and _first_time():
        os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def install(name: str, fault: Callable[[], object]) -> Iterator[None]:
    """Inside the block, `fault` is called wherever this process passes the point."""
    _installed[name] = fault
    try:
        yield
    finally:
        _installed.pop(name, None)


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
