"""A person named right after a word such as victim or suspect. Modest: names alone tell nothing, and not all are found.

In Latin letters a name is told by its capitals, so what else has capitals there (offices, laws, members, headings) has to
be known; in Thai by the title before it.
"""

import re
import unicodedata
from collections.abc import Iterator

ROLE = re.compile(r"(?<!\w)(victim|survivor|suspect|korban|penyintas|tersangka)(?!\w)", re.IGNORECASE)
# "We suspect Thai crews": only after one of these is it a noun.
NOUN = re.compile(
    r"(?:\b(?:the|a|our|this|that|one|another|main|male|female|second|first|prime|key)\s|[.:\n]\s*|^)\Z", re.IGNORECASE
)
NAMED = re.compile(
    r"\s(?:is |was )?(?:named|called|by the name of|bernama|atas nama)\s|(?:'s|’s) name(?: is|:)\s|\sdengan nama\s"
    r"|[\s:,]{1,3}(?:Mr|Mrs|Ms|Miss|Sdr|Sdri|Bapak|Ibu|Nn|Ny|Tn)\.?\s",
)
BESIDE = re.compile(r":?\s|,\s|\s\(")
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’\u0300-\u036f-]){0,30}")
_JOINING = "bin binti bt al el de da van"
PARTICLES = frozenset(_JOINING.split())
LONGEST, FEWEST = 5, 2
LONGEST_SHORT_CAPITALS = 4
# What goes on after a name that stands between commas.
CLOSED = re.compile(r"\s?[,()]|\s(?:aged|who|was|is|has|yang|berusia|usia)\b")
# No words that are names as well, such as May, Hong or Sri.
_KNOWN = """
abk access act action adviser advisory advocacy advocate affairs afghan afghanistan agency agustus aid alliance
amerika anak antar anti arab arabia article asean asia asian asing assembly assistance association asylum august
australia australian authority awareness badan bali bangkok bangladesh bangladeshi banjir bank bantuan based berhak
bhutan bill board border brunei bureau burma burmese cambodia cambodian care case cases center centered centers centre
centred centres charter child children china chinese civil coalition code commission committee compensation conference
consent contact convention coordination coordinator council countries country course court crime crimes criminal cyber
daerah dalam dan dari darussalam data day december declaration department desember desk di digital dinas directive
director direktorat division dunia eksploitasi embassy emirates empowerment engagement exploitation februari february
fiji filipina filipino first focal force forced forum foundation framework france free french friday fund funds gempa
girls global good government greta group groups gugus guidance guide guidelines handbook health help high hotline
house hukum human icat identification identity ilo imigrasi immigration impact india indian indonesia indonesian
informed initiative internasional international interpol interview interviewing interviews investigation iom iran
iranian iraq januari january japan japanese jaringan journal judi juli july juni justice kamboja kapal kejahatan
kejaksaan kekerasan kementerian kepolisian kerja kiribati komisi kong konvensi korea korean labor labour lanka lao
laos law laws leader leadership learning led legal lembaga leste liaison lpsk luar macau malaysia malaysian maldives
manual manusia march maret marine meeting mekong men migran migrant migrants migration minister ministry model module
monday mongolia months myanmar nasional national nauru navy negara negeri nepal nepalese nepali network networks new
ngo north notification november october office officer officers offices oktober oleh online operation operations orang
organisation organised organization organized osce pada pakistan pakistani palau palermo panel papua part
participation pasal pasca pekerja pelayanan pelindungan penipuan penjualan penyelundupan people perang perbudakan
perdagangan perempuan perlindungan person persons perspective philippine philippines pidana plan pmi polda police
policies policy polisi polres polri practice practices prevention principle principles procedure procedures process
profile program programme programmes programs project prosecution prosecutor prosecutors protection protocol
psychosocial public pusat questions red referral regional rehabilitasi rehabilitation reintegration related relief
remedies report reporting reports republik rescue resilience response return rights rohingya room royal rso rules
rumah safe safety saksi samoa satgas saturday saudi save scam scams screening section seksual selatan september
service services session sex sexual shelter singapore singapura smuggling social society solomon sop sosial south
southeast special specialist standard standards state statement states statute stories story strategy sub sunday
support supporters survey surveys syria taiwan task team tenaga terpadu testimony thai thailand the theory thursday
tier timor tindak tonga tool toolkit tourist tppm tppo trafficking training trauma treaty tuesday turkey uganda undang
unhcr unit united units unodc usa utara vanuatu viet vietnam vietnamese voices warga wednesday welfare west witness
witnesses wna wni women workers working workshop world yang youth zealand
"""
NO_NAMES = frozenset(_KNOWN.split())

# In Thai a title stands before a name and its surname after a space; many common words begin like the title of a man.
THAI = re.compile(
    unicodedata.normalize(
        "NFKC",
        r"(?:ผู้เสียหาย|ผู้ต้องสงสัย|ผู้ต้องหา|เหยื่อ)(?:ชื่อ|คือ|รายนี้คือ)?\s?"
        r"((?:นางสาว|น\.ส\.|ด\.ช\.|ด\.ญ\.|นาง(?!แบบ|บำเรอ)|นาย(?!จ้าง|หน้า|ทุน|แพทย์|ตำรวจ|ทหาร|อำเภอ|กรัฐ))"
        r"\s?[ก-\u0e4e]{2,30}(?:\s[ก-\u0e4e]{2,30})?)",
    )
)


def persons(text: str) -> Iterator[tuple[int, int]]:
    for role in ROLE.finditer(text):
        named = NAMED.match(text, role.end())
        if named:
            place = _name(text, named.end(), fewest=1)
        elif _may_be_followed(text, role):
            place = _beside(text, role.end())
        else:
            place = None
        if place:
            yield place
    for hit in THAI.finditer(text):
        yield hit.span(1)


def _may_be_followed(text: str, role: re.Match[str]) -> bool:
    """Whether a name may simply follow: not in a heading of capitals, and where "suspect" is no verb."""
    if role[0].isupper():
        return text[role.end() : role.end() + 1] == ":"
    return role[0].casefold() != "suspect" or NOUN.search(text[max(0, role.start() - 10) : role.start()]) is not None


def _beside(text: str, at: int) -> tuple[int, int] | None:
    beside = BESIDE.match(text, at)
    place = _name(text, beside.end(), fewest=FEWEST) if beside else None
    if place and beside and not beside[0].startswith((" ", ":")) and not CLOSED.match(text, place[1]):
        # "For every victim, Save Lives Together and others": only what stands between two commas is told of them.
        return None
    return place


def _name(text: str, at: int, *, fewest: int) -> tuple[int, int] | None:
    """The words with capitals from here on, unless one of them is no part of any name."""
    start, end, count = at, at, 0
    while count < LONGEST and (word := WORD.match(text, at)):
        is_particle = bool(count) and word[0] in PARTICLES
        if not is_particle and not _is_capitalised(word[0]):
            break
        if word[0].casefold() in NO_NAMES:
            return None
        count, end = count + (not is_particle), (end if is_particle else word.end())
        if text[word.end() : word.end() + 1] != " ":
            break
        at = word.end() + 1
    long_enough = any(len(one) > LONGEST_SHORT_CAPITALS or not one.isupper() for one in text[start:end].split())
    return (start, end) if count >= fewest and long_enough else None


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and (word.isupper() or not any(char.isupper() for char in word[1:]))
