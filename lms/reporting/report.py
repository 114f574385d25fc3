"""A report whole: counted, put into tables, small numbers hidden. Plain values, so that it can be frozen as it is."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from . import counting
from .counting import Asked, Rows
from .hiding import FEW, HIDDEN
from .question import Question, Registry, period_name, registry
from .tables import DIMENSIONS, EVENTS, NOT_RECORDED, PEOPLE, PURPOSE, Group, Key, Names, Told, Words, figure

# Raised when what a figure means changes: a frozen report says by which definitions it was counted.
DEFINITIONS = "1"


@dataclass(frozen=True)
class Tally:
    """What the database answered, by the codes of figures and rows: without a word of any language."""

    at: datetime
    groups: dict[str, list[Group]]
    workshops: list[tuple[str, bool, bool]]


@dataclass(frozen=True)
class Counted:
    """The same with the words of its reader; nothing of it is shown as it is."""

    question: Question
    at: datetime
    names: Names
    groups: list[tuple[Told, list[Group]]]
    workshops: list[tuple[str, bool, bool]]


def count(question: Question, *, at: datetime) -> Counted:
    """Eight questions to the database, whatever the size."""
    known = registry(question)
    return named(question, known, tally(question, known, at=at))


def tally(question: Question, known: Registry, *, at: datetime) -> Tally:
    """All that takes long: five questions."""
    asked = question.asked()
    rows = {told.code: ask(asked) for told, ask in _figures()}
    held = [] if question.member else counting.workshops(asked)
    codes = _codes(known, rows.values(), held)
    served = codes[PURPOSE]
    return Tally(
        at,
        {code: counting.groups(found, codes) for code, found in rows.items()},
        [(counting.purpose_key(served.get(activity, [])), off, was_held) for activity, off, was_held in held],
    )


def named(question: Question, known: Registry, found: Tally) -> Counted:
    groups = [(told, found.groups[told.code]) for told, _ask in _figures()]
    return Counted(question, found.at, known.names, groups, found.workshops)


def compose(counted: Counted, *, forced: Collection[Key] = ()) -> dict[str, Any]:
    """The report as everybody sees it. `forced` are numbers to hide beside the small ones."""
    question, words = counted.question, _words()
    figures = [
        figure(told, groups, counted.names, words, k=question.k, forced=forced) for told, groups in counted.groups
    ]
    if not question.member:
        figures.append(_held(counted))
    return {
        "definitions": DEFINITIONS,
        "k": question.k,
        "first": question.period.first.isoformat(),
        "last": question.period.last.isoformat(),
        "period": period_name(question.period),
        "narrowed": question.narrowed(),
        "at": counted.at.isoformat(),
        "marks": {FEW: _("fewer than %(k)s") % {"k": question.k}, HIDDEN: _("not shown")},
        "notes": _notes(question),
        "figures": figures,
    }


def _figures() -> list[tuple[Told, Callable[[Asked], Rows]]]:
    return [
        (
            Told(
                "O1",
                _("People enrolled"),
                _("People with at least one enrolment that began in the period, each counted once."),
                _("Enrolments"),
            ),
            counting.enrolled,
        ),
        (
            Told(
                "O2",
                _("People who completed"),
                _("People who met all rules of at least one course in the period, each counted once."),
                _("Completions"),
            ),
            counting.completed,
        ),
        (
            Told(
                "O6",
                _("People in workshops"),
                _("People who took part in at least one session held in the period, each counted once."),
                _("Workshops attended"),
            ),
            counting.attended,
        ),
    ]


def _codes(known: Registry, rows: Iterable[Rows], held: list[tuple[int, bool, bool]]) -> dict[str, Any]:
    """The keys of all rows; of purposes, those that each activity serves."""
    activities = {row[3] for found in rows for row in found if row[3]} | {activity for activity, *_rest in held}
    named = known.codes[PURPOSE]
    served = {
        activity: [named[purpose] for purpose in purposes]
        for activity, purposes in counting.purposes_of(activities).items()
    }
    return {**known.codes, PURPOSE: served}


def _held(counted: Counted) -> dict[str, Any]:
    """Workshops, by purpose. They are no people: nothing of it is hidden."""
    rows: dict[str, list[int]] = {key: [0, 0, 0] for key in counted.names[PURPOSE]}
    for key, is_off, was_held in counted.workshops:
        rows[key] = [old + new for old, new in zip(rows[key], (1, int(was_held), int(is_off)), strict=True)]
    last = [sum(column) for column in zip(*rows.values(), strict=True)]
    title = _("Workshops")
    table = {
        "key": PURPOSE,
        "caption": f"{title}: {_('by strategic purpose')}",
        "columns": [_("Strategic purpose"), _("In the period"), _("Held, with attendance"), _("Called off")],
        "rows": [
            {"key": key, "label": counted.names[PURPOSE][key], "cells": cells}
            for key, cells in rows.items()
            if cells[0]
        ],
        "last": {"label": _("All"), "cells": last},
        "is_withheld": False,
    }
    definition = _("Workshops with a session in the period; those of several purposes have a line of their own.")
    return {"code": "O5", "title": title, "definition": definition, "tables": [table] if last[0] else []}


def _words() -> Words:
    columns = {
        "female": _("Women"),
        "male": _("Men"),
        "other": _("Another answer, or preferred not to say"),
        NOT_RECORDED: _("Not recorded"),
        PEOPLE: _("People"),
        EVENTS: "",
    }
    by = dict(zip(DIMENSIONS, (_("by member"), _("by kind of agency"), _("by strategic purpose")), strict=True))
    rows = dict(zip(DIMENSIONS, (_("Member"), _("Kind of agency"), _("Strategic purpose")), strict=True))
    return Words(columns, by, rows, _("All"))


def _notes(question: Question) -> list[str]:
    return [
        _("Each person stands in one row: where their first enrolment, completion or session of the period has them."),
        _("Member, kind of agency and sex are those of that time, not of today. Of workshops, sex is as recorded now."),
        _("A purpose is that of the workshop; a course taken outside a workshop has none."),
        _(
            "Numbers below %(k)s are never shown. Where one could be worked out from the others, further numbers are not shown."
        )
        % {"k": question.k},
    ]
