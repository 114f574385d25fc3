"""The one tokeniser: text in any script becomes plain ASCII tokens that every search engine treats alike.

Scripts without spaces become overlapping pairs of clusters, Latin words are folded and stemmed, other scripts stay
whole words. What is not ASCII is written in hexadecimal, so that no locale, parser or stop list can matter.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise, takewhile

import snowballstemmer

from .folding import fold, folded
from .scripts import clusters, kind

__all__ = ["VERSION", "fold", "query_tokens", "tokens"]

# To be raised whenever the same text gives other tokens; every indexed text carries it.
VERSION = 1
VERSION_TOKEN = f"tokeniser{VERSION}"

LONGEST_TEXT = 200_000
LONGEST_QUERY = 10_000
MOST_TERMS = 64
LONGEST_WORD = 64
LONGEST_CLUSTER = 8
# Left out of a query that has other words; in a text they stay.
COMMON = """
a an and are as at be by do does for from has have how i in is it its of on or that the their this to was were what
when where which who why will with you your
"""
STOP = frozenset(COMMON.split())
ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")

_stemmer = snowballstemmer.stemmer("english")


def tokens(text: str, *, prefix: bool = False) -> str:
    """What the index stores for a text; with `prefix` also the whole words, so that a beginning finds them."""
    found: list[str] = []
    extra: set[str] = set()
    for sort, run in _runs(text[:LONGEST_TEXT]):
        if sort == "d":
            signs = _signs(run)
            found.extend(_pairs(signs))
            extra.update(signs)
        else:
            found.append(_word(sort, run))
        if sort == "a" and prefix:
            extra.add(_numbered(run[:LONGEST_WORD]))
    # Single clusters and whole words are found without position or count: each once, at the end.
    return " ".join([*found, *sorted(extra.difference(found))])


def query_tokens(text: str, *, prefix: bool = False) -> list[str]:
    """What a query asks for, all of it; with `prefix` the last token is the beginning of one."""
    runs = list(_runs(text[:LONGEST_QUERY]))
    asked = [run for run in runs[:-1] if run[1] not in STOP] + runs[-1:]
    if not prefix and len(asked) > 1 and asked[-1][1] in STOP:
        asked.pop()
    found = [token for sort, run in asked for token in _terms(sort, run)]
    if prefix and found and asked[-1][0] == "a":
        found[-1] = _beginning(asked[-1][1])
    last = found[-1:]
    return [*dict.fromkeys(token for token in found if token not in last), *last][-MOST_TERMS:]


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """The text cut where its kind of script changes: ("a", "workshop"), ("d", "ຄົນ"), ("o", "तस्करी")."""
    current, start, text = "", 0, folded(text)
    for at, char in enumerate(text):
        here = kind(char)
        # A mark belongs to the letter before it; folding has left none on plain letters.
        if here == "m":
            here = current
        if here != current:
            if current:
                yield current, text[start:at]
            current, start = here, at
    if current:
        yield current, text[start:]


def _terms(sort: str, run: str) -> list[str]:
    return _pairs(_signs(run)) if sort == "d" else [_word(sort, run)]


def _signs(run: str) -> list[str]:
    return [_hex(sign[:LONGEST_CLUSTER]) for sign in clusters(run)]


def _pairs(signs: list[str]) -> list[str]:
    # The second half of a pair drops its mark as hexadecimal.
    return [one + two[1:] for one, two in pairwise(signs)] or signs


def _word(sort: str, run: str) -> str:
    run = run[:LONGEST_WORD]
    return _numbered(_stem(run)) if sort == "a" else _hex(_without_article(run))


def _beginning(word: str) -> str:
    """As much of a word as its stem shares: "workshops" finds "workshop", "poly" finds "polygraph"."""
    word = word[:LONGEST_WORD]
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(word, _stem(word), strict=False))
    return _numbered("".join(letter for letter, _ in shared))


def _numbered(word: str) -> str:
    # Engines read numbers, versions and exponents each in their own way; a word beginning with a letter is a word.
    return f"n{word}" if word[0].isdigit() else word


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return _stemmer.stemWord(word) if word.isalpha() and len(word) > 2 else word


def _without_article(word: str) -> str:
    for article in ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 3:
            return word[len(article) :]
    return word


def _hex(text: str) -> str:
    return "x" + text.encode("utf-16-be", "surrogatepass").hex()
