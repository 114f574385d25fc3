"""The printed certificate: from the facts of one certificate to the bytes of one PDF.

A pure function: the same sheet always gives the same bytes. Names and titles travel as data and never
become part of the template's source.
"""

import json
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst

from .glyphs import FAMILIES, FONTS, MissingGlyphs, families_for, language_of, missing_glyphs
from .readable import with_actual_text

TEMPLATES = Path(__file__).parent / "typst"
CURRENT_TEMPLATE = 1


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Everything one certificate says, fixed when it is issued."""

    number: str
    code: str
    verify_url: str
    verify_at: str
    name: str
    native_name: str = ""
    name_language: str = ""
    title: str
    title_language: str = "en"
    hours: str = ""
    completed_on: date
    issued_at: datetime
    issuer: str
    place: str
    signatory_name: str
    signatory_role: str = ""
    cohort: str = ""
    partners: tuple[str, ...] = ()
    language: str = "en"
    template: int = CURRENT_TEMPLATE


def render(sheet: Sheet) -> bytes:
    """The certificate as a tagged PDF/UA-1 file, not yet signed; raises MissingGlyphs rather than print a box."""
    data = _printed(sheet)
    missing = missing_glyphs(_everything(data))
    if missing:
        raise MissingGlyphs(missing)
    pdf = _compile(sheet, {**data, "qr": _qr(sheet.verify_url)})
    return with_actual_text(pdf, _foreign_texts(data))


def _compile(sheet: Sheet, data: dict[str, Any]) -> bytes:
    compiler = typst.Compiler(
        TEMPLATES / f"certificate_{sheet.template}.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(data, ensure_ascii=False, sort_keys=True)},
    )
    moment = int(sheet.issued_at.timestamp())
    pdf = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=moment)
    if not isinstance(pdf, bytes):
        raise RuntimeError("The certificate template gave no PDF.")
    return pdf


def _printed(sheet: Sheet) -> dict[str, Any]:
    return {
        "number": sheet.number,
        "code": sheet.code,
        "verify_url": sheet.verify_url,
        "verify_at": sheet.verify_at,
        "name": _text(sheet.name, sheet.name_language),
        "native_name": _text(sheet.native_name, sheet.name_language),
        "title": _text(sheet.title, sheet.title_language),
        "hours": sheet.hours,
        "completed_on": sheet.completed_on.isoformat(),
        "issued_on": sheet.issued_at.date().isoformat(),
        "issuer": _plain(sheet.issuer),
        "place": _plain(sheet.place),
        "signatory_name": _plain(sheet.signatory_name),
        "signatory_role": _plain(sheet.signatory_role),
        "cohort": _text(sheet.cohort, sheet.language),
        "partners": _text(", ".join(sheet.partners), sheet.language),
        "language": sheet.language,
        "fonts": ["Noto Sans", *FAMILIES],
    }


def _text(value: str, hint: str) -> dict[str, Any] | None:
    """One text with what the typesetter must know: language, direction, and the order of fonts."""
    text = _plain(value)
    if not text:
        return None
    language = language_of(text, hint)
    strong = next((unicodedata.bidirectional(letter) for letter in text if letter.isalpha()), "L")
    rtl = strong in {"R", "AL"}
    return {"text": text, "language": language, "rtl": rtl, "fonts": families_for(text, language)}


def _plain(value: str) -> str:
    return " ".join(unicodedata.normalize("NFC", value).split())


def _foreign_texts(data: dict[str, Any]) -> list[tuple[str, str]]:
    """The texts in another language than the page, in the order in which the template sets them."""
    fields = (data[key] for key in ("name", "native_name", "title", "cohort", "partners"))
    texts = ((field["language"], field["text"]) for field in fields if field)
    return [(language, text) for language, text in texts if language != data["language"]]


def _everything(data: dict[str, Any]) -> str:
    texts = (value["text"] if isinstance(value, dict) else value for value in data.values())
    return "".join(text for text in texts if isinstance(text, str))


def _qr(url: str) -> str:
    drawn = BytesIO()
    segno.make(url, error="m", micro=False).save(drawn, kind="svg", border=2, dark="#14303a", light="#ffffff", scale=4)
    return drawn.getvalue().decode()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
