"""Some words from a text, around the place where what was asked for stands."""

import re
import unicodedata

LONGEST = 160
SPACE = re.compile(r"\s+")


def excerpt(text: str, query: str, longest: int = LONGEST) -> str:
    """At most so many signs. No sign is cut from the marks that belong to it."""
    text = SPACE.sub(" ", text.replace("\0", "")).strip()
    if len(text) <= longest:
        return text
    start = _start(text, query, longest)
    end = _whole(text, min(start + longest, len(text)))
    return ("… " if start else "") + text[start:end].strip() + (" …" if end < len(text) else "")


def _start(text: str, query: str, longest: int) -> int:
    lower = text.lower()
    # Lower case may have another length in some scripts: then the beginning of the text has to do.
    if len(lower) != len(text):
        return 0
    hits = [at for word in [query, *query.split()] if len(word) > 1 and (at := lower.find(word.lower())) >= 0]
    at = max(0, hits[0] - longest // 3) if hits else 0
    if not at:
        return 0
    space = text.find(" ", at, at + longest // 3)
    return _whole(text, space + 1 if space >= 0 else at)


def _whole(text: str, at: int) -> int:
    """The next place where a cut parts no sign from its marks."""
    while at < len(text) and unicodedata.category(text[at]).startswith("M"):
        at += 1
    return at
