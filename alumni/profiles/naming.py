"""The names of a person as the search compares them: in any script, any order, and by sound (A16)."""

from collections.abc import Iterable

from lms.search.tokens import VERSION, fold, tokens

from .phonetics import sounds, words_of

LONGEST = 1000


def index_of(names: Iterable[str]) -> dict[str, str | int]:
    """What a profile keeps for the search. Every word stands between spaces, so that its beginning can be asked for."""
    given = [name for name in dict.fromkeys(names) if name]
    return {
        "name_fold": _line(word for name in given for word in words_of(name)),
        "name_key": _line(key for name in given for key in sounds(name)),
        "search_tokens": _line(tokens(fold(" ".join(given))).split()),
        "tokeniser_version": VERSION,
    }


def _line(words: Iterable[str]) -> str:
    line = ""
    for word in dict.fromkeys(words):
        if len(line) + len(word) + 2 > LONGEST:
            break
        line += f" {word}"
    return f"{line} " if line else ""
