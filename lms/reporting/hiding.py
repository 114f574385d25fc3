"""Which numbers of a report may be shown, so that no small one can be worked out from the others (decision 0024). Pure.

Every number counts people. A number from 1 to k - 1 is *few* and never shown. Where subtracting the others from a total
would give it away, further numbers are *hidden* with it: chosen by the two rules below and nothing else.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

FEW, HIDDEN = "few", "hidden"
# By kind of reader: members are compared, or one member reads of itself (decision 24).
ACROSS_MEMBERS, WITHIN_ONE = 10, 5

Vector = tuple[int, ...]


def is_few(number: int, k: int) -> bool:
    return 0 < number < k


def veil(
    values: Sequence[int], k: int, *, forced: Collection[int] = (), spared: Collection[int] = ()
) -> list[str] | None:
    """A line with a shown total: for each number "", FEW or HIDDEN; None where no choice protects, and none may be shown.

    Rule one: to whoever knows the total, the rest of the line and this rule, every few number could still be each number
    from 1 to k - 1. `forced` are hidden for another reason; `spared` are hidden only when nothing else will do.
    """
    marks = [FEW if is_few(value, k) else HIDDEN if at in forced else "" for at, value in enumerate(values)]
    spare = sorted(
        (at for at, value in enumerate(values) if value and not marks[at]), key=lambda at: (at in spared, values[at])
    )
    while any(marks) and not _keeps(values, marks, k):
        if not spare:
            return None
        enough = (at for at in spare if _keeps(values, _marked(marks, at), k))
        at = next(enough, spare[0])
        spare.remove(at)
        marks = _marked(marks, at)
    return marks


def open_rows(rows: Mapping[int, Vector], pooled: Vector | None, k: int, *, forced: Collection[int] = ()) -> set[int]:
    """Which rows of a table may show how they are split; of the others the total alone is told.

    `rows` are those whose total is shown, `pooled` the sum of those whose total is not. Rule two: what the split rows
    leave over of every column is nobody or at least k people, and every few number in the rows kept shut could still be
    at least k different numbers.
    """
    shut = {at for at, cells in rows.items() if at in forced or any(is_few(cell, k) for cell in cells)}
    willing = sorted((at for at in rows if at not in shut), key=lambda at: sum(rows[at]))
    while willing and not _stays_shut([rows[at] for at in shut], pooled, k):
        enough = (at for at in willing if _stays_shut([rows[one] for one in (*shut, at)], pooled, k))
        at = next(enough, willing[0])
        willing.remove(at)
        shut.add(at)
    return set(willing)


def bounds(total: int, column: int, everything: int) -> tuple[int, int]:
    """The least and the most a cell can be, where its row, its column and the whole are known and no other cell is."""
    return max(0, total + column - everything), min(total, column)


def _marked(marks: list[str], at: int) -> list[str]:
    return [HIDDEN if place == at else mark for place, mark in enumerate(marks)]


def _keeps(values: Sequence[int], marks: Sequence[str], k: int) -> bool:
    few, hidden = marks.count(FEW), marks.count(HIDDEN)
    left = sum(value for value, mark in zip(values, marks, strict=True) if mark)
    if hidden == 0:
        return few >= 2 and few + k - 2 <= left <= 1 + (few - 1) * (k - 1)
    if few == 0:
        return hidden >= 2 and left >= (hidden + 1) * k
    # Whoever knows this rule knows that a hidden number is at least k.
    return left >= hidden * k + (k - 1) + (few - 1)


def _stays_shut(shut: Iterable[Vector], pooled: Vector | None, k: int) -> bool:
    shut = list(shut)
    everybody = [*shut, pooled] if pooled is not None else shut
    columns = [sum(column) for column in zip(*everybody, strict=True)]
    everything = sum(columns)
    if any(is_few(column, k) for column in columns):
        return False
    for row in shut:
        for cell, column in zip(row, columns, strict=True):
            least, most = bounds(sum(row), column, everything)
            if is_few(cell, k) and most - least < k - 1:
                return False
    return True
