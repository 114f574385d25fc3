"""Which of the shipped fonts can print a text, and what none of them can.

A certificate must never show a box where a letter of someone's name should be, so every text is
compared with the fonts' own character tables before it is printed.
"""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"

# The font of each script, by a letter range that only this script uses. The first language is the one
# assumed when nobody said which.
_SCRIPTS: tuple[tuple[int, int, str, str], ...] = (
    (0x0900, 0x097F, "Noto Serif Devanagari", "hi"),
    (0x0980, 0x09FF, "Noto Serif Bengali", "bn"),
    (0x0B80, 0x0BFF, "Noto Serif Tamil", "ta"),
    (0x0D80, 0x0DFF, "Noto Serif Sinhala", "si"),
    (0x0E00, 0x0E7F, "Noto Serif Thai", "th"),
    (0x0E80, 0x0EFF, "Noto Serif Lao", "lo"),
    (0x1000, 0x109F, "Noto Serif Myanmar", "my"),
    (0x1780, 0x17FF, "Noto Serif Khmer", "km"),
    (0x0780, 0x07BF, "Noto Sans Thaana", "dv"),
    (0x0600, 0x06FF, "Noto Naskh Arabic", "ar"),
    (0x3040, 0x30FF, "Droid Sans Fallback", "ja"),
    (0xAC00, 0xD7AF, "Droid Sans Fallback", "ko"),
    (0x4E00, 0x9FFF, "Droid Sans Fallback", "zh"),
)
# Languages that share a script: a hint among them is believed.
_RELATED = {
    "ar": {"ar", "fa", "prs", "ps", "ur", "sd", "ug"},
    "hi": {"hi", "ne", "mr"},
    "zh": {"zh", "ja", "ko"},
}
# Letters written in Urdu and not in Arabic, Persian, Dari or Pashto.
_URDU_LETTERS = frozenset("ٹڈڑںےۓ")

FAMILIES = {
    "Noto Serif": "NotoSerif-Regular.ttf",
    "Noto Serif Khmer": "NotoSerifKhmer-Regular.ttf",
    "Noto Serif Thai": "NotoSerifThai-Regular.ttf",
    "Noto Serif Lao": "NotoSerifLao-Regular.ttf",
    "Noto Serif Myanmar": "NotoSerifMyanmar-Regular.ttf",
    "Noto Serif Bengali": "NotoSerifBengali-Regular.ttf",
    "Noto Serif Sinhala": "NotoSerifSinhala-Regular.ttf",
    "Noto Serif Tamil": "NotoSerifTamil-Regular.ttf",
    "Noto Serif Devanagari": "NotoSerifDevanagari-Regular.ttf",
    "Noto Naskh Arabic": "NotoNaskhArabic-Regular.ttf",
    "Noto Nastaliq Urdu": "NotoNastaliqUrdu-Regular.ttf",
    "Noto Sans Thaana": "NotoSansThaana-Regular.ttf",
    "Droid Sans Fallback": "DroidSansFallback.ttf",
}

# The shaper uses these and prints nothing for them.
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069")


class MissingGlyphs(Exception):  # noqa: N818 - named by what is wrong
    """No shipped font has these letters: a person has to look at the text before it is printed."""

    def __init__(self, clusters: list[str]) -> None:
        self.clusters = clusters
        super().__init__(" ".join(clusters))


def language_of(text: str, hint: str = "") -> str:
    """The language a text is most likely in: the hint where its script fits, else by its letters."""
    wanted = hint.split("-")[0].lower()
    for letter in text:
        for first, last, _, language in _SCRIPTS:
            if first <= ord(letter) <= last:
                return _refined(text, wanted, language)
    of_another_script = {script[3] for script in _SCRIPTS}.union(*_RELATED.values())
    is_code = wanted.isascii() and wanted.isalpha() and len(wanted) in (2, 3)
    return wanted if is_code and wanted not in of_another_script else "en"


def _refined(text: str, hint: str, language: str) -> str:
    if hint in _RELATED.get(language, {language}):
        return hint
    return "ur" if language == "ar" and not _URDU_LETTERS.isdisjoint(text) else language


def families_for(text: str, language: str) -> list[str]:
    """All shipped families, the best for this text first, so that marks and joiners stay with their letters."""
    first = "Noto Serif"
    for letter in text:
        found = [family for low, high, family, _ in _SCRIPTS if low <= ord(letter) <= high]
        if found:
            first = found[0]
            break
    if first == "Noto Naskh Arabic" and language.split("-")[0] == "ur":
        first = "Noto Nastaliq Urdu"
    return [first, *(family for family in FAMILIES if family != first)]


def missing_glyphs(text: str) -> list[str]:
    """The clusters of a text that no shipped font can print whole, each once, in reading order."""
    missing = [cluster for cluster in _clusters(text) if not _printable(cluster)]
    return list(dict.fromkeys(missing))


def _printable(cluster: str) -> bool:
    needed = {ord(letter) for letter in cluster if letter not in _INVISIBLE and not letter.isspace()}
    if any(unicodedata.category(chr(point)) in {"Cc", "Co", "Cs", "Cn"} for point in needed):
        return False
    return any(needed <= _characters(file) for file in FAMILIES.values())


def _clusters(text: str) -> Iterator[str]:
    """Letters with the marks that sit on them: the shaper takes each from one font."""
    cluster = ""
    for letter in unicodedata.normalize("NFC", text):
        joins = unicodedata.category(letter).startswith("M") or letter in "\u200c\u200d"
        if cluster and not joins:
            yield cluster
            cluster = ""
        cluster += letter
    if cluster:
        yield cluster


@cache
def _characters(file: str) -> frozenset[int]:
    """The characters a font has a glyph for, read from its `cmap` table."""
    data = (FONTS / file).read_bytes()
    tables = {data[at : at + 4]: struct.unpack(">I", data[at + 8 : at + 12])[0] for at in _table_records(data)}
    cmap = tables[b"cmap"]
    count = struct.unpack(">H", data[cmap + 2 : cmap + 4])[0]
    found: set[int] = set()
    for record in range(cmap + 4, cmap + 4 + 8 * count, 8):
        platform, _, offset = struct.unpack(">HHI", data[record : record + 8])
        if platform in (0, 3):
            found |= set(_subtable(data, cmap + offset))
    return frozenset(found)


def _table_records(data: bytes) -> range:
    count = struct.unpack(">H", data[4:6])[0]
    return range(12, 12 + 16 * count, 16)


def _subtable(data: bytes, at: int) -> Iterator[int]:
    form = struct.unpack(">H", data[at : at + 2])[0]
    if form == 12:
        groups = struct.unpack(">I", data[at + 12 : at + 16])[0]
        for group in range(at + 16, at + 16 + 12 * groups, 12):
            first, last, _ = struct.unpack(">III", data[group : group + 12])
            yield from range(first, last + 1)
    elif form == 4:
        yield from _segments(data, at)


def _segments(data: bytes, at: int) -> Iterator[int]:
    """Format 4: a character counts only when its glyph is not the empty box (glyph 0)."""
    half = struct.unpack(">H", data[at + 6 : at + 8])[0] // 2
    starts = at + 16 + 2 * half

    def column(start: int) -> tuple[int, ...]:
        return struct.unpack(f">{half}H", data[start : start + 2 * half])

    ends, begins = column(at + 14), column(starts)
    deltas, offsets = column(starts + 2 * half), column(starts + 4 * half)
    for place, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        for point in range(begin, min(end, 0xFFFE) + 1):
            glyph = point
            if offsets[place]:
                where = starts + 4 * half + 2 * place + offsets[place] + 2 * (point - begin)
                glyph = struct.unpack(">H", data[where : where + 2])[0]
                if not glyph:
                    continue
            if (glyph + deltas[place]) & 0xFFFF:
                yield point
