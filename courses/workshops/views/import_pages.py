"""What the pages of a list show: its rows by what would happen or what did, and how many there are of each."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ..actions.places import free_seats
from ..importing.beside import Account, accounts_in_sight, differences
from ..importing.vocabulary import vocabulary
from ..models import Import, ImportRow
from ..roster_file.headings import LABELS, PARTS, Column
from ..roster_file.rows import DIFFERS, rows
from ..roster_file.table import Table

A_PAGE = 40
SHOWN = 20
Verdict, State = ImportRow.Verdict, ImportRow.State
# Badges by verdict or state; the words carry the meaning.
TONES = {
    Verdict.NEW: "good",
    Verdict.FILLS: "good",
    Verdict.UNCHANGED: "plain",
    Verdict.PROBLEM: "bad",
    State.ADDED: "good",
    State.FILLED: "good",
    State.REJECTED: "bad",
    State.TAKEN_BACK: "wait",
    State.KEPT: "wait",
    State.WAITING: "plain",
}
CHECKED = [Verdict.PROBLEM.value, "warned", Verdict.NEW.value, Verdict.FILLS.value, Verdict.UNCHANGED.value]
WRITTEN = [
    one.value for one in (State.REJECTED, State.ADDED, State.FILLED, State.UNCHANGED, State.TAKEN_BACK, State.KEPT)
]


def first_rows(table: Table, used: list[Column]) -> dict[str, Any]:
    """The first rows as they will be read; parts of a name as the name they make."""
    plain = [column for column in used if column.field]
    some = replace(table, rows=table.rows[:SHOWN])
    parts = [column for column in plain if column.field in PARTS]
    names = [row.facts.get("full_name", "") for row in rows(some, used, vocabulary())] if parts else []
    shown = []
    for at, (number, cells) in enumerate(some.rows):
        texts = [cells[column.at][:60] if column.at < len(cells) else "" for column in plain]
        shown.append({"number": number, "cells": [*([names[at]] if names else []), *texts]})
    first = [str(LABELS["full_name"])] if names else []
    return {"columns": [*first, *(column.heading for column in plain)], "rows": shown}


def facts_of(one: Import, counts: dict[str, int]) -> dict[str, Any]:
    """How far the writing is, and how the seats reach."""
    total, left = counts["rows"], counts["is_waiting"]
    if one.state == Import.State.UNDOING:
        # Only what was written is taken back; the other rows are no part of this work.
        left = counts["is_added"] + counts["is_filled"]
        total = left + counts["is_taken_back"] + counts["is_kept"]
    free = max(0, free_seats(one.workshop)) if one.state == Import.State.READ else 0
    return {
        "done": total - left,
        "total": total,
        "free": free,
        "without_seat": max(0, counts["new"] - free),
        "good": counts["new"] + counts["fills"],
        "bad": counts["problem"] if one.is_open() else counts["is_rejected"],
        "written": counts["is_added"] + counts["is_filled"],
    }


def rows_page(request: HttpRequest, one: Import, counts: dict[str, int]) -> dict[str, Any]:
    """One page of rows by number, of the kind that was asked for; all kinds as links with their counts."""
    kinds = CHECKED if one.is_open() else WRITTEN
    show = request.GET.get("show", "")
    show = show if show in kinds else ""
    wanted = _of_kind(one, show)
    after = request.GET.get("after", "")
    if after.isdecimal() and len(after) <= 9:
        wanted = wanted.filter(number__gt=int(after))
    found = list(wanted.order_by("number")[: A_PAGE + 1])
    shown = found[:A_PAGE]
    accounts = accounts_in_sight(one, shown, viewer=request.user)
    older = {"show": show, "after": str(shown[-1].number)} if len(found) > A_PAGE else {}
    return {
        "rows": [_row(row, accounts, is_open=one.is_open()) for row in shown],
        "older_url": f"?{urlencode(older)}" if older else "",
        "first_url": f"?{urlencode({'show': show})}" if after else "",
        "kinds": [_kind(name, show, counts, is_open=one.is_open()) for name in ["", *kinds]],
    }


def _of_kind(one: Import, show: str) -> Any:
    if show == "warned":
        return one.rows.filter(has_warning=True)
    if not show:
        return one.rows.all()
    return one.rows.filter(verdict=show) if one.is_open() else one.rows.filter(state=show)


def _kind(name: str, show: str, counts: dict[str, int], *, is_open: bool) -> dict[str, Any]:
    if not name:
        return {"title": _("All"), "count": counts["rows"], "url": "?", "current": not show}
    if name == "warned":
        title, count = _("With a remark"), counts["warned"]
    elif is_open:
        title, count = str(Verdict(name).label), counts[name]
    else:
        title, count = str(State(name).label), counts[f"is_{name}"]
    return {"title": title, "count": count, "url": f"?show={name}", "current": show == name}


def _row(row: ImportRow, accounts: dict[str, Account], *, is_open: bool) -> dict[str, Any]:
    beside = differences(row.facts, accounts.get(row.facts.get("email", "")))
    what = Verdict(row.verdict) if is_open else State(row.state)
    return {
        "number": row.number,
        "name": row.facts.get("full_name") or row.facts.get("native_name", ""),
        "email": row.facts.get("email", ""),
        "raw": "" if row.facts.get("email") else " · ".join(cell for cell in row.cells if cell)[:120],
        "label": what.label,
        "tone": TONES.get(what, "plain"),
        "remarks": _said_once(row.remarks, beside=beside) if is_open else [],
        "reason": "" if is_open else row.reason,
        "invited": row.invited and not is_open,
        "differs": beside,
    }


def _said_once(remarks: list[dict[str, str]], *, beside: list[dict[str, str]]) -> list[dict[str, str]]:
    """What is said of several columns in one sentence, and what stands beside the account in other words not at all."""
    said: dict[str, dict[str, str]] = {}
    for remark in remarks:
        if beside and remark["kind"] == DIFFERS:
            continue
        one = said.setdefault(remark["text"], {**remark, "column": "", "fix": ""})
        one["column"] = ", ".join(filter(None, (one["column"], remark["column"])))
        one["fix"] = " ".join(filter(None, (one["fix"], remark["fix"])))
    return list(said.values())
