"""What reviewers still have to compare, lesson by lesson."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cms.sources.models import Source

from .claims import Claim, claims_of


@dataclass(frozen=True)
class OpenClaim:
    """A claim whose source was not wholly compared with its original; or one place that a note to reviewers names."""

    claim: Claim
    source: Source | None


@dataclass
class Note:
    """A note to reviewers, said once however many places it names."""

    text: str
    places: list[OpenClaim] = field(default_factory=list)


@dataclass
class LessonClaims:
    """The open claims and notes of one lesson."""

    lesson: Any
    claims: list[OpenClaim] = field(default_factory=list)
    noted: dict[UUID, Note] = field(default_factory=dict)

    @property
    def notes(self) -> list[Note]:
        return list(self.noted.values())


@dataclass(frozen=True)
class Tally:
    """How many claims there are, and how many of them rest on a source that is not wholly checked."""

    claims: int
    open: int


def tally(lessons: Iterable[Any], state: str = "") -> Tally:
    """The claims of some lessons counted, notes to reviewers aside; with a `state`, those on sources checked so far.

    One query for the state of all sources, whatever the number of lessons.
    """
    cited = Counter(
        claim.source for lesson in lessons for claim in claims_of(lesson.body) if claim.kind != "review_note"
    )
    known = dict(Source.objects.filter(pk__in=[pk for pk in cited if pk]).values_list("pk", "checked"))
    checked = {pk: known.get(pk, "") if pk else "" for pk in cited}
    asked = {pk: number for pk, number in cited.items() if not state or checked[pk] == state}
    left = sum(number for pk, number in asked.items() if checked[pk] != Source.Checked.CHECKED)
    return Tally(sum(asked.values()), left)


def open_claims(lessons: Iterable[Any], state: str = "") -> list[LessonClaims]:
    """For each lesson that has something open: one query for all sources, whatever the number of lessons.

    With a `state`, only what rests on sources that were checked so far.
    """
    read = [(lesson, list(claims_of(lesson.body))) for lesson in lessons]
    sources = Source.objects.in_bulk({claim.source for _lesson, claims in read for claim in claims if claim.source})
    found = []
    for lesson, claims in read:
        entry = LessonClaims(lesson)
        for claim in claims:
            source = sources.get(claim.source) if claim.source else None
            if state and (source is None or source.checked != state):
                continue
            if claim.kind == "review_note":
                note = entry.noted.setdefault(claim.block_id, Note(claim.text))
                note.places += [OpenClaim(claim, source)] if source else []
            elif source is None or source.checked != Source.Checked.CHECKED:
                entry.claims.append(OpenClaim(claim, source))
        if entry.claims or entry.notes:
            found.append(entry)
    return found
