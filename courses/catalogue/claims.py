"""What a lesson claims and on which sources, read from its blocks as stored; for reviewers and for the sign-off."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.html import strip_tags

# The words of a block that a reviewer reads beside the citation.
WORDS = {"fact": "statement", "misconception": "answer", "scenario": "title", "review_note": "text"}


@dataclass(frozen=True)
class Claim:
    """One citation of one block: what is said, and the place it is said to come from."""

    block_id: UUID
    kind: str
    text: str
    source: int | None  # primary key
    locator: str


def claims_of(body: Any) -> Iterator[Claim]:
    """Every citation of a lesson, and every note to its reviewers, in reading order."""
    for block in body.raw_data:
        if block["type"] not in WORDS:
            continue
        value = block["value"]
        said = strip_tags(value.get(WORDS[block["type"]]) or "")
        cited = list(_citations(value))
        if not cited and block["type"] == "review_note":
            cited = [(None, "")]
        for source, locator in cited:
            yield Claim(UUID(block["id"]), block["type"], said, source, locator)


def sources_cited(lessons: Iterable[Any]) -> set[int]:
    """The sources that some lessons rest on, by primary key."""
    return {claim.source for lesson in lessons for claim in claims_of(lesson.body) if claim.source}


def _citations(value: dict[str, Any]) -> Iterator[tuple[int | None, str]]:
    for item in value.get("citations") or []:
        cited = item.get("value", item)
        yield cited.get("source"), cited.get("locator") or ""
