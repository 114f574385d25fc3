"""Telephone and identity numbers, in the ways people write them; and the figures of every working day, which are none.

Two patterns: digits parted by spaces, dots, hyphens and brackets are a number wherever they begin; parted by anything
else only if they begin as a telephone number does, with a plus or a nought. Dates, times, years, statistics and sums of
money are known by their shape.
"""

import re
from collections.abc import Iterator

FEWEST_DIGITS = 9
LONGEST_SMALL_GROUP = 2

YEAR = r"(?:19|20|25)[0-9]{2}"
# Of a day or a month: they are written in either order.
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_HOUR, _MINUTE = r"(?:[01]?[0-9]|2[0-3])", r"[0-5][0-9]"
_EDGE, _END = r"(?<![0-9])", r"(?![./-]?[0-9])"
DATE = "|".join(
    [
        rf"(?:{_DAY}\s?[-–&/]\s?)?{_DAY}(?P<by>[./-]){_DAY}(?P=by)(?:{YEAR}|[0-9]{{2}})",
        rf"{YEAR}(?P<iso>[./-]){_DAY}(?P=iso){_DAY}",
        rf"(?:0?[1-9]|1[0-2])[./-]{YEAR}",
    ]
)
TIME = "|".join(
    [
        rf"{_HOUR}:{_MINUTE}(?::{_MINUTE})?(?![:0-9])",
        rf"{_HOUR}\.{_MINUTE}\s?[-–]\s?{_HOUR}\.{_MINUTE}",
        rf"[012][0-9]{_MINUTE}\s?[-–]\s?[012][0-9]{_MINUTE}",
    ]
)
# "1,234,567", "1.234.567", "12,34,567", "1 500 000", each with its decimals.
WITH_COMMAS = r"[1-9][0-9]{0,2}(?:,[0-9]{3}){1,6}(?:\.[0-9]{1,6})?(?![,]?[0-9])"
WITH_DOTS = r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,6}(?:,[0-9]{1,6})?(?![.]?[0-9])"
IN_LAKHS = r"[1-9][0-9]?(?:,[0-9]{2}){1,5},[0-9]{3}(?![,]?[0-9])"
WITH_SPACES = r"[1-9][0-9]{0,2}(?: [0-9]{3}){0,5}? 000(?! ?[0-9])"
FIGURE = "|".join([WITH_COMMAS, WITH_DOTS, IN_LAKHS, WITH_SPACES, r"0[.,][0-9]{1,12}"])

DATED = re.compile(rf"{_EDGE}(?:(?:{DATE}){_END}|{TIME})(?![0-9])")
ORDINARY = re.compile(
    rf"{_EDGE}(?:(?:{DATE}){_END}|{TIME}|[0-9]{{3,6}} \({YEAR}\)?|{YEAR}(?:-[0-9]{{2}})?|{FIGURE}"
    rf"|(?<![0-9/]){_DAY}/{_DAY}(?![/0-9]))(?![0-9])"
)
# What is no number of anybody whatever its digits: books, papers, statistics, sums of money.
_MONEY = r"(?:Rp\.?|IDR|(?:US|A|S)?\$|USD|AUD|SGD|NZD|HKD|[€£¥฿₫₹₱៛]|THB|MYR|RM|PHP|VND|EUR|LAK|KHR|MMK|BDT|INR|LKR|PKR|Rs\.?)"
_MONEY_AFTER = (
    r"(?:บาท|baht|rupiah|dong|đồng|riel|kip|kyat|ringgit|pesos?|rupees?|taka|dollars?|euros?|USD|THB|IDR|VND|EUR)"
)
OF_NOBODY = re.compile(
    rf"\b10\.[0-9]{{4,9}}/\S{{1,200}}|\bIS[BS]N(?:-1[03])?:?\s?[0-9][0-9 -]{{6,17}}[0-9Xx]"
    rf"|(?<!\w){_MONEY}\s?[1-9][0-9.,]{{0,25}}|(?<![0-9.,+])[1-9][0-9.,]{{0,25}}\s?{_MONEY_AFTER}(?!\w)"
    rf"|(?<![0-9.,+])(?:{WITH_COMMAS}|{IN_LAKHS}|[1-9][0-9]{{0,2}}(?:\.[0-9]{{3}}){{2,6}}(?![.]?[0-9]))",
)
# A letter or a law of a ministry: "Nomor 045/1234/2024".
PAPER = re.compile(
    rf"(?<![^\W_])(?:nomor|no|nos|number|ref|letter|surat|circular|decree|decision|regulation|resolution|số|เลขที่|ที่)[.:]?\s?"
    rf"[0-9]{{2,6}}(?:/[0-9]{{1,6}}){{0,2}}/{YEAR}(?![0-9])",
    re.IGNORECASE,
)

USUAL = re.compile(r"(?<![0-9A-Za-z_])[+(]{0,2}[0-9](?:[ ().-]{0,4}[0-9])*")
# Signs that say what a figure means part numbers; all others may stand inside one.
_BETWEEN = r"(?:[^\w%$€£¥฿₫₹₱៛]|_){0,4}"
# "424 + 772" is a sum.
_BEGINS = r"(?:(?<![0-9] )\+[ (]{0,2}[0-9]|\(?0[0-9])"
UNUSUAL = re.compile(rf"(?<![0-9A-Za-z])(?<![0-9][^\w\s])(?!0[0-9][.)]\s){_BEGINS}(?:{_BETWEEN}[0-9])*")
BEGINS = re.compile(_BEGINS)


def numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers stand that may be somebody's."""
    rest = PAPER.sub(_blank, OF_NOBODY.sub(_blank, text))
    for pattern, is_fit in ((USUAL, _is_long), (UNUSUAL, _is_telephone)):
        for run in pattern.finditer(rest):
            start, end = _bare(rest, *run.span())
            if is_fit(rest[start:end]) and not _is_ordinary(rest[start:end]):
                yield start, end


def _blank(found: re.Match[str]) -> str:
    # By as many signs, so that places stay right; no blanks, or what stands around it would grow together.
    return "x" * len(found[0])


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The run without a last group that goes on in letters, and without dates and times before and after it."""
    if text[end : end + 1].isascii() and (text[end : end + 1].isalnum() or text[end : end + 1] == "_"):
        end = start + len(text[start:end].rstrip("0123456789"))
    run = text[start:end]
    first, last = 0, len(run)
    dated = [one.span() for one in DATED.finditer(run)]
    for begins, ends in dated:
        if _digits(run[first:begins]):
            break
        first = ends
    for begins, ends in reversed(dated):
        if begins < first or _digits(run[ends:last]):
            break
        last = begins
    bare = run[first:last]
    return start + first + len(bare) - len(bare.lstrip(" \n.-)/,:;")), start + first + len(bare.rstrip(" \n.-(/,:;"))


def _is_long(run: str) -> bool:
    return _digits(run) >= FEWEST_DIGITS


def _is_telephone(run: str) -> bool:
    """As long as one, beginning as one, and no list of small counters such as 01, 02, 03."""
    groups = re.findall(r"[0-9]+", run)
    return _is_long(run) and BEGINS.match(run) is not None and max(len(group) for group in groups) > LONGEST_SMALL_GROUP


def _is_ordinary(run: str) -> bool:
    """Nothing but dates, times, years and figures."""
    return not run.startswith(("+", "(+")) and not _digits(ORDINARY.sub(" ", run))


def _digits(text: str) -> int:
    return sum(char.isdecimal() for char in text)
