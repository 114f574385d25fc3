"""The file as a table: which row holds the headings, and the rows below it that are not blank."""

from dataclasses import dataclass, field
from pathlib import PurePath

from django.utils.translation import gettext as _

from lms.spreadsheets import unescape

from . import delimited, workbook
from .delimited import Line
from .encodings import decode
from .headings import known
from .limits import MOST_BYTES, MOST_ROWS
from .refusals import Unreadable

# A title, a date and a blank line may stand above the headings.
LOOKED_AT = 10
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
OTHER = {b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"{\\rtf": "RTF", b"\x1f\x8b": "gzip"}


@dataclass(frozen=True)
class Table:
    """What stands in the file, before anything is said about it."""

    heading: Line
    rows: list[Line]
    # "utf-8", "cp1252", or the name of the sheet of a workbook.
    read_as: str
    is_workbook: bool = False
    passed_over: int = field(default=0)

    @property
    def letters(self) -> str:
        """The encoding as people call it; the mark at the start is no matter to them."""
        return self.read_as.removesuffix("-sig")


def read(content: bytes, name: str, *, encoding: str = "") -> Table:
    """The table of an uploaded file; `Unreadable` says what is wrong with it."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 1024 // 1024})
    if not content.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        raise Unreadable(_("The file is empty."), fix=_("Download the template, fill it in and upload it."))
    _refuse_other_kinds(content, PurePath(name).suffix.lower())
    if content.startswith(workbook.SIGNATURE):
        found, title = workbook.lines(content)
        return _table(found, title, is_workbook=True)
    text, read_as = decode(content, encoding)
    return _table(delimited.lines(text, known=known), read_as)


def _refuse_other_kinds(content: bytes, suffix: str) -> None:
    """By its first bytes, whatever it is called; a name that says something else is refused too (B-F1, B-C9)."""
    is_workbook = content.startswith(workbook.SIGNATURE)
    if content.startswith(OLD_EXCEL):
        raise Unreadable(
            _("This is an old Excel file (.xls), or one with a password."),
            fix=_("Save it without a password as an Excel workbook (.xlsx)."),
        )
    other = next((kind for mark, kind in OTHER.items() if content.startswith(mark)), "")
    if other:
        raise Unreadable(
            _("This is a %(kind)s file, not a list.") % {"kind": other}, fix=_("Upload a CSV or XLSX file.")
        )
    if is_workbook and suffix != ".xlsx":
        raise Unreadable(
            _("This file is packed like an Excel workbook but is not called .xlsx."),
            fix=_("Rename it to .xlsx, or save it as CSV in Excel."),
        )
    if suffix == ".xlsx" and not is_workbook:
        raise Unreadable(_("This file is called .xlsx but is no Excel workbook."), fix=_("Save it again in Excel."))


def _table(found: list[Line], read_as: str, *, is_workbook: bool = False) -> Table:
    lines = [(number, [unescape(cell).strip() for cell in cells]) for number, cells in found]
    lines = [line for line in lines if any(line[1])]
    if not lines:
        raise Unreadable(_("The file is empty."), fix=_("Download the template, fill it in and upload it."))
    # The first of those that know most headings.
    at = max(range(min(LOOKED_AT, len(lines))), key=lambda place: (known(lines[place][1]), -place))
    rows = lines[at + 1 :]
    if not rows:
        raise Unreadable(
            _("There are headings but no rows below them."), fix=_("Write one officer in each row below the headings.")
        )
    if len(rows) > MOST_ROWS:
        raise Unreadable(
            _("The file has %(rows)d rows; at most %(most)d are read at once.")
            % {"rows": len(rows), "most": MOST_ROWS},
            fix=_("Split it into several files."),
        )
    return Table(lines[at], rows, read_as, is_workbook, passed_over=at)
