"""What the tokeniser knows of scripts: which run words together, where a cluster ends, what to fold."""

import unicodedata
from functools import lru_cache

# Written without spaces between words: Thai, Lao, Myanmar, Khmer, Tai; Han, kana, bopomofo, Hangul.
DENSE = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0xA9E0, 0xA9FF),
    (0xAA60, 0xAA7F),
    (0x1780, 0x17FF),
    (0x19E0, 0x19FF),
    (0x1950, 0x19DF),
    (0x1A20, 0x1AAF),
    (0x3005, 0x3007),
    (0x3040, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
    (0x1100, 0x11FF),
    (0xAC00, 0xD7FF),
)
# Marks on these letters are left out: people type them or not.
UNMARKED = (
    (0x0000, 0x024F),
    (0x1E00, 0x1EFF),
    (0x2C60, 0x2C7F),
    (0x0600, 0x06FF),
    (0x0750, 0x077F),
)
# Nothing to read: joiners, breaks without width, direction marks, variation selectors, the Arabic stretcher.
UNSEEN = (
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x0640, 0x0640),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xE0000, 0xE01EF),
)
REMOVED = {point: None for first, last in UNSEEN for point in range(first, last + 1)}
# Letters that no decomposition takes apart; Arabic spellings that Arabic, Persian and Urdu keyboards tell apart.
FOLDED = str.maketrans(
    {
        "đ": "d", "ð": "d", "ø": "o", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "ɓ": "b", "ɗ": "d",
        "ƴ": "y", "ə": "e", "æ": "ae", "œ": "oe", "þ": "th", "ß": "ss", "ʼ": "'", "’": "'", "‘": "'", "＇": "'",
        "ٱ": "ا", "ى": "ي", "ی": "ي", "ے": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه", "ۀ": "ه", "ة": "ه",
    }
)  # fmt: skip
# One vowel, two ways to type it: sara am in Thai and Lao, with or without a tone mark between its halves.
AM = {"\u0e4d": ("\u0e32", "\u0e33"), "\u0ecd": ("\u0eb2", "\u0eb3")}
# These stack the next consonant below: Khmer coeng, Myanmar and Tai Tham virama.
STACKERS = "\u17d2\u1039\u1a60"


@lru_cache(maxsize=20_000)
def kind(char: str) -> str:
    """What a character is to the tokeniser: "a" plain letter or digit, "d" dense, "o" other letter, "m" mark, "" none."""
    if char.isascii():
        return "a" if char.isalnum() else ""
    category = unicodedata.category(char)
    if category[0] == "M":
        return "m"
    if category[0] != "L":
        return ""
    return "d" if _within(char, DENSE) else "o"


@lru_cache(maxsize=20_000)
def is_unmarked(char: str) -> bool:
    return _within(char, UNMARKED)


def clusters(run: str) -> list[str]:
    """What a reader sees as one sign each: a letter with its marks and with the letters stacked below it."""
    found: list[str] = []
    for char in run:
        joins = kind(char) == "m" or char in "\u0e33\u0eb3" or (found and found[-1][-1] in STACKERS)
        if found and joins:
            found[-1] += char
        else:
            found.append(char)
    return found


def _within(char: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    point = ord(char)
    return any(first <= point <= last for first, last in ranges)
