"""The words of one PDF, page by page. A program of its own: it reads a file from its input and writes JSON.

Whoever made the file may have meant harm, and even a harmless one may unfold to any size. So it is read in a process of
its own that is given little memory and little time, and that knows neither the database nor the settings.
"""

import io
import json
import re
import resource
import sys
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    ContentStream,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

MOST_PAGES = 400
MOST_LETTERS = 600_000
MOST_LETTERS_OF_A_PAGE = 20_000
MOST_OF_A_TABLE = 2_000_000
MEMORY = 1024 * 1024 * 1024
SECONDS = 45

BROKEN, LOCKED, NO_TEXT = "broken", "locked", "no_text"
SHOWS_TEXT = {b"Tj", b"TJ", b"'", b'"'}
# In a font's table: a glyph of two bytes, and several letters that it stands for.
_COMBINATION = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{8,})>")


def words_of(content: bytes) -> dict[str, Any]:
    """`pages`: how many there are; `texts`: of the first ones, in order; `problem`: why there is nothing to read."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            return _nothing(LOCKED)
        pages, texts = len(reader.pages), list(_texts(reader))
    # What is broken inside a PDF breaks its reader in many ways.
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError):
        return _nothing(BROKEN)
    if not any(text.strip() for text in texts):
        return {"pages": pages, "texts": [], "problem": NO_TEXT}
    return {"pages": pages, "texts": texts, "problem": ""}


def _nothing(problem: str) -> dict[str, Any]:
    return {"pages": 0, "texts": [], "problem": problem}


def _texts(reader: PdfReader) -> Iterator[str]:
    left = MOST_LETTERS
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES or left <= 0:
            return
        _say_what_was_meant(page, reader)
        text = page.extract_text()[: min(MOST_LETTERS_OF_A_PAGE, left)]
        left -= len(text)
        yield text


def _say_what_was_meant(page: PageObject, reader: PdfReader) -> None:
    """Where a PDF notes the letters that some glyphs stand for, take these, and each once.

    In Thai, Khmer and other scripts glyphs stand in the order of drawing, and each may name its whole combination.
    """
    contents = page.get("/Contents")
    if contents is None:
        return
    stream = ContentStream(contents.get_object(), reader, "bytes")
    resources = page.get("/Resources", DictionaryObject()).get_object()
    named = resources.get("/Properties", DictionaryObject()).get_object()
    fonts = resources.get("/Font", DictionaryObject()).get_object()
    stream.operations = list(_once(list(_meant(stream.operations, named)), fonts))
    page[NameObject("/Contents")] = stream


def _meant(operations: list[tuple[Any, bytes]], named: DictionaryObject) -> Iterator[tuple[Any, bytes]]:
    # One entry for each marked stretch that is open: the letters it stands for, or nothing.
    open_stretches: list[str | None] = []
    for operands, operator in operations:
        if operator in {b"BDC", b"BMC"}:
            open_stretches.append(_note(operands, named) if operator == b"BDC" else None)
        elif operator == b"EMC" and open_stretches:
            open_stretches.pop()
        place = next((at for at, meant in enumerate(open_stretches) if meant is not None), None)
        if place is None or operator not in SHOWS_TEXT:
            yield operands, operator
        elif open_stretches[place]:
            yield [TextStringObject(open_stretches[place])], b"Tj"
            # Said once, with the first glyph.
            open_stretches[place] = ""


def _once(operations: list[tuple[Any, bytes]], fonts: DictionaryObject) -> Iterator[tuple[Any, bytes]]:
    """Glyphs of one combination that all stand for the whole of it: the first is kept."""
    tables: dict[Any, dict[bytes, bytes]] = {}
    combination = _Combination()
    for operands, operator in operations:
        if operator == b"Tf" and operands:
            combination.table = tables.setdefault(operands[0], _combinations(fonts.get(operands[0])))
        if operator in {b"Tj", b"TJ"} and operands and combination.table:
            operands = [combination.first_ones(operands[0])]
        yield operands, operator


class _Combination:
    """The one that is being drawn, and which of its glyphs were seen."""

    def __init__(self) -> None:
        self.table: dict[bytes, bytes] = {}
        self.letters: bytes | None = None
        self.seen: set[bytes] = set()

    def first_ones(self, shown: Any) -> Any:
        if isinstance(shown, ArrayObject):
            return ArrayObject(self.first_ones(part) for part in shown)
        if isinstance(shown, str):
            return self._noted(shown)
        if not isinstance(shown, bytes):
            return shown
        glyphs = [bytes(shown[at : at + 2]) for at in range(0, len(shown), 2)]
        return ByteStringObject(b"".join(glyph for glyph in glyphs if self._is_first(glyph)))

    def _noted(self, letters: str) -> str:
        """A note may stand beside one glyph of a combination whose others name it too."""
        meant = letters.encode("utf-16-be", "surrogatepass").hex().upper().encode()
        if meant == self.letters:
            return TextStringObject("")
        self.letters, self.seen = meant, set()
        return letters

    def _is_first(self, glyph: bytes) -> bool:
        letters = self.table.get(glyph)
        repeats = letters is not None and letters == self.letters and glyph not in self.seen
        if not repeats:
            self.letters, self.seen = letters, set()
        self.seen.add(glyph)
        return not repeats


def _combinations(font: Any) -> dict[bytes, bytes]:
    font = font.get_object() if font is not None else {}
    table = font.get("/ToUnicode") if font.get("/Subtype") == "/Type0" else None
    table = table.get_object() if table is not None else None
    if not isinstance(table, StreamObject):
        return {}
    found = _COMBINATION.findall(table.get_data()[:MOST_OF_A_TABLE])
    return {bytes.fromhex(glyph.decode()): letters.upper() for glyph, letters in found}


def _note(operands: Any, named: DictionaryObject) -> str | None:
    facts = operands[1] if len(operands) > 1 else None
    if isinstance(facts, NameObject):
        facts = named.get(facts)
    facts = facts.get_object() if facts is not None else None
    meant = facts.get("/ActualText") if isinstance(facts, DictionaryObject) else None
    if isinstance(meant, bytes):
        # Strings were left as bytes, for glyphs; a note is text.
        return meant.decode("utf-16" if meant[:2] in {b"\xfe\xff", b"\xff\xfe"} else "latin-1", "replace")
    return str(meant) if meant is not None else None


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    found = words_of(sys.stdin.buffer.read())
    # Half a letter outside Unicode's pairs must not stop the rest from being written.
    sys.stdout.buffer.write(json.dumps(found).encode("ascii"))


if __name__ == "__main__":
    main()
