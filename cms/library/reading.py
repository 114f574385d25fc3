"""Having a PDF read by a process of its own, which may take little memory and time, and may fail."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .cleaning import clean
from .models import File

PROGRAM = Path(__file__).with_name("reading_pdf.py")
# Of waiting; what its own limit of computing time does not catch is one that waits for nothing.
SECONDS = 60
MOST_OUTPUT = 16 * 1024 * 1024
Problem = File.Problem


@dataclass(frozen=True)
class Found:
    """What was found in a file: the texts of its first pages, or why there are none."""

    pages: int = 0
    texts: tuple[str, ...] = ()
    problem: str = ""


def read_pdf(file: Any) -> Found:
    """The words of an open file."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program, with nothing of the file in its command
            [sys.executable, "-I", str(PROGRAM)], stdin=file, capture_output=True, timeout=SECONDS, check=False, env={}
        )
    except subprocess.TimeoutExpired:
        return Found(problem=Problem.TOO_MUCH)
    if done.returncode < 0 or b"MemoryError" in done.stderr[-2000:]:
        return Found(problem=Problem.TOO_MUCH)
    try:
        said = json.loads(done.stdout[:MOST_OUTPUT])
    except ValueError:
        return Found(problem=Problem.BROKEN)
    return Found(said["pages"], tuple(clean(text) for text in said["texts"]), said["problem"])
