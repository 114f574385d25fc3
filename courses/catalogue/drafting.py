"""From the shape our course files have to the blocks of a lesson. Pure: everything referred to is given."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from wagtail.blocks import StreamValue

from .blocks import LessonStream, PointStream

OURS = uuid5(NAMESPACE_URL, "rso-learning/lessons")
Block = Mapping[str, Any]


class Missing(LookupError):  # noqa: N818 - says what it is
    """A file refers to things that are not there."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__("Not found: " + ", ".join(sorted(set(names))))


@dataclass(frozen=True)
class Known:
    """Primary keys by the names that files use."""

    sources: Mapping[str, int]
    questions: Mapping[str, int]
    diagrams: Mapping[str, int]


def stream(code: str, blocks: Iterable[Block], known: Known) -> StreamValue:
    """The body of a lesson. Each block keeps its id as long as lesson, kind and place among its kind stay."""
    blocks = list(blocks)
    missing = list(_missing(blocks, known))
    if missing:
        raise Missing(missing)
    seen: Counter[str] = Counter()
    raw = []
    for block in blocks:
        kind, value = block["type"], block["value"]
        seen[kind] += 1
        # A question is known by its name: where it stands may change.
        place = value["question"] if kind == "check" else str(seen[kind])
        block_id = uuid5(OURS, f"{code}/{kind}/{place}")
        raw.append({"type": kind, "value": WRITERS[kind](value, known, block_id), "id": str(block_id)})
    return StreamValue(LessonStream(), raw, is_lazy=True)


def points(code: str, kind: str, texts: Iterable[str]) -> StreamValue:
    raw = [
        {"type": "point", "value": text, "id": str(uuid5(OURS, f"{code}/{kind}/{number}"))}
        for number, text in enumerate(texts, 1)
    ]
    return StreamValue(PointStream(), raw, is_lazy=True)


def prose(texts: str | Iterable[str]) -> str:
    """Plain paragraphs as rich text."""
    paragraphs = [texts] if isinstance(texts, str) else texts
    return "".join(f"<p>{escape(text, quote=False)}</p>" for text in paragraphs)


def _missing(blocks: Iterable[Block], known: Known) -> Iterable[str]:
    for block in blocks:
        value = block["value"]
        if block["type"] not in WRITERS:
            yield f"block “{block['type']}”"
        yield from (cited["source"] for cited in value.get("citations", []) if cited["source"] not in known.sources)
        if block["type"] == "check" and value["question"] not in known.questions:
            yield value["question"]


def _list(items: Iterable[Any], block_id: UUID, name: str) -> list[dict[str, Any]]:
    return [
        {"type": "item", "value": item, "id": str(uuid5(block_id, f"{name}/{number}"))}
        for number, item in enumerate(items, 1)
    ]


def _citations(value: Block, known: Known, block_id: UUID) -> list[dict[str, Any]]:
    cited = [
        {"source": known.sources[one["source"]], "locator": one.get("locator", "")}
        for one in value.get("citations", [])
    ]
    return _list(cited, block_id, "citation")


def _fact(value: Block, known: Known, block_id: UUID) -> Block:
    return {"statement": prose(value["statement"]), "citations": _citations(value, known, block_id)}


def _misconception(value: Block, known: Known, block_id: UUID) -> Block:
    cited = _citations(value, known, block_id)
    return {"belief": value["belief"], "answer": prose(value["answer"]), "citations": cited}


def _scenario(value: Block, known: Known, block_id: UUID) -> Block:
    return {
        "title": value["title"],
        "text": prose(value["text"]),
        "question": value["question"],
        "points": _list(value["points"], block_id, "point"),
        "citations": _citations(value, known, block_id),
    }


def _diagram(value: Block, known: Known, block_id: UUID) -> Block:
    return {
        "diagram": known.diagrams[value["file"]],
        "caption": value.get("caption", ""),
        "words": value.get("description", ""),
    }


def _review_note(value: Block, known: Known, block_id: UUID) -> Block:
    return {"text": value["text"], "citations": _citations(value, known, block_id)}


WRITERS: dict[str, Callable[[Block, Known, UUID], Any]] = {
    "prose": lambda value, known, block_id: value["html"],
    "fact": _fact,
    "misconception": _misconception,
    "scenario": _scenario,
    "example": lambda value, known, block_id: {"title": value["title"], "text": prose(value["text"])},
    "callout": lambda value, known, block_id: {"kind": value["kind"], "text": prose(value["text"])},
    "diagram": _diagram,
    "check": lambda value, known, block_id: {"question": known.questions[value["question"]]},
    "review_note": _review_note,
}
