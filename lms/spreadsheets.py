"""Lists out of the house: no cell is ever run as a formula, and what was written reads back the same (B-C20 to 22, INV-16)."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

# What a spreadsheet program would run; the apostrophes before it are those of earlier escapes.
RUNS = re.compile(r"'*(?:[\t\r\n\0]|\s*[=+\-@＝＋－＠])")
NEGATIVE = re.compile(r"-\d+(?:[.,]\d+)?")


def escape(text: str) -> str:
    """With an apostrophe before what a spreadsheet program would run; a negative number is none of that."""
    return f"'{text}" if RUNS.match(text) and not NEGATIVE.fullmatch(text) else text


def unescape(text: str) -> str:
    """Exactly that apostrophe taken away again."""
    return text[1:] if text.startswith("'") and RUNS.match(text) else text


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
    book = Workbook(write_only=True)
    for name, lines, wide in [(title, rows, widths), *more]:
        _sheet(book, name, lines, wide)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Workbook, title: str, rows: Rows, widths: Sequence[int]) -> None:
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for at, width in enumerate(widths):
        sheet.column_dimensions[get_column_letter(at + 1)].width = width
    for number, row in enumerate(rows):
        sheet.append([_cell(sheet, text, bold=number == 0) for text in row])


def _cell(sheet: object, text: str | int, *, bold: bool) -> Cell:
    if isinstance(text, int):
        return WriteOnlyCell(sheet, value=text)
    cell = WriteOnlyCell(sheet, value="")
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", escape(text))
    cell.data_type = "s"
    cell.number_format = "@"
    if bold:
        cell.font = Font(bold=True)
    return cell
