"""The numbers of certificates, and which of them a part may be a part of. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

DIGITS = 6
# Fewer signs stand in almost every number.
FEWEST = 4
# Each is one search in the index; a part that could stand in more places is looked for in the newest years alone.
MOST = 200
_WRITTEN = re.compile(r"[A-Z0-9-]+")


def number_of(year: int, serial: int) -> str:
    """As it is printed: RSO-2026-000412."""
    return f"{_head(year)}{serial:0{DIGITS}d}"


def typed_part(typed: str) -> str:
    """The part of a number that somebody typed; empty where it is too short, or cannot be one, such as a name."""
    signs = unicodedata.normalize("NFKC", typed[:200]).upper()
    part = "".join("-" if unicodedata.category(sign) == "Pd" else sign for sign in signs if not sign.isspace())
    is_one = len(part) >= FEWEST and _WRITTEN.fullmatch(part) and any(sign.isdigit() for sign in part)
    return part if is_one else ""


def spans(part: str, given: Iterable[tuple[int, int]]) -> list[tuple[str, str]]:
    """The first and the last number of each run of numbers that hold this part, given each year's last serial.

    Runs, because every index finds them, whatever the database: a part in the middle is beyond an index.
    """
    found: list[tuple[str, str]] = []
    for year, last in sorted(given, reverse=True):
        for run in _runs(part, _head(year), last):
            if len(found) == MOST:
                return found
            found.append(run)
    return found


def _head(year: int) -> str:
    return f"RSO-{year}-"


def _runs(part: str, head: str, last: int) -> Iterator[tuple[str, str]]:
    for place in range(len(head) + DIGITS - len(part) + 1):
        in_head, in_serial = part[: max(0, len(head) - place)], part[max(0, len(head) - place) :]
        if head[place : place + len(in_head)] != in_head or not (in_serial.isdecimal() or not in_serial):
            continue
        before = max(0, place - len(head))
        for fill in range(10**before):
            begun = (f"{fill:0{before}d}" if before else "") + in_serial
            if int(begun.ljust(DIGITS, "0")) > last:
                break
            yield head + begun.ljust(DIGITS, "0"), head + begun.ljust(DIGITS, "9")
