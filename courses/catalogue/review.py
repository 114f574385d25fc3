"""What reviewers still have to compare, lesson by lesson."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cms.sources.models import Source

from .claims import Claim, claims_of


@dataclass(frozen=True)
class OpenClaim:
    """A claim whose source was not wholly compared with its original; or a note to reviewers."""

    claim: Claim
    source: Source | None


@dataclass
class LessonClaims:
    """The open claims and notes of one lesson."""

    lesson: Any
    claims: list[OpenClaim] = field(default_factory=list)
    notes: list[OpenClaim] = field(default_factory=list)


def open_claims(lessons: Iterable[Any]) -> list[LessonClaims]:
    """For each lesson that has something open: one query for all sources, whatever the number of lessons."""
    read = [(lesson, list(claims_of(lesson.body))) for lesson in lessons]
    sources = Source.objects.in_bulk({claim.source for _lesson, claims in read for claim in claims if claim.source})
    found = []
    for lesson, claims in read:
        entry = LessonClaims(lesson)
        for claim in claims:
            source = sources.get(claim.source) if claim.source else None
            if claim.kind == "review_note":
                entry.notes.append(OpenClaim(claim, source))
            elif source is None or source.checked != Source.Checked.CHECKED:
                entry.claims.append(OpenClaim(claim, source))
        if entry.claims or entry.notes:
            found.append(entry)
    return found
