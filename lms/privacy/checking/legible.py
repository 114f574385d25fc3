"""A text as its readers see it, each sign with its place in what was typed.

Marks of emphasis, escapes and entities vanish on the page, and one digit has many shapes: whoever reads sees one number
where the source has `081**234**5678` or `&#48;81…`. Digits of every script become plain ones.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

ENTITY = r"&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
ESCAPE = r"\\[!-/:-@\[-`{-~]"
# An underline inside a word is shown; at its edge it is a mark.
MARKS = r"[*`]+|~~|(?<![^\W_])_+|_+(?![^\W_])"
# Marks on a letter, the frame of a key, and how a picture for a sign is drawn.
_ON_IT = "\u0300-\u036f\u20e3\ufe00-\ufe0f"
MARKED_SIGN = rf"[\x20-\x7e][{_ON_IT}]+|[^\x00-\x7f][{_ON_IT}]*"
LINK = r"!?\[|\]\([^()\s<>]{0,500}(?:\s+\"[^\"\n]{0,100}\")?\)|\]\[[^\[\]\n]{0,80}\]"
WITH_LINKS = re.compile("|".join([f"(?P<sign>{ENTITY}|{MARKED_SIGN})", f"(?P<escape>{ESCAPE})", MARKS]))
WITHOUT_LINKS = re.compile("|".join([f"(?P<sign>{ENTITY}|{MARKED_SIGN})", f"(?P<escape>{ESCAPE})", MARKS, LINK]))
# What has not become part of a letter says nothing.
UNREAD = re.compile(f"[{_ON_IT}]")
HYPHENS = re.compile("[\u2010\u2011]")


@dataclass
class Seen:
    """What is read, and for each of its signs where the source begins and ends that says it."""

    text: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def place(self, start: int, end: int) -> tuple[int, int]:
        return self.starts[start], self.ends[end - 1]


def with_links(source: str) -> Seen:
    """As it is read, addresses of links included: they may hold a number as well."""
    return _seen(source, WITH_LINKS)


def without_links(source: str) -> Seen | None:
    """As it is read on the page, where of a link only its words stand; nothing if there is no link."""
    return _seen(source, WITHOUT_LINKS) if "](" in source or "][" in source else None


def _seen(source: str, special: re.Pattern[str]) -> Seen:
    seen, parts, at = Seen(), [], 0
    for mark in special.finditer(source):
        parts.append(source[at : mark.start()])
        seen.starts.extend(range(at, mark.start()))
        seen.ends.extend(range(at + 1, mark.start() + 1))
        at = mark.end()
        read = mark["escape"][1:] if mark["escape"] else _plain(unescape(mark["sign"])) if mark["sign"] else ""
        parts.append(read)
        seen.starts.extend([mark.start()] * len(read))
        seen.ends.extend([at] * len(read))
    parts.append(source[at:])
    seen.starts.extend(range(at, len(source)))
    seen.ends.extend(range(at + 1, len(source) + 1))
    seen.text = "".join(parts)
    return seen


@lru_cache(maxsize=4_000)
def _plain(signs: str) -> str:
    """One shape for what is read alike: ８, ๘, ⑧ and ❽ are 8; what nobody sees is left out."""
    digits = "".join(_digit(sign) for sign in signs)
    read = "".join(_digit(sign) for sign in unicodedata.normalize("NFKC", digits))
    return HYPHENS.sub("-", UNREAD.sub("", read))


def _digit(sign: str) -> str:
    value = unicodedata.digit(sign, None)
    if value is not None:
        return str(value)
    return "" if unicodedata.category(sign) == "Cf" else sign
