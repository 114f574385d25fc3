"""A report for eyes: what the templates draw, and the files. Every number comes from the report, none is computed here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from lms.spreadsheets import write_csv, write_xlsx

from . import paper
from .models import Snapshot
from .question import day_name

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NAMES = {"csv": "CSV", "xlsx": "XLSX"}
WIDTHS = (44, 14, 14, 22, 16, 14, 18)


def figures(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each figure with its tables: cells with their heading and words, and the bars of the rows that are shown."""
    return [
        {
            "code": one["code"],
            "title": one["title"],
            "definition": one["definition"],
            "instead": "" if one["tables"] else paper.said_instead(report, one, _words()),
            "tables": [_table(report, one, table) for table in one["tables"]],
        }
        for one in report["figures"]
    ]


def file_of(report: Mapping[str, Any], heads: list[list[str]], kind: str) -> bytes:
    lines = paper.lines(report, heads, _words())
    return write_xlsx(lines, title=_("Figures"), widths=WIDTHS) if kind == "xlsx" else write_csv(lines)


def heads_of_draft(report: Mapping[str, Any]) -> list[list[str]]:
    """What stands above the figures of today."""
    at = localtime(datetime.fromisoformat(report["at"]))
    draft = _("A draft for the office. Freeze the report before you pass it on.")
    return [[_("Figures")], [_("Period"), report["period"]], *_narrowed(report), [_("Counted"), _moment(at)], [draft]]


def heads_of(snapshot: Snapshot) -> list[list[str]]:
    return [
        [snapshot.name],
        [_("Period"), snapshot.report["period"]],
        *_narrowed(snapshot.report),
        [_("For whom"), snapshot.recipient],
        [_("What for"), snapshot.purpose],
        [_("Report"), str(snapshot.number)],
        [_("Frozen"), _moment(localtime(snapshot.made_at))],
        [_("Definitions"), snapshot.report["definitions"]],
        [_("Software"), snapshot.version],
        ["SHA-256", snapshot.digest],
    ]


def _narrowed(report: Mapping[str, Any]) -> list[list[str]]:
    return [[one["label"], one["text"]] for one in report["narrowed"]]


def _moment(at: datetime) -> str:
    return f"{day_name(at)}, {at:%H:%M}"


def _words() -> dict[str, str]:
    return {
        "none": _("Nobody in this period."),
        "few": _("In all:"),
        "withheld": _("The rows are not shown: there are too few people in them."),
    }


def _table(report: Mapping[str, Any], one: Mapping[str, Any], table: Mapping[str, Any]) -> dict[str, Any]:
    heads = table["columns"]
    # People stand last but one; of workshops the first column counts them.
    column = len(heads) - 3 if "people" in one else 0
    return {
        "id": f"{one['code']}-{table['key']}",
        "caption": table["caption"],
        "heads": heads,
        "rows": [_row(report, heads, row) for row in table["rows"]],
        "last": _row(report, heads, table["last"]),
        "withheld": _words()["withheld"] if table["is_withheld"] else "",
        "bars": paper.bars(table, column),
    }


def _row(report: Mapping[str, Any], heads: list[str], row: Mapping[str, Any]) -> dict[str, Any]:
    cells = [
        {"head": head, "text": paper.in_words(report, cell), "is_number": isinstance(cell, int)}
        for head, cell in zip(heads[1:], row["cells"], strict=True)
    ]
    return {"label": row["label"], "head": heads[0], "cells": cells}
