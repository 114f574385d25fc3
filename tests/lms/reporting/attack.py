"""What a reader with patience can do to a report: subtract, and try out every table that would look the same."""

from itertools import product

from lms.reporting.hiding import FEW
from lms.reporting.tables import SEXES

# Equations are solved in whole numbers modulo a large prime: fast, and as good as fractions for coefficients of one.
PRIME = 2**61 - 1


def cells_of(groups, dimension):
    """The truth: people by row and sex."""
    found = {}
    for group in groups:
        place = (group.keys[dimension], group.sex)
        found[place] = found.get(place, 0) + group.people
    return found


def derived(figure, dimensions):
    """Cells, totals and margins that are not shown and follow from what is shown by adding and subtracting alone.

    Unknown is every cell of every table; a shown number is an equation. Whatever lies in the span of the equations is told.
    """
    tables = [table["key"] for table in figure["tables"]]
    unknown = [(table, row, sex) for table in tables for row in dimensions[table] for sex in SEXES]
    lines = list(_margins(figure, dimensions))
    for table in figure["tables"]:
        lines += [] if table["is_withheld"] else _rows(table, dimensions[table["key"]])
    known = [_line(unknown, places) for _name, places, cell in lines if isinstance(cell, int)]
    # The tables are of the same people: a margin that is not shown is the same in all of them.
    for other in tables[1:]:
        for sex in SEXES:
            ours, theirs = ([(table, row, sex) for row in dimensions[table]] for table in (tables[0], other))
            known.append(_line(unknown, ours, theirs))
    basis = _basis(known)
    hidden = [(name, _line(unknown, places)) for name, places, cell in lines if not isinstance(cell, int)]
    return [name for name, line in hidden if not any(_reduced(line, basis))]


def _margins(figure, dimensions):
    for table in figure["tables"]:
        key, rows = table["key"], dimensions[table["key"]]
        for sex, cell in zip(SEXES, figure["sexes"], strict=True):
            yield (key, "all", sex), [(key, row, sex) for row in rows], cell
        yield (key, "all", "people"), [(key, row, sex) for row in rows for sex in SEXES], figure["people"]


def _rows(table, rows):
    """A row that is not listed has nobody in it."""
    shown = {row["key"]: row["cells"] for row in table["rows"]}
    for row in rows:
        *cells, people, _events = shown.get(row, [0] * 6)
        for sex, cell in zip(SEXES, cells, strict=True):
            yield (table["key"], row, sex), [(table["key"], row, sex)], cell
        yield (table["key"], row, "people"), [(table["key"], row, sex) for sex in SEXES], people


def _line(unknown, plus, minus=()):
    return [(place in plus) - (place in minus) for place in unknown]


def _basis(lines):
    basis = {}
    for line in lines:
        line = _reduced(line, basis)
        pivot = next((place for place, value in enumerate(line) if value), None)
        if pivot is not None:
            inverse = pow(line[pivot], -1, PRIME)
            basis[pivot] = [value * inverse % PRIME for value in line]
    return basis


def _reduced(line, basis):
    line = [value % PRIME for value in line]
    for place in range(len(line)):
        if line[place] and place in basis:
            factor, other = line[place], basis[place]
            line = [(value - factor * out) % PRIME for value, out in zip(line, other, strict=True)]
    return line


def look_alikes(values, marks, k):
    """Every line with the same total and the same shown numbers, in which each mark says the truth by rule one."""
    free = [at for at, mark in enumerate(marks) if mark]
    left = sum(values[at] for at in free)
    ranges = [range(1, k) if marks[at] == FEW else range(k, left + 1) for at in free]
    for guess in product(*ranges):
        if sum(guess) == left:
            yield dict(zip(free, guess, strict=True))


def tables_alike(rows, opened, pooled):
    """Every table with the same row totals, the same column totals and the same open rows, row by row (small ones only)."""
    shut = [at for at in rows if at not in opened]
    lines = [rows[at] for at in shut] + ([pooled] if pooled is not None else [])
    columns = [sum(column) for column in zip(*lines, strict=True)] if lines else []
    yield from _fill([sum(line) for line in lines], columns)


def _fill(totals, columns):
    if not totals:
        if not any(columns):
            yield []
        return
    for row in _compositions(totals[0], columns):
        for rest in _fill(totals[1:], [column - cell for column, cell in zip(columns, row, strict=True)]):
            yield [row, *rest]


def _compositions(total, most):
    if len(most) == 1:
        if total <= most[0]:
            yield (total,)
        return
    for cell in range(min(total, most[0]) + 1):
        for rest in _compositions(total - cell, most[1:]):
            yield (cell, *rest)
