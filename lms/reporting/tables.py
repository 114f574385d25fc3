"""From groups of people to the tables of a report, with small numbers hidden. Pure: plain values in, plain values out.

What comes out is the report itself: the page, the files and the frozen copy are all made from it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .hiding import FEW, HIDDEN, Vector, is_few, open_rows, veil

MEMBER, AGENCY_TYPE, PURPOSE = "member", "agency_type", "purpose"
DIMENSIONS = (MEMBER, AGENCY_TYPE, PURPOSE)
# The columns. `other` holds those who gave another answer and those who preferred not to say.
SEXES = ("female", "male", "other", "")
NOT_RECORDED = ""
SEVERAL, NONE = "several", "none"
PEOPLE, EVENTS, ALL = "people", "events", "all"
# The share of women is what donors ask for first: other columns are hidden before these.
SPARED = (SEXES.index("female"), SEXES.index("male"))

_COLUMN = {sex: at for at, sex in enumerate(SEXES)}
_OTHER = SEXES.index("other")

Names = Mapping[str, Mapping[str, str]]
Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Group:
    """Some people alike in everything a report asks, and what they did. Nobody is in two groups of one figure."""

    keys: Mapping[str, str]  # by dimension
    sex: str
    people: int
    events: int


@dataclass(frozen=True)
class Told:
    """The words of one figure."""

    code: str
    title: str
    definition: str
    events: str


@dataclass(frozen=True)
class Words:
    """The words all figures share: columns by key; by dimension the name of its table and of its rows; the last row."""

    columns: Mapping[str, str]
    tables: Mapping[str, str]
    rows: Mapping[str, str]
    all: str


@dataclass
class _Row:
    cells: list[int] = field(default_factory=lambda: [0] * len(SEXES))
    events: int = 0

    def add(self, group: Group) -> None:
        self.cells[_COLUMN.get(group.sex, _OTHER)] += group.people
        self.events += group.events

    @property
    def people(self) -> int:
        return sum(self.cells)


def figure(
    told: Told, groups: Iterable[Group], names: Names, words: Words, *, k: int, forced: Collection[Key] = ()
) -> dict[str, Any]:
    """One figure: how many people and events in all, and the tables by member, kind of agency and purpose.

    `names` has the rows of each dimension in their order; `forced` are numbers to hide beside the small ones.
    """
    groups = list(groups)
    whole = _Row()
    for group in groups:
        whole.add(group)
    made: dict[str, Any] = {"code": told.code, "title": told.title, "definition": told.definition, "tables": []}
    if whole.people == 0 or is_few(whole.people, k):
        shown: Any = 0 if whole.people == 0 else FEW
        return made | {"people": shown, "events": shown and HIDDEN, "sexes": []}
    margin = veil(whole.cells, k, spared=SPARED) or [HIDDEN] * len(SEXES)
    last = [mark or cell for mark, cell in zip(margin, whole.cells, strict=True)]
    made |= {"people": whole.people, "events": whole.events, "sexes": last}
    heads = [*(words.columns[sex] for sex in SEXES), words.columns[PEOPLE], told.events]
    for dimension in names:
        rows = _rows(groups, dimension, names[dimension])
        own = [key for key in forced if key[:2] == (told.code, dimension)]
        table = _table(rows, margin, k, own)
        made["tables"].append(
            {
                "key": dimension,
                "caption": f"{told.title}: {words.tables[dimension]}",
                "columns": [words.rows[dimension], *heads],
                "rows": [
                    {"key": key, "label": names[dimension][key], "cells": cells} for key, cells in (table or {}).items()
                ],
                "last": {"label": words.all, "cells": [*last, whole.people, whole.events]},
                "is_withheld": table is None,
            }
        )
    return made


def numbers(figures: Iterable[Mapping[str, Any]]) -> dict[Key, int]:
    """Every number that is shown of people and what they did, by where it stands."""
    found: dict[Key, Any] = {}
    columns = (*SEXES, PEOPLE, EVENTS)
    for one in figures:
        if "people" not in one:
            continue
        code = one["code"]
        whole = [*one["sexes"], one["people"], one["events"]] if one["sexes"] else []
        found |= {(code, ALL, ALL, column): cell for column, cell in zip(columns, whole, strict=bool(whole))}
        if not whole:
            found[code, ALL, ALL, PEOPLE] = one["people"]
        for table in one["tables"]:
            for row in table["rows"]:
                cells = zip(columns, row["cells"], strict=True)
                found |= {(code, table["key"], row["key"], column): cell for column, cell in cells}
    return {key: cell for key, cell in found.items() if isinstance(cell, int)}


def _rows(groups: Sequence[Group], dimension: str, names: Mapping[str, str]) -> dict[str, _Row]:
    """In the order of the names; who is in none of them is left out of nothing, for the names are complete."""
    rows = {key: _Row() for key in names}
    for group in groups:
        rows[group.keys[dimension]].add(group)
    return {key: row for key, row in rows.items() if row.people}


def _table(
    rows: Mapping[str, _Row], margin: Sequence[str], k: int, forced: Sequence[Key]
) -> dict[str, list[Any]] | None:
    keys = list(rows)
    totals = {keys.index(row) for _code, _table, row, column in forced if column in (PEOPLE, EVENTS) and row in rows}
    splits = {keys.index(row) for _code, _table, row, column in forced if column in SEXES and row in rows}
    marks = veil([row.people for row in rows.values()], k, forced=totals)
    if marks is None:
        return None
    told = {at: _melted(row.cells, margin) for at, row in enumerate(rows.values()) if not marks[at]}
    untold = [_melted(row.cells, margin) for at, row in enumerate(rows.values()) if marks[at]]
    pooled = tuple(map(sum, zip(*untold, strict=True))) if untold else None
    opened = open_rows(told, pooled, k, forced=splits)
    return {key: _cells(row, marks[at], margin, is_open=at in opened) for at, (key, row) in enumerate(rows.items())}


def _melted(cells: Sequence[int], margin: Sequence[str]) -> Vector:
    """The cells of the columns that are told, and all others in one: it follows from the total of the row."""
    told = tuple(cell for cell, mark in zip(cells, margin, strict=True) if not mark)
    return (*told, sum(cells) - sum(told)) if any(margin) else told


def _cells(row: _Row, mark: str, margin: Sequence[str], *, is_open: bool) -> list[Any]:
    if mark:
        return [*[HIDDEN] * len(SEXES), mark, HIDDEN]
    split = [HIDDEN if column or not is_open else cell for cell, column in zip(row.cells, margin, strict=True)]
    return [*split, row.people, row.events]
