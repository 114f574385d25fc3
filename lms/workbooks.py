"""Excel workbooks, written row by row. Cells come harmless already, from lms/spreadsheets.py."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Rows = Iterable[Sequence[str | int]]


def write(sheets: Iterable[tuple[str, Rows, Sequence[int]]]) -> bytes:
    """Each sheet is its name, its rows, the first of them bold and always in sight, and how wide its columns are, in letters."""
    book = Workbook(write_only=True)
    for name, lines, wide in sheets:
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
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    cell.number_format = "@"
    if bold:
        cell.font = Font(bold=True)
    return cell
