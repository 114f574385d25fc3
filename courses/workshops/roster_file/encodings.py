"""Which letters the bytes of a text file are: UTF-8, UTF-16 or an old code page, with or without a mark at the start."""

import codecs
import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .refusals import Unreadable

# What a person may choose where the guess is wrong.
CHOICES: list[tuple[str, Any]] = [
    ("", gettext_lazy("Find out")),
    ("utf-8", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1252", gettext_lazy("Western European (Windows-1252)")),
    ("cp874", gettext_lazy("Thai (Windows-874, TIS-620)")),
]
MARKS = [
    # Before UTF-16, whose mark begins in the same way.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
HIGH = re.compile(rb"[\x80-\xff]+")
# A word in Thai is a run of such bytes; a French or Portuguese word has one among plain letters.
THAI_RUN = 2.5
SAMPLE = 64 * 1024


def decode(content: bytes, chosen: str = "") -> tuple[str, str]:
    """The text, and the name of what it was read as."""
    name = _marked(content) or chosen or _guess(content)
    if name == "utf-16" and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = _half(content) or "utf-16-le"
    try:
        text = content.decode(name)
    except UnicodeError as problem:
        raise Unreadable(
            _("The letters of this file cannot be read."),
            fix=_("Save it as “CSV UTF-8” or as an Excel workbook (.xlsx) and upload it again."),
        ) from problem
    return text.removeprefix("\ufeff"), name


def _marked(content: bytes) -> str:
    return next((name for mark, name in MARKS if content.startswith(mark)), "")


def _guess(content: bytes) -> str:
    half = _half(content)
    if half:
        return half
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _code_page(content)
    return "utf-8"


def _half(content: bytes) -> str:
    """UTF-16 without a mark: every plain letter, comma and digit has an empty byte on the same side."""
    sample = content[:SAMPLE]
    pairs = len(sample) // 2
    if len(content) % 2 or not pairs:
        return ""
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    if second > pairs / 10 and not first:
        return "utf-16-le"
    if first > pairs / 10 and not second:
        return "utf-16-be"
    return ""


def _code_page(content: bytes) -> str:
    runs = [len(run) for run in HIGH.findall(content[:SAMPLE])]
    if runs and sum(runs) / len(runs) >= THAI_RUN and _reads_as(content, "cp874"):
        return "cp874"
    return "cp1252"


def _reads_as(content: bytes, name: str) -> bool:
    try:
        content.decode(name)
    except UnicodeDecodeError:
        return False
    return True
