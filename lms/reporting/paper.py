"""A report as lines of a file, and as bars of a picture: the same numbers as on the page, for all come from the same report. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Line = Sequence[str | int]
# The picture, in its own units; on a phone one of them is about one pixel.
WIDTH, BARS_TO, STEP, LABEL, BAR = 340, 290, 32, 12, 10
MOST_BARS = 12
LONGEST_LABEL = 52


def in_words(report: Mapping[str, Any], cell: Any) -> str | int:
    """A number, or the words for one that is not shown."""
    return cell if isinstance(cell, int) else str(report["marks"].get(cell, cell))


def lines(report: Mapping[str, Any], heads: Sequence[Sequence[str]], words: Mapping[str, str]) -> Iterator[Line]:
    """The whole report, table by table. `heads` stand above it; `words`: none, few, withheld."""
    yield from (list(head) for head in heads)
    for one in report["figures"]:
        yield []
        yield [one["title"], one["definition"]]
        if not one["tables"]:
            yield [said_instead(report, one, words)]
        for table in one["tables"]:
            yield []
            yield [table["caption"]]
            yield list(table["columns"])
            for row in [*table["rows"], table["last"]]:
                yield [row["label"], *(in_words(report, cell) for cell in row["cells"])]
            if table["is_withheld"]:
                yield [words["withheld"]]
    yield []
    yield from ([note] for note in report["notes"])


def said_instead(report: Mapping[str, Any], one: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """Of a figure without tables: nobody, or too few to say."""
    if not one.get("people"):
        return words["none"]
    return f"{words['few']} {in_words(report, one['people'])}."


def bars(table: Mapping[str, Any], at: int) -> dict[str, Any] | None:
    """The largest rows whose number is shown; None where there is nothing to compare. `at` is the column."""
    found = [(row["label"], row["cells"][at]) for row in table["rows"] if isinstance(row["cells"][at], int)]
    found = sorted((one for one in found if one[1]), key=lambda one: -one[1])[:MOST_BARS]
    if len(found) < 2:
        return None
    most = found[0][1]
    drawn = [
        {
            "label": label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…",
            "number": number,
            "baseline": place * STEP + LABEL,
            "top": place * STEP + LABEL + 4,
            "text": place * STEP + LABEL + 3 + BAR,
            "width": round(number / most * BARS_TO, 1),
            "end": round(number / most * BARS_TO + 5, 1),
        }
        for place, (label, number) in enumerate(found)
    ]
    return {"width": WIDTH, "height": len(found) * STEP, "bar": BAR, "bars": drawn}
