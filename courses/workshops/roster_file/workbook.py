"""The first sheet of an Excel workbook as rows and cells. What the file says about itself is not believed (B-P3, B-C9)."""

import datetime
import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from .delimited import Line
from .limits import HIGHEST_RATIO, MOST_COLUMNS, MOST_LINES, MOST_PARTS, MOST_UNPACKED, RATIO_COUNTS_FROM
from .refusals import Unreadable, in_row

SIGNATURE = b"PK\x03\x04"
NEEDED = {"[Content_Types].xml", "xl/workbook.xml"}
PACKED_AS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
CHUNK = 256 * 1024
DECLARATION = b"<!DOCTYPE"


def lines(content: bytes) -> tuple[list[Line], str]:
    """All rows of the first sheet, and the sheet's name."""
    from openpyxl import load_workbook  # noqa: PLC0415 - as in lms/spreadsheets.py

    _inspect(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "reset_dimensions")]
        if not sheets:
            raise _broken()
        found = list(_rows(sheets[0]))
        book.close()
    except Unreadable:
        raise
    # The library raises whatever a damaged part makes it stumble over.
    except Exception as problem:
        raise _broken() from problem
    return found, sheets[0].title


def _rows(sheet: Any) -> Iterator[Line]:
    # The size that stands in the sheet may be wrong, or a lie.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=MOST_LINES + 1, max_col=MOST_COLUMNS + 1, values_only=True)
    for number, values in enumerate(rows, start=1):
        cells = [_text(value) for value in values]
        if number > MOST_LINES:
            raise Unreadable(_("The sheet has more than %(most)d lines.") % {"most": MOST_LINES})
        if any(cells[MOST_COLUMNS:]):
            raise in_row(number, _("there are more than %(most)d columns.") % {"most": MOST_COLUMNS})
        while cells and not cells[-1]:
            cells.pop()
        yield number, cells


def _text(value: Any) -> str:
    """A cell as text, as it stands; nothing is guessed back from a date or a rounded number (B-C5)."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    # No database keeps it; a workbook may write it as _x0000_.
    return str(value).replace("\0", "")


def _inspect(content: bytes) -> None:
    """Before anything is understood: the table of contents, then every part once through, counted as it comes out."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _contents(package)
            left = MOST_UNPACKED
            for part in package.infolist():
                left -= _unpack(package, part, left)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as problem:
        raise _broken() from problem


def _contents(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    names = [part.filename for part in parts]
    if not set(names) >= NEEDED or len(set(names)) < len(names):
        raise _broken()
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(_("The workbook is protected by a password."), fix=_("Save it without one."))
    if any(part.compress_type not in PACKED_AS for part in parts):
        raise _broken()
    if len(parts) > MOST_PARTS or any(_is_bomb(part) for part in parts):
        raise _too_large()


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    ratio = part.file_size / max(part.compress_size, 1)
    return part.file_size > MOST_UNPACKED or (part.file_size > RATIO_COUNTS_FROM and ratio > HIGHEST_RATIO)


def _unpack(package: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """How much came out of this part. A workbook has no document type, the place where XML bombs are built."""
    size, before = 0, b""
    with package.open(part) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > left:
                raise _too_large()
            # Written in two bytes a letter it would be the same.
            if DECLARATION in (before + chunk).replace(b"\0", b"").upper():
                raise _broken()
            before = chunk[-2 * len(DECLARATION) :]
    return size


def _broken() -> Unreadable:
    return Unreadable(
        _("This Excel workbook cannot be read."), fix=_("Open it in Excel, save it again as .xlsx and upload that.")
    )


def _too_large() -> Unreadable:
    return Unreadable(
        _("Unpacked, this workbook is far too large for a list of officers."),
        fix=_("Copy the list into a new workbook."),
    )
