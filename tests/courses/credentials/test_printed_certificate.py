"""C15, C16: the printed certificate in every script of the region, never cut, never a box, always the same."""

import hashlib
import re
import shutil
import subprocess
import zlib
from io import BytesIO

import pypdf
import pytest

from courses.credentials import glyphs, pdf, readable
from tests.factories.credentials import LATIN, NAMES, a_sheet

PAGE_FONTS = ("NotoSans-Regular", "NotoSans-Bold", "NotoSerif-Regular")
needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="C15 needs pdftotext (poppler-utils)")


def text_of(printed, tmp_path):
    """What a reader gets who selects all and copies, as poppler sees it."""
    file = tmp_path / "certificate.pdf"
    file.write_bytes(printed)
    done = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, check=True)
    return done.stdout.decode()


def actual_texts(printed):
    """The ActualText entries of the page, in order."""
    place = readable._page_stream(printed)
    drawn = zlib.decompress(printed[place[1] : place[2]])
    parts = drawn.split(b"/Span<</ActualText<")[1:]
    return [bytes.fromhex(part[: part.index(b">")].decode()).decode("utf-16") for part in parts]


def pages(printed):
    return len(pypdf.PdfReader(BytesIO(printed), strict=True).pages)


@needs_poppler
@pytest.mark.parametrize("language", [language for language in NAMES if language not in {"ur", "fa", "dv"}])
def test_a_name_in_its_own_script_copies_as_it_was_written(language, tmp_path):
    latin, native = NAMES[language]
    text = text_of(pdf.render(a_sheet(name=latin, native_name=native, name_language=language)), tmp_path)
    assert latin in text
    assert native in text


@pytest.mark.parametrize("language", ["ur", "fa", "dv"])
def test_a_name_from_right_to_left_is_marked_with_what_was_written(language, tmp_path):
    """Poppler turns such marks round as if they were in drawing order; the mark itself is in reading order."""
    latin, native = NAMES[language]
    printed = pdf.render(a_sheet(name=latin, native_name=native, name_language=language))
    assert actual_texts(printed) == [native]


@needs_poppler
@pytest.mark.parametrize("kind", LATIN)
def test_a_name_in_latin_or_cyrillic_letters_is_whole_on_one_page(kind, tmp_path):
    language, name = LATIN[kind]
    printed = pdf.render(a_sheet(name=name, name_language=language))
    assert name in " ".join(text_of(printed, tmp_path).split())
    assert pages(printed) == 1


@pytest.mark.parametrize("language", NAMES)
def test_the_native_name_alone_is_a_name_too(language):
    native = NAMES[language][1]
    printed = pdf.render(a_sheet(name=native, name_language=language))
    assert actual_texts(printed) == [native]
    assert pages(printed) == 1


def test_eighty_characters_in_every_script_fit_on_one_page():
    for language, (_, native) in NAMES.items():
        long = (native + " ") * 8
        printed = pdf.render(a_sheet(name=long[:80], native_name=long[:80], name_language=language, title=long[:120]))
        assert pages(printed) == 1, language


@pytest.mark.parametrize(
    ("language", "combined"), [("km", "ក្រុម"), ("my", "က္က"), ("si", "ශ්‍රී"), ("hi", "क्षत्रि"), ("bn", "ক্ষ"), ("ta", "க்ஷோ")]
)
def test_letters_that_combine_are_shaped_and_not_strung_out(language, combined):
    """Without shaping there would be one glyph per letter and joining sign, each standing for itself alone."""
    printed = pdf.render(a_sheet(name=combined, name_language=language))
    assert len(glyph_meanings(printed)) < len(combined)
    assert any(len(meaning) > 4 for meaning in glyph_meanings(printed))


def glyph_meanings(printed):
    """What each glyph of the name's font stands for, in hexadecimal letters of four."""
    fonts = pypdf.PdfReader(BytesIO(printed)).pages[0]["/Resources"]["/Font"].values()
    [native] = [font for font in fonts if "+Noto" in font["/BaseFont"] and not font["/BaseFont"].endswith(PAGE_FONTS)]
    return re.findall(r"<[0-9A-F]{4}> <([0-9A-F]+)>", native["/ToUnicode"].get_data().decode().split("beginbfchar")[1])


def test_urdu_is_written_in_nastaliq_and_dari_in_naskh():
    fonts = {
        language: fonts_of(pdf.render(a_sheet(name=NAMES[language][1], name_language=language)))
        for language in ("ur", "fa")
    }
    assert "NotoNastaliqUrdu-Regular" in fonts["ur"]
    assert "NotoNaskhArabic-Regular" in fonts["fa"]
    assert "NotoNastaliqUrdu-Regular" not in fonts["fa"]


def fonts_of(printed):
    fonts = pypdf.PdfReader(BytesIO(printed)).pages[0]["/Resources"]["/Font"]
    return {str(font.get_object()["/BaseFont"]).split("+")[-1] for font in fonts.values()}


@pytest.mark.parametrize("name", ["Ana 😀", "ᠮᠣᠩᠭᠣᠯ", "𠮷野", "Ana\ue000", "\ufffe"])
def test_a_name_no_font_can_print_goes_to_a_person_instead(name):
    with pytest.raises(glyphs.MissingGlyphs):
        pdf.render(a_sheet(name=name))


def test_a_mark_without_its_letter_in_the_same_font_counts_as_missing():
    assert glyphs.missing_glyphs("Anaក្") == []
    assert glyphs.missing_glyphs("A្na") == ["A្"]


@pytest.mark.parametrize("language", NAMES)
def test_no_glyph_is_missing_for_the_names_of_the_region(language):
    assert glyphs.missing_glyphs("".join(NAMES[language])) == []


def test_the_same_facts_give_the_same_bytes():
    sheet = a_sheet(name="Sok Sovannary", native_name=NAMES["km"][1], name_language="km")
    assert pdf.render(sheet) == pdf.render(sheet)


def test_other_facts_give_other_bytes():
    assert pdf.render(a_sheet()) != pdf.render(a_sheet(hours="7"))


@pytest.mark.parametrize(
    "name", ['#panic("x")', "$x^2$ *bold* _it_ @ref <label>", "\\u{1F600} // no", '"}, "number": "RSO-1']
)
def test_what_someone_typed_stays_text(name, tmp_path):
    printed = pdf.render(a_sheet(name=name))
    if shutil.which("pdftotext"):
        assert name in text_of(printed, tmp_path)


def test_the_file_is_tagged_and_says_its_title_and_language():
    reader = pypdf.PdfReader(BytesIO(pdf.render(a_sheet())))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert reader.metadata.title == "Certificate of completion: Trafficking in persons: first response"
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()


@needs_poppler
def test_everything_that_matters_is_printed(tmp_path):
    text = text_of(pdf.render(a_sheet(cohort="Workshop in Jakarta", partners=("JCLEC", "CIFAL Jeju"))), tmp_path)
    facts = [
        "Regional Support Office of the Bali Process",
        "Somchai Jaidee",
        "Trafficking in persons: first response",
        "6 hours of study",
        "21 November 2026",
        "RSO-2026-000123",
        "0000-",
        "learn.example.org/verify",
        "Co-Managers",
        "Bangkok",
        "Workshop in Jakarta",
        "JCLEC, CIFAL Jeju",
    ]
    assert [fact for fact in facts if fact not in text] == []


def test_every_shipped_font_is_the_one_in_the_list():
    """Twin of the promise that a certificate looks the same everywhere: an exchanged font is noticed."""
    listed = (glyphs.FONTS / "SOURCES.md").read_text()
    files = sorted(glyphs.FONTS.glob("*.ttf"))
    assert files
    assert [file.name for file in files if hashlib.sha256(file.read_bytes()).hexdigest() not in listed] == []
