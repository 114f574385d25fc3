"""Lists out of the house: no cell is ever run as a formula, and what was written reads back the same (B-C20 to 22, INV-16)."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

# Where a cell begins: at its start, and after a semicolon, by which programs set to many languages of the region part columns,
# quotation marks or not. What follows would be run there; the apostrophes before it are those of earlier escapes.
RUNS = re.compile(r"(?:^|(?<=;))(?='*(?:[\t\r\n\0]|\s*[=+\-@＝＋－＠]))")
ESCAPED = re.compile(r"(?:^|(?<=;))'(?='*(?:[\t\r\n\0]|\s*[=+\-@＝＋－＠]))")
NEGATIVE = re.compile(r"-\d+(?:[.,]\d+)?")


def escape(text: str) -> str:
    """With an apostrophe before what a spreadsheet program would run; a negative number is none of that."""
    return text if NEGATIVE.fullmatch(text) else RUNS.sub("'", text)


def unescape(text: str) -> str:
    """Exactly those apostrophes taken away again."""
    return ESCAPED.sub("", text)


Rows = Iterable[Sequence[str | int]]


def write_csv(rows: Rows) -> bytes:
    """As RFC 4180 has it, with the mark by which Excel knows UTF-8."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([escape(str(cell)) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def write_xlsx(
    rows: Rows, *, title: str, widths: Sequence[int] = (), more: Iterable[tuple[str, Rows, Sequence[int]]] = ()
) -> bytes:
    """What is text stays text, whatever it looks like; the first row is bold and stays in sight. `more` are further sheets."""
    from . import workbooks  # noqa: PLC0415 - a tenth of the start of every process, for what few of them ever do

    return workbooks.write((name, _escaped(lines), wide) for name, lines, wide in [(title, rows, widths), *more])


def _escaped(rows: Rows) -> Rows:
    return ([cell if isinstance(cell, int) else escape(cell) for cell in row] for row in rows)
