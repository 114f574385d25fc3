"""A look at a text before it is posted or sent: does it hold what points to a person? Said to the writer alone.

The text is looked through as its readers will see it (`legible`), and what is found is told at its place in what was
typed. It errs on the side of asking. Whoever is asked can mask what was found, or send the text to a moderator. What was
found is never written to a log.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from .clues import births, cases, emails, passports, places
from .kinds import BIRTH, CASE, EMAIL, MASKS, NAMES, NUMBER, PASSPORT, PERSON, PLACE
from .legible import Seen, with_links, without_links
from .numbers import numbers
from .pages import without_pages
from .persons import persons

__all__ = ["BIRTH", "CASE", "EMAIL", "NUMBER", "PASSPORT", "PERSON", "PLACE", "Found", "look", "mask"]

# What is more exactly known comes first: a birthday is no telephone number.
FINDERS: tuple[tuple[str, Callable[[str], Iterable[tuple[int, int]]]], ...] = (
    (EMAIL, emails),
    (BIRTH, births),
    (PLACE, places),
    (PASSPORT, passports),
    (CASE, cases),
    (NUMBER, numbers),
    (PERSON, persons),
)
NOWHERE = -1
# A word in place of something may let its neighbour be seen; no text needs more.
ROUNDS = 3


@dataclass(frozen=True)
class Found:
    """Something in the text that may point to a person, and where it stands; `NOWHERE` where only readers see it."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def name(self) -> str:
        return str(NAMES[self.kind])


def look(text: str, shown: str = "") -> list[Found]:
    """What was found, in the order of the text.

    `shown` are the words of the page made of it, where its marks can join what stands apart in the source. What is found
    in them alone cannot be masked: its writer is told of it all the same.
    """
    found: list[Found] = []
    taken = bytearray(len(text))
    for seen in (with_links(text), without_links(text)):
        for kind, start, end in _hits(seen):
            if not any(taken[start:end]):
                taken[start:end] = b"x" * (end - start)
                found.append(Found(kind, text[start:end], start, end))
    found.sort(key=lambda one: one.start)
    if not shown or shown.split() == text.split():
        return found
    known = " ".join(
        _letters(seen) for one in found for seen in (with_links(one.text), without_links(one.text)) if seen
    )
    page = [Found(kind, shown[start:end], NOWHERE, NOWHERE) for kind, start, end in _hits(with_links(shown))]
    return found + [one for one in dict.fromkeys(page) if _letters(with_links(one.text)) not in known]


def mask(text: str) -> str:
    """The text with a word in place of all that was found."""
    for _round in range(ROUNDS):
        parts, at = [], 0
        for one in look(text):
            parts += [text[at : one.start], MASKS[one.kind]]
            at = one.end
        if not parts:
            break
        text = "".join([*parts, text[at:]])
    return text


def _hits(seen: Seen | None) -> Iterator[tuple[str, int, int]]:
    """What is found in a text as it is seen, with its place in the source."""
    if seen is None:
        return
    taken = bytearray(len(seen.text))
    words = without_pages(seen.text)
    for kind, finder in FINDERS:
        for start, end in finder(seen.text if kind == EMAIL else words):
            if start < end and not any(taken[start:end]):
                taken[start:end] = b"x" * (end - start)
                yield kind, *seen.place(start, end)


def _letters(seen: Seen) -> str:
    """Letters and digits alone, by which the same thing is known again."""
    return "".join(char for char in seen.text if char.isalnum())
