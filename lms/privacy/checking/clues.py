"""What else points to a person: addresses, travel documents, days of birth, places on a map, numbers of cases.

A number alone says little; most of these are told by a word that stands beside them, in the languages of our members.
Every pattern begins at a sign or a word and goes on for a limited length, so that a long text costs no more than its length.
"""

import re
import unicodedata
from collections.abc import Iterator


def _compiled(pattern: str) -> re.Pattern[str]:
    # Composed as the text is; the Thai vowel of "am" would else be written in another way.
    return re.compile(unicodedata.normalize("NFKC", pattern), re.IGNORECASE)


# --- Addresses ---

_AT = r"(?:@|\s@\s|\s?[\[({<]\s?(?:at|@)\s?[\])}>]\s?)"
_DOT = r"(?:\.|\s?[\[({<]\s?(?:dot|\.)\s?[\])}>]\s?)"
_SPOKEN = r"\w[\w.+-]{0,62}\sat\s[\w-]{1,63}(?:\sdot\s[\w-]{1,63}){0,2}\sdot\s(?:com|net|org|gov|int|edu|info|asia|go|or|ac)\b"
EMAIL = _compiled(rf"[\w.+-]{{1,64}}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,6}}|(?<!\w){_SPOKEN}")
# "Lunch @ 12.30" is none: what an address of this kind ends with are letters.
_WITH_LETTERS = re.compile(r"[^\W\d_]{2,}\Z")


def emails(text: str) -> Iterator[tuple[int, int]]:
    for hit in EMAIL.finditer(text):
        if ("@" in hit[0] and " @" not in hit[0]) or _WITH_LETTERS.search(hit[0]):
            yield hit.span()


# --- Travel documents ---

PASSPORT_WORD = _compiled(
    r"passports?|paspor|travel documents?|dokumen perjalanan|หนังสือเดินทาง|พาสปอร์ต|hộ chiếu|ho chieu|pasaporte"
    r"|护照|護照|លិខិតឆ្លងដែន|ໜັງສືຜ່ານແດນ|နိုင်ငံကူးလက်မှတ်|ပတ်စ်ပို့|পাসপোর্ট|पासपोर्ट|राहदानी|پاسپورٹ|پاسپورت|گذرنامه|جواز"
)
# Known by its shape alone, as it stands in the document.
PRINTED = re.compile(r"(?<!\w)[A-Z]{1,2}[ -]?[0-9]{6,9}(?!\w)")
# Beside the word, in any spelling.
SPELT = re.compile(r"(?<![0-9A-Za-z])([A-Za-z]{1,3})([ .-]{0,2})([0-9](?:[ -]?[0-9]){5,8})([A-Za-z]?)(?![0-9A-Za-z])")
DIGITS_ALONE = _compiled(
    r"(?:no|number|nomor|nomer|num|เลขที่|หมายเลข|số|号码?|號碼?)[.:]?\s{0,2}(?:is|:|#)?\s{0,2}([0-9]{6,8})(?![0-9.,/-])"
)
_SMALL = "a an as at by di do go he i if in is it ke me my no nr of on or so to tp up we"
SMALL_WORDS = frozenset(_SMALL.split())
# "A passport costs Rp350000."
_SUMS = "rp rm rs tk idr thb usd aud sgd myr php vnd eur lkr pkr inr bdt mmk lak khr"
SUMS = frozenset(_SUMS.split())
BESIDE = 30


def passports(text: str) -> Iterator[tuple[int, int]]:
    for hit in PRINTED.finditer(text):
        yield hit.span()
    for hit in SPELT.finditer(text):
        if _is_written_as_one(*hit.groups()) and _is_beside(text, *hit.span()):
            yield hit.span()
    for hit in DIGITS_ALONE.finditer(text):
        if _is_beside(text, *hit.span()):
            yield hit.span(1)


def _is_written_as_one(letters: str, between: str, digits: str, _last: str) -> bool:
    """Such as "AB 123 4567", "ab1234567", "ab 1234567"; but not "on 12 03 2026"."""
    if letters.casefold() in SUMS or (between and letters.casefold() in SMALL_WORDS):
        return False
    return letters.isupper() or not between or digits.isdecimal()


def _is_beside(text: str, start: int, end: int) -> bool:
    around = (text[max(0, start - BESIDE) : start], text[end : end + BESIDE])
    # What was masked already has taken its word.
    return bool(PASSPORT_WORD.search(around[0].rsplit("]")[-1]) or PASSPORT_WORD.search(around[1].split("[")[0]))


# --- Days of birth ---

_BORN = (
    r"(?<!\w)(?:born|date of birth|birth ?date|birthday|d\.?o\.?b|(?:tanggal|tgl\.?|tempat[ ,/]{1,3}(?:tanggal|tgl\.?)) lahir|lahir|ttl)"
    r"(?!\w)|วันเดือนปีเกิด|วัน เดือน ปี ?เกิด|วันเกิด|(?<!เหตุ)เกิด(?:เมื่อ|วันที่)|(?:ngày|năm) sinh|sinh ngày|出生(?:日期|于|於)?"
    r"|ថ្ងៃខែឆ្នាំកំណើត|ថ្ងៃកំណើត|မွေးသက္ကရာဇ်|မွေးနေ့|জন্ম ?তারিখ|জন্ম|जन्म ?तिथि|जन्म|تاريخ الميلاد|مواليد|تاریخ پیدائش"
)
_DAY = r"(?<![0-9])[0-3]?[0-9]"
_DATE = (
    rf"{_DAY}\s?[./\-–]\s?[01]?[0-9]\s?[./\-–]\s?(?:[0-9]{{4}}|[0-9]{{2}})(?![0-9])"
    rf"|{_DAY} [01]?[0-9] [0-9]{{4}}(?![0-9])"
    r"|(?<![0-9])[0-9]{4}\s?[./\-–]\s?[01]?[0-9]\s?[./\-–]\s?[0-3]?[0-9](?![0-9])"
    r"|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日"
    rf"|{_DAY}(?:st|nd|rd|th)?\.?,?\s{{1,2}}(?:of )?[^\s\d\[\]]{{3,14}},?\s{{1,2}}[0-9]{{4}}(?![0-9])"
    r"|[^\W\d_]{3,9}\.? [0-3]?[0-9](?:st|nd|rd|th)?,? [0-9]{4}(?![0-9])"
)
BORN = _compiled(_BORN)
# "Dob.: 12/03/2009", "born in Yangon on 12 March 2009"; not across the end of a sentence or what is masked already.
DATE_AFTER = _compiled(rf"\.?[^.!?\d\[\]]{{0,40}}?({_DATE})")
DATE_BEFORE = _compiled(rf"({_DATE})[\s,(\-:]{{1,4}}\Z")
# "The network was born on 28 February 2002."
OF_NOBODY = _compiled(
    r"(?:process|network|protocol|convention|treaty|law|act|agency|office|unit|initiative|agreement|forum|idea|project"
    r"|program(?:me)?|association|asean|uu|undang-undang|konvensi|protokol|jejaring|lembaga|proses)"
    r"\s(?:was |is |were |itu |ini |ini telah |telah )?\Z"
)
LONGEST_DATE, LONGEST_SUBJECT = 40, 40


def births(text: str) -> Iterator[tuple[int, int]]:
    for born in BORN.finditer(text):
        if OF_NOBODY.search(text, max(0, born.start() - LONGEST_SUBJECT), born.start()):
            continue
        for date in (
            DATE_AFTER.match(text, born.end()),
            DATE_BEFORE.search(text, max(0, born.start() - LONGEST_DATE), born.start()),
        ):
            if date:
                yield date.span(1)


# --- Places ---

# Four decimals are ten metres, and no statistic beside another.
_DEGREES = r"[0-9]{1,3}[.,][0-9]{4,10}"
_AROUND = r"(?:[^\w\[\]]|[NSEW]|lon(?:g(?:itude)?)?)"
DECIMAL = _compiled(rf"(?<![\w.,])[-−]?({_DEGREES})(?!\d){_AROUND}{{1,12}}?({_DEGREES})(?!\d)(?:\s?°?\s?[EW](?!\w))?")
_MINUTES = (
    r"[0-9]{1,3}\s?°\s?[0-9]{1,2}(?:[.,][0-9]{1,6})?\s?['′’](?:\s?[0-9]{1,2}(?:[.,][0-9]{1,4})?\s?(?:\"|″|”|''|′′))?\s?"
)
SIXTIETHS = _compiled(rf"(?<!\w){_MINUTES}[NS]\W{{0,4}}{_MINUTES}[EW](?!\w)")
NORTHERNMOST, EASTERNMOST = 90, 180


def places(text: str) -> Iterator[tuple[int, int]]:
    for hit in DECIMAL.finditer(text):
        north, east = (float(one.replace(",", ".")) for one in hit.groups())
        if north <= NORTHERNMOST and 1 <= east <= EASTERNMOST:
            yield hit.span()
    for hit in SIXTIETHS.finditer(text):
        yield hit.span()


# --- Numbers of cases ---

_CASE = (
    r"(?<!\w)(?:(?:case|docket|crime|investigation) (?:file )?(?:no\.?|number|nr\.?|id|ref(?:erence)?\.?|#)"
    r"|case file|FIR (?:no\.?|number)|(?:nomor|no\.?) (?:perkara|kasus|laporan polisi)"
    r"|(?:perkara|kasus|laporan polisi) (?:nomor|no\.?))|คดี(?:อาญา)?(?:หมายเลข)?(?:ดำ|แดง)?ที่|เลข(?:ที่)?คดี"
)
CASE_NUMBER = _compiled(
    rf"(?:{_CASE})\s{{0,2}}(?:is|was|[:#=])?\s{{0,2}}"
    r"((?:[A-Za-z]{1,12}[./-]){0,3}(?:[A-Za-z]{1,2} ?|[ก-ฮ]{1,4}\.? ?)?[0-9][\w./-]{0,40})"
)
POLICE_REPORT = re.compile(r"(?<!\w)LP/(?:[A-Z]{1,2}/)?[0-9]{1,6}/[IVX]{1,4}/[0-9]{4}(?:/[\w./-]{1,40})?")
PARTIES = re.compile(r"\bv(?:s?\.|s)? ")
FEWEST_DIGITS, NEAR = 4, 80
_YEAR_ALONE = re.compile(r"(?:19|20|25)[0-9]{2}\Z")


def cases(text: str) -> Iterator[tuple[int, int]]:
    """Numbers of cases; not those of a judgment that is cited with its parties, as "Siliadin v. France, no. 73316/01"."""
    for hit in CASE_NUMBER.finditer(text):
        number = hit[1].rstrip("./-")
        is_cited = PARTIES.search(text[max(0, hit.start() - NEAR) : hit.end() + NEAR])
        if sum(char.isdecimal() for char in number) >= FEWEST_DIGITS and not _YEAR_ALONE.match(number) and not is_cited:
            yield hit.start(1), hit.start(1) + len(number)
    for hit in POLICE_REPORT.finditer(text):
        yield hit.span()
