"""Searching among few rows with short texts, such as events: no index, the same tokeniser, and the same rule that all words count."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar

from .tokens import query_tokens, tokens

Row = TypeVar("Row")
# What is older is found on its own pages.
MOST_LOOKED_AT = 500


def holding(rows: Iterable[Row], query: str, text_of: Callable[[Row], str], limit: int) -> list[Row]:
    """Those that hold every word, in the order given. The rows are what the viewer may see; only so many are looked at."""
    asked = set(query_tokens(query))
    found: list[Row] = []
    for number, row in enumerate(rows):
        if not asked or len(found) == limit or number == MOST_LOOKED_AT:
            break
        if asked <= _words(text_of(row)):
            found.append(row)
    return found


@lru_cache(maxsize=2_000)
def _words(text: str) -> frozenset[str]:
    return frozenset(tokens(text).split())
