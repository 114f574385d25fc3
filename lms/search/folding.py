"""One spelling for what people write in many: case, width, marks, digits, invisible signs."""

import re
import unicodedata
from collections.abc import Iterator

from .scripts import AM, FOLDED, REMOVED, is_unmarked, kind

# No script stacks so many marks on a letter; sorting a longer pile would take time by its square.
HIGHEST_PILE = 32
POSSESSIVE = re.compile(r"(?<=[a-z])'s(?![a-z0-9])")
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


def fold(text: str) -> str:
    """The spelling by which names are compared: `fold("Nguyễn Thị Đào") == fold("nguyen thi dao")`."""
    return " ".join(folded(text).split())


def folded(text: str) -> str:
    if text.isascii():
        return _apostrophes(text.lower())
    text = "".join(_low_piles(text.translate(REMOVED)))
    # Folding case may bring forth letters with marks, which are taken apart once more.
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).casefold()
    text = "".join(_unmarked(text.translate(FOLDED)))
    return _apostrophes(_am(unicodedata.normalize("NFC", text)))


def _low_piles(text: str) -> Iterator[str]:
    pile = 0
    for char in text:
        pile = pile + 1 if unicodedata.combining(char) else 0
        if pile <= HIGHEST_PILE:
            yield char


def _unmarked(text: str) -> Iterator[str]:
    bare = True
    for char in text:
        if kind(char) == "m":
            if not bare:
                yield char
            continue
        digit = unicodedata.decimal(char, None)
        yield char if digit is None else str(digit)
        # A mark on nothing is no letter either.
        bare = is_unmarked(char) or kind(char) == ""


def _am(text: str) -> str:
    for half, (other, whole) in AM.items():
        if half in text:
            text = re.sub(f"{half}([\u0e48-\u0e4b\u0ec8-\u0ecb]*){other}", rf"\1{whole}", text)
    return text


def _apostrophes(text: str) -> str:
    return APOSTROPHE.sub("", POSSESSIVE.sub("", text)) if "'" in text else text
