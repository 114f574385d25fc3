"""Which column is which: headings in several languages, in any case and spacing."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from lms.search.tokens import fold

# What a list may say about an officer, in the order of the template.
# The headings of the template as well.
LABELS = {
    "email": _("Official e-mail"),
    "full_name": _("Full name"),
    "native_name": _("Name in own script"),
    "member": _("Member"),
    "agency": _("Agency"),
    "agency_type": _("Kind of agency"),
    "language": _("Language"),
}
# A list may have the full name in two columns; the template has it in one, as every account has (B-T1).
PARTS = {
    "given_name": _("Given name"),
    "family_name": _("Family name"),
}
# What a column may be said to be.
FIELDS = LABELS | PARTS
TEMPLATE = ["E-mail", "Full name", "Name in own script", "Member", "Agency", "Kind of agency", "Language"]
# Without the first no row can be read; without the others nobody new can be invited.
NEEDED = ("email", "full_name", "member", "agency_type")
# These name the family where the given name has a column of its own, and the full name elsewhere.
BARE = frozenset(("nom", "name", "nome", "nama"))

# English; French, Portuguese; Indonesian, Malay; Vietnamese; Thai; Arabic; Chinese, Japanese, Korean.
ALIASES = {
    "email": (
        "email|e-mail|mail|email address|e-mail address|official e-mail|official email address|work email|adresse email"
        "|courriel|adresse électronique|correio eletrónico|endereço de e-mail|alamat email|surel|alamat surel|emel"
        "|alamat emel|thư điện tử|địa chỉ email|อีเมล|อีเมล์|อีเมลราชการ|ที่อยู่อีเมล|البريد الإلكتروني|الإيميل|电子邮件|邮箱|电邮|電子郵件"
        "|メール|メールアドレス|이메일|전자우편"
    ),
    "full_name": (
        "full name|name|participant|participant name|name of participant|officer|officer name|fullname|nom|nom complet"
        "|nom et prénom|nome|nome completo|nama|nama lengkap|nama penuh|họ tên|họ và tên|ชื่อ|ชื่อสกุล|ชื่อ-นามสกุล|ชื่อเต็ม"
        "|الاسم|الاسم الكامل|姓名|名字|氏名|名前|성명|이름"
    ),
    "given_name": (
        "given name|given names|given name(s)|first name|first names|first name(s)|forename|forenames|christian name"
        "|prénom|prénoms|primeiro nome|nome próprio|nama depan|nama pertama|nama diberi|tên|tên riêng|ชื่อต้น|ชื่อตัว"
        "|الاسم الأول|名|이름(명)"
    ),
    "family_name": (
        "family name|family names|family name(s)|last name|last names|last name(s)|surname|surname(s)|surnames|second name"
        "|nom de famille|sobrenome|apelido|nama belakang|nama keluarga|nama akhir|marga|họ|họ và tên đệm|นามสกุล|สกุล"
        "|اسم العائلة|اللقب|姓|姓氏|苗字|성|성씨"
    ),
    "native_name": (
        "native name|name in own script|name in native script|native script name|local name|name in local script"
        "|name in thai|nom dans la langue d'origine|nama dalam aksara asli|ชื่อภาษาไทย|本国文字姓名|本地姓名"
    ),
    "member": (
        "member|country|member state|member country|country of service|economy|nation|state|pays|état membre|país|negara"
        "|negara anggota|quốc gia|nước|ประเทศ|สมาชิก|البلد|الدولة|国家|國家|国|국가|나라"
    ),
    "agency": (
        "agency|organisation|organization|institution|employer|department|agency name|service|organisme|agence|agência"
        "|instituição|organização|instansi|lembaga|organisasi|jabatan|agensi|cơ quan|đơn vị|หน่วยงาน|สังกัด|الجهة|المؤسسة"
        "|机构|单位|機構|機関|所属|기관|소속"
    ),
    "agency_type": (
        "agency type|kind of agency|type of agency|agency kind|sector|type d'organisme|tipo de agência|jenis instansi"
        "|jenis lembaga|jenis agensi|loại cơ quan|ประเภทหน่วยงาน|نوع الجهة|机构类型|機関の種類|기관 유형"
    ),
    "language": (
        "language|preferred language|mail language|langue|língua|idioma|bahasa|ngôn ngữ|ภาษา|اللغة|语言|語言|言語|언어"
    ),
}
# What nobody sets by a list: rights, passwords, and what is asked of the person alone (B-C8, H21).
NEVER = (
    "role|roles|is staff|staff|is admin|admin|administrator|is superuser|superuser|is active|permission|permissions"
    "|group|groups|password|status|state of account|verified|workshop|workshop id|cohort|cohort id|id|user id|public id"
    "|sex|gender|peran|kata sandi|mot de passe|rôle|vai trò|บทบาท|รหัสผ่าน|الدور|角色|密码|性别|sexe|jenis kelamin|เพศ"
)


def key(text: str) -> str:
    """Headings are compared by their letters and digits alone."""
    return "".join(char for char in fold(text) if char.isalnum() or ord(char) > 0x2FF)


BY_KEY = {key(alias): field for field, aliases in ALIASES.items() for alias in aliases.split("|")}


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.split(r"[^\w]+", fold(text)) if word)


# Of headings of several words, whatever their order.
BY_WORDS = {
    words: field for field, aliases in ALIASES.items() for one in aliases.split("|") if len(words := _words(one)) > 1
}
FORBIDDEN = frozenset(key(alias) for alias in NEVER.split("|"))


@dataclass(frozen=True)
class Column:
    """One column of the file as it was understood; `field` is empty where it is not used."""

    at: int
    heading: str
    field: str
    # "" used, "unknown", "never" (rights and passwords), "twice"
    why_not: str = ""


def guess(heading: str) -> str:
    """The field a heading names; words in any order: “Name (family)”, “Family Name”, “NAME, FAMILY”."""
    return BY_KEY.get(key(heading)) or BY_WORDS.get(_words(heading), "")


def template_headings() -> list[str]:
    """In the reader's language as far as this reader knows it; what is handed out is always understood."""
    labels = [str(label) for label in LABELS.values()]
    return [
        label if BY_KEY.get(key(label)) == field else plain
        for field, label, plain in zip(LABELS, labels, TEMPLATE, strict=True)
    ]


def known(cells: list[str]) -> int:
    """How many headings of this row are known."""
    return len({field for cell in cells if (field := guess(cell))})


def columns(cells: list[str], chosen: dict[int, str] | None = None) -> list[Column]:
    """Each column of the heading row. What a person chose counts before what the heading says."""
    found: list[Column] = []
    taken: set[str] = set()
    said = chosen if chosen is not None else _guessed(cells)
    for at, heading in enumerate(cells):
        found.append(_column(at, heading.strip(), said.get(at, ""), taken))
        taken.add(found[-1].field)
    return found


def missing(used: list[Column]) -> list[str]:
    """The needed fields that no column holds; two parts of a name are a name."""
    there = {column.field for column in used}
    if there & set(PARTS):
        there.add("full_name")
    return [field for field in NEEDED if field not in there]


def _guessed(cells: list[str]) -> dict[int, str]:
    fields = {at: guess(cell) for at, cell in enumerate(cells)}
    if "given_name" in fields.values() and "family_name" not in fields.values():
        bare = [at for at, field in fields.items() if field == "full_name" and key(cells[at]) in BARE]
        fields |= dict.fromkeys(bare[:1], "family_name")
    if "full_name" in fields.values():
        # The whole name stands there: its parts say nothing more.
        fields = {at: "" if field in PARTS else field for at, field in fields.items()}
    return fields


def _column(at: int, heading: str, field: str, taken: set[str]) -> Column:
    if key(heading) in FORBIDDEN:
        return Column(at, heading, "", "never")
    if not field:
        return Column(at, heading, "", "unknown")
    if field in taken:
        return Column(at, heading, "", "twice")
    return Column(at, heading, field)
