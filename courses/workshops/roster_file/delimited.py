"""Text cut into rows and cells, whatever stands between the cells."""

import csv
import io
from collections.abc import Callable

from django.utils.translation import gettext as _

from .limits import MOST_COLUMNS, MOST_LINES
from .refusals import Unreadable, in_row

SIGNS = ",;\t|"
SAMPLE_LINES = 10

Line = tuple[int, list[str]]


def lines(text: str, *, known: Callable[[list[str]], int]) -> list[Line]:
    """All rows with their numbers, as a spreadsheet counts them. `known` says how many headings of a row it knows."""
    _refuse_nul(text)
    # Old Macintosh programs end a line by a carriage return alone.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    sign, text, first = _sign(text, known)
    found: list[Line] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    number = first
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return found
        except csv.Error as problem:
            raise in_row(
                number,
                _("a quotation mark is opened and not closed, or stands in the middle of a cell."),
                fix=_('Look at the quotation marks (") in this row.'),
            ) from problem
        if number > MOST_LINES:
            raise Unreadable(_("The file has more than %(most)d lines.") % {"most": MOST_LINES})
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            raise in_row(number, _("there are more than %(most)d columns.") % {"most": MOST_COLUMNS})
        found.append((number, cells[:MOST_COLUMNS]))


def _refuse_nul(text: str) -> None:
    at = text.find("\0")
    if at >= 0:
        row = text.count("\n", 0, at) + 1
        raise in_row(row, _("a character cannot be read (NUL)."), fix=_("Delete the row and type it again."))


def _sign(text: str, known: Callable[[list[str]], int]) -> tuple[str, str, int]:
    """What stands between the cells, the text from its first row on, and how many rows were passed over."""
    head, _newline, rest = text.partition("\n")
    # Excel's own first line, which says so.
    if head.lower().startswith("sep=") and len(head.strip()) == len("sep=") + 1 and head[4] in SIGNS:
        return head[4], rest, 1
    return max(SIGNS, key=lambda sign: _score(text, sign, known)), text, 0


def _score(text: str, sign: str, known: Callable[[list[str]], int]) -> tuple[int, int]:
    """First of all how many headings are known; then into how many cells the first rows fall."""
    start = "\n".join(text.split("\n", SAMPLE_LINES)[:SAMPLE_LINES])
    best = (0, 0)
    try:
        for cells in csv.reader(io.StringIO(start, newline=""), delimiter=sign):
            best = max(best, (known(cells), len(cells)))
    except csv.Error:
        return best
    return best
