"""An uploaded file as rows, each with what would become of it. Nothing is written here."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from ..models import Import, ImportRow
from ..roster_file.headings import Column, columns
from ..roster_file.rows import Remark, Row, rows
from ..roster_file.table import Table, read
from .judging import Judgement, find_alike, headings_of, judge
from .known import look_up
from .vocabulary import vocabulary

AT_ONCE = 400


def table_of(roster: Import) -> Table:
    """Raises Unreadable."""
    return read(bytes(roster.content), roster.file_name, encoding=roster.encoding)


def columns_of(roster: Import, table: Table) -> list[Column]:
    """As somebody chose them, or as the headings say."""
    chosen = dict(enumerate(roster.columns)) if roster.columns else None
    return columns(table.heading[1], chosen)


def checked_rows(roster: Import, table: Table, used: list[Column]) -> list[ImportRow]:
    """Every row with its verdict, not yet saved."""
    headings = headings_of([column.field for column in used], [column.heading for column in used])
    read_rows = rows(table, used, vocabulary())
    judged: list[tuple[Row, Judgement]] = []
    for some in _portions(read_rows):
        known = look_up(roster.workshop, [row.facts for row in some], tells_accounts=roster.knows_accounts)
        judged += [(row, judge(row.facts, row.remarks, known, headings)) for row in some]
    find_alike([(row.facts, judgement) for row, judgement in judged], headings)
    return [_row(roster, row, judgement) for row, judgement in judged]


def _portions(found: list[Row]) -> Iterator[list[Row]]:
    rest = iter(found)
    while some := list(islice(rest, AT_ONCE)):
        yield some


def _row(roster: Import, row: Row, judgement: Judgement) -> ImportRow:
    return ImportRow(
        roster=roster,
        number=row.number,
        cells=row.cells,
        facts=row.facts,
        remarks=[_plain(remark) for remark in judgement.remarks],
        verdict=judgement.verdict,
        has_warning=judgement.has_warning,
        is_unknown=judgement.is_unknown,
    )


def _plain(remark: Remark) -> dict[str, Any]:
    return {"kind": remark.kind, "column": remark.column, "text": remark.text, "fix": remark.fix}
