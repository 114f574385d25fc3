"""What people type, as HTML: Markdown with a short list of tags. No raw HTML, no picture from elsewhere, no script.

A quote is a block of lines that begin with ">", the first of which names a post: "> #3". It becomes a link back; when
that post is taken away, the words of the quote go with it (case 12).
"""

import re
from collections.abc import Iterator, Set
from html import unescape
from typing import Any
from uuid import UUID

import nh3
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

VERSION = 1
LONGEST = 20_000
MOST_LINKS = 20

QUOTE = re.compile(r"^>\s*#(\d{1,9})\b")
LINK = re.compile(r"\]\(|<?https?://", re.IGNORECASE)
END = re.compile(r"</(?:p|li|h3|td|th|pre)>|<br>|<hr>")
TAGS = {
    "p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "h3", "hr",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"https", "http", "mailto"}


def _heading(tokens: Any, index: int, options: Any, env: Any) -> str:
    # Inside a post there is one level of headings, below the page's own.
    return "<h3>" if tokens[index].nesting > 0 else "</h3>\n"


_parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).enable(["table", "strikethrough"])
_known_link = _parser.validateLink


def _is_link(url: str) -> bool:
    # "//elsewhere" leaves the site without saying so.
    return _known_link(url) and not url.strip().replace("\\", "/").startswith("//")


_parser.validateLink = _is_link  # type: ignore[method-assign] # as markdown-it documents it
_parser.disable(["html_block", "html_inline"])
_parser.renderer.rules["heading_open"] = _heading  # type: ignore[attr-defined] # the HTML renderer has rules
_parser.renderer.rules["heading_close"] = _heading  # type: ignore[attr-defined]


def render(source: str, topic: UUID, gone: Set[int] = frozenset()) -> str:
    """Safe HTML for a page. `gone` are the quoted posts that are there no more."""
    lines = []
    for line, quoted in _lines(readable(source, gone)):
        start = QUOTE.match(line) if quoted else None
        lines.append(f"> [#{quoted}](/community/t/{topic}/{quoted}/){line[start.end() :]}" if start else line)
    tokens = _parser.parse("\n".join(lines))
    _drop_pictures(tokens)
    html = _parser.renderer.render(tokens, _parser.options, {})
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow"
    )


def plain(html: str) -> str:
    """The words alone of what `render` made, for a line in a list: no marks, and nothing of quotes that are gone."""
    # A tag that ends a paragraph, a cell or a line parts two words.
    return " ".join(unescape(strip_tags(END.sub(r" \g<0>", html))).split())


def shown(html: str) -> str:
    """The words of what `render` made, each paragraph and cell on a line of its own: what somebody reads."""
    return unescape(strip_tags(END.sub("\n", html))).strip()


def readable(source: str, gone: Set[int] = frozenset()) -> str:
    """The text without the words of quotes whose posts are gone."""
    if not gone:
        return source
    kept = []
    for line, quoted in _lines(source):
        if quoted not in gone:
            kept.append(line)
        elif QUOTE.match(line):
            kept.append("> #{} {}".format(quoted, _("This post is no longer here.")))
    return "\n".join(kept)


def quoted(source: str) -> set[int]:
    """The numbers of the posts this text quotes."""
    return {number for _line, number in _lines(source) if number}


def quotation(no: int, source: str, longest: int = 1_000) -> str:
    """A post's words as a quote to answer: without the quotes inside it, and without a name.

    Who reads later may not be shown the name that the one who quotes is shown; the link says whose words they are.
    """
    own = [line for line, number in _lines(source[: longest * 4]) if not number and not line.startswith(">")]
    text = "\n".join(own).strip()[:longest]
    return "\n".join([f"> #{no}:", *(f"> {line}" for line in text.splitlines())]) + "\n\n"


def links(source: str) -> int:
    return len(LINK.findall(source))


def _lines(source: str) -> Iterator[tuple[str, int]]:
    """Every line with the number of the post it quotes; 0 for one's own words."""
    number = 0
    for line in source.splitlines():
        start = QUOTE.match(line)
        if start:
            number = int(start[1])
        elif not line.startswith(">"):
            number = 0
        yield line, number


def _drop_pictures(tokens: Any) -> None:
    """Never fetched: that would tell another server who reads here. Their words stay."""
    for token in tokens:
        for inner in token.children or []:
            if inner.type == "image":
                inner.type, inner.tag, inner.children = "text", "", []
