"""The few words around a place that was found."""

from collections.abc import Iterator, Sequence

from lms.search.scripts import kind
from lms.search.tokens import tokens

from .cleaning import joined

LENGTH = 180
STEP = 90


def holds(text: str, asked: Sequence[str], *, prefix: bool = False) -> bool:
    """Whether a text has all the tokens that are asked for."""
    return bool(asked) and _held(text, asked, prefix) == len(asked)


def excerpt(text: str, asked: Sequence[str], *, prefix: bool = False) -> str:
    """The stretch of a text that has most of what is asked for, cut between words."""
    best, most = "", -1
    for stretch in _stretches(text):
        held = _held(stretch, asked, prefix)
        if held > most:
            best, most = stretch, held
        if held == len(asked):
            break
    return best


def _held(text: str, asked: Sequence[str], prefix: bool) -> int:
    there = set(tokens(joined(text), prefix=prefix).split())
    if not prefix:
        return sum(token in there for token in asked)
    return sum(any(one.startswith(token) for one in there) for token in asked)


def _stretches(text: str) -> Iterator[str]:
    if len(text) <= LENGTH:
        yield text
        return
    for start in range(0, max(1, len(text) - STEP), STEP):
        first, last = _between_words(text, start), _between_words(text, min(len(text), start + LENGTH))
        yield f"{'… ' if first else ''}{text[first:last].strip()}{' …' if last < len(text) else ''}"


def _between_words(text: str, place: int) -> int:
    """The nearest space before a place; where a script has none, the place itself."""
    if place in (0, len(text)):
        return place
    space = text.rfind(" ", max(0, place - 30), place)
    return space if space > 0 else _between_signs(text, place)


def _between_signs(text: str, place: int) -> int:
    """Never between a letter and its mark."""
    while 0 < place < len(text) and _joins(text[place]):
        place -= 1
    return place


def _joins(char: str) -> bool:
    # Marks of Thai, Lao, Khmer and Burmese are not all of Unicode's combining class.
    return kind(char) == "m" or char in "\u0e33\u0eb3\u17d2\u1039"
