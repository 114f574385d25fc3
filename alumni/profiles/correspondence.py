"""Introductions as the two people concerned read them. What each shows the other is said before they ask or answer."""

from dataclasses import dataclass
from typing import Any

from .audiences import Field
from .cards import Card, cards_of, cards_with
from .models import Introduction, Profile
from .permissions import is_member

LONGEST = 30
State = Introduction.State
# Who asks shows this much of themselves to the one they ask.
OF_ASKER = frozenset({Field.NAME, Field.COUNTRY, Field.AGENCY_TYPE, Field.AGENCY})
# Who says yes shows this much to the one who asked.
OF_ACCEPTING = frozenset({Field.NAME, Field.COUNTRY, Field.AGENCY_TYPE, Field.WORK_EMAIL})


@dataclass(frozen=True)
class Letter:
    """One introduction with the other person's card, as the reader may see it now."""

    introduction: Introduction
    card: Card | None
    # An address was promised and not read yet.
    can_show: bool = False


def asked_of(person: Any) -> list[Letter]:
    """What others asked this person, open ones first."""
    rows = _rows(Introduction.objects.filter(asked=person), "asker")
    cards = _by_person([row.asker for row in rows], OF_ASKER)
    return [Letter(row, cards.get(row.asker_id)) for row in rows]


def asked_by(person: Any) -> list[Letter]:
    """What this person asked. The other one is read as the directory shows them, and wholly after their yes."""
    rows = _rows(Introduction.objects.filter(asker=person), "asked")
    accepted = [row.asked for row in rows if row.state == State.ACCEPTED and row.shown_at and is_member(row.asked)]
    known, shown = _as_listed([row.asked for row in rows], person), _by_person(accepted, OF_ACCEPTING)
    return [
        Letter(
            row,
            shown.get(row.asked_id) if _is_read(row) else known.get(row.asked_id),
            can_show=row.state == State.ACCEPTED and row.shown_at is None and is_member(row.asked),
        )
        for row in rows
    ]


def _is_read(row: Introduction) -> bool:
    return row.state == State.ACCEPTED and row.shown_at is not None


def _rows(introductions: Any, other: str) -> list[Introduction]:
    rows = list(introductions.select_related(other).order_by("-created_at", "-pk")[:LONGEST])
    return sorted(rows, key=lambda row: not row.is_pending())


def _by_person(people: list[Any], fields: frozenset[Field]) -> dict[int, Card]:
    profiles = list(Profile.objects.filter(person__in=people))
    return dict(zip([one.person_id for one in profiles], cards_with(profiles, fields), strict=True))


def _as_listed(people: list[Any], viewer: Any) -> dict[int, Card]:
    profiles = list(Profile.objects.visible_to(viewer).filter(person__in=people))
    return dict(zip([one.person_id for one in profiles], cards_of(profiles, viewer), strict=True))
