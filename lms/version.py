"""The version of this program."""

import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "pyproject.toml"


@cache
def program_version() -> str:
    return str(tomllib.loads(FILE.read_text())["project"]["version"])
