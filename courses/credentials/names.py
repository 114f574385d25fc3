"""Names on certificates: their initials, the form in which two spellings compare, and a mark that outlives erasure."""

import hmac
import unicodedata

from lms.audit.identity import keyed, keys

_PURPOSE = "certificate-name"
ZERO_WIDTH_JOINER = "\u200d"
# Thai and Lao.
LEADING_VOWELS = "เแโใไເແໂໃໄ"
# Devanagari, Bengali, Khmer, Burmese, and the joiner itself.
JOINING_SIGNS = "\u094d\u09cd\u17d2\u1039" + ZERO_WIDTH_JOINER


def initials(name: str) -> str:
    """The first letter of each word with the marks that belong to it; one letter for a single name."""
    return " ".join(f"{_first_letter(word)}." for word in name.split() if _first_letter(word))


def _first_letter(word: str) -> str:
    start = next((place for place, letter in enumerate(word) if letter.isalnum()), None)
    if start is None:
        return ""
    end = start + 1
    while end < len(word) and (_is_mark(word[end]) or _asks_for_more(word[end - 1])):
        end += 1
    return word[start:end]


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M") or letter == ZERO_WIDTH_JOINER


def _asks_for_more(letter: str) -> bool:
    """Signs that are nothing without the next letter: the okina, vowels written before their letter, joining signs."""
    return unicodedata.category(letter) == "Lm" or letter in LEADING_VOWELS or letter in JOINING_SIGNS


def folded(name: str) -> str:
    """One form for what people type: no case, no punctuation, single spaces, compatible letters made one."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    kept = "".join(
        letter if letter.isalnum() or unicodedata.category(letter).startswith("M") else " " for letter in plain
    )
    return " ".join(kept.split())


def search_key(*names: str) -> str:
    """The folded names without Latin accents: staff find Đào by typing dao. A query goes through here too."""
    parts = unicodedata.normalize("NFD", " | ".join(folded(name) for name in names if name)).replace("đ", "d")
    bare = "".join(letter for letter in parts if not _is_accent(letter))
    return unicodedata.normalize("NFC", bare)[:400]


def _is_accent(mark: str) -> bool:
    return "\u0300" <= mark <= "\u036f"


def name_mark(code: str, name: str) -> str:
    """A keyed digest of the printed name, bound to one certificate: confirms a typed name, reveals none."""
    return keyed(_PURPOSE, f"{code}:{folded(name)}", keys()[0])


def fits_mark(code: str, typed: str, mark: str) -> bool:
    """Whether the typed name is the one the mark was made of, under the present key or an earlier one."""
    if not mark or not folded(typed):
        return False
    candidates = [keyed(_PURPOSE, f"{code}:{folded(typed)}", key) for key in keys()]
    return any(hmac.compare_digest(candidate, mark) for candidate in candidates)
