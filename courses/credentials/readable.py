"""Make the text of a certificate copy, search and read aloud as it was written.

In scripts whose letters combine, the typesetter places each glyph alone and notes the letters of the whole
combination beside every one of them, so a copied name would repeat letters or come out in the order of drawing.
The PDF way to say what was meant is `ActualText` around the drawn glyphs; this module writes it.

It knows the shape of the typesetter's own output (plain cross-reference table, one compressed stream for
the page) and leaves a file of any other shape as it is.
"""

import re
import zlib
from collections.abc import Iterator, Sequence

# A stretch of glyphs the typesetter marked with a language, as it writes them.
_STRETCH = re.compile(rb"/Span<</MCID \d+/Lang\(([a-zA-Z-]+)\)>>BDC\n.*?\nQ\nEMC\s*", re.DOTALL)
_INNER = re.compile(rb"/Span<</ActualText<[0-9A-F]*>>>BDC(.*?)EMC", re.DOTALL)
_REVERSED = re.compile(rb"/ReversedChars BMC(.*?)EMC", re.DOTALL)


def with_actual_text(pdf: bytes, texts: Sequence[tuple[str, str]]) -> bytes:
    """The file with each (language, text) written around its glyphs; texts stand in the order of the page."""
    place = _page_stream(pdf)
    if place is None or not texts:
        return pdf
    head, start, end = place
    drawn = zlib.decompress(pdf[start:end])
    runs = list(_runs(drawn))
    if [language for language, _, _ in runs] != [language for language, _ in texts]:
        return pdf
    for (_, first, last), (_, text) in reversed(list(zip(runs, texts, strict=True))):
        drawn = drawn[:first] + _wrapped(drawn[first:last], text) + drawn[last:]
    return _replaced(pdf, head, start, end, zlib.compress(drawn, 9))


def _wrapped(drawn: bytes, text: str) -> bytes:
    plain = _REVERSED.sub(rb"\1", _INNER.sub(rb"\1", drawn))
    meant = (b"\xfe\xff" + text.encode("utf-16-be")).hex().upper().encode()
    return b"/Span<</ActualText<" + meant + b">>>BDC\n" + plain.rstrip() + b"\nEMC\n"


def _runs(drawn: bytes) -> Iterator[tuple[str, int, int]]:
    """Stretches of one language that touch: together they are one text."""
    run: tuple[str, int, int] | None = None
    for found in _STRETCH.finditer(drawn):
        language = found[1].decode()
        if run and run[0] == language and not drawn[run[2] : found.start()].strip():
            run = (language, run[1], found.end())
            continue
        if run:
            yield run
        run = (language, found.start(), found.end())
    if run:
        yield run


def _page_stream(pdf: bytes) -> tuple[int, int, int] | None:
    """Where the page's object begins, and where its compressed bytes begin and end."""
    reference = re.search(rb"/Contents (\d+) 0 R", pdf)
    head = reference and re.search(rb"\n%s 0 obj\n<<([^>]*/Filter/FlateDecode[^>]*)>>\nstream\n" % reference[1], pdf)
    length = head and re.search(rb"/Length (\d+)", head[1])
    if not head or not length:
        return None
    return head.start() + 1, head.end(), head.end() + int(length[1])


def _replaced(pdf: bytes, head: int, start: int, end: int, stream: bytes) -> bytes:
    """The file with another page stream, its length and the cross-reference table put right."""
    begin = pdf[head:start].replace(b"/Length %d" % (end - start), b"/Length %d" % len(stream))
    shift = len(begin) + len(stream) - (end - head)
    table = pdf.rindex(b"\nxref\n") + 1
    rows = re.sub(
        rb"(\d{10})( \d{5} n)",
        lambda row: b"%010d" % (int(row[1]) + (shift if int(row[1]) > head else 0)) + row[2],
        pdf[table : pdf.rindex(b"startxref")],
    )
    return b"".join([pdf[:head], begin, stream, pdf[end:table], rows, b"startxref\n%d\n%%%%EOF" % (table + shift)])
