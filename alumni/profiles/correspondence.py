"""Introductions as the two people concerned read them. What each shows the other is said before they ask or answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from .audiences import Field
from .cards import Card, cards_of, cards_with
from .models import Introduction, Profile
from .models.introductions import ASKER_STANDS
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
    # As this reader may know it: who asked reads no no.
    state: Introduction.State
    # An address was promised and not read yet.
    can_show: bool = False

    def is_open(self) -> bool:
        return self.state == State.PENDING


def asked_of(person: Any) -> list[Letter]:
    """What others asked this person, open ones first; not what was taken back, nor what waits and its asker had to leave."""
    received = Introduction.objects.filter(asked=person).exclude(state=State.TAKEN_BACK)
    rows = _rows(received.filter(~Q(state=State.PENDING) | ASKER_STANDS), "asker")
    cards = _by_person([row.asker for row in rows if is_member(row.asker)], OF_ASKER)
    return _open_first([Letter(row, cards.get(row.asker_id), State(row.state)) for row in rows])


def question_to(person: Any, introduction: Introduction) -> tuple[Letter, Card]:
    """One question that waits for this person, and what the other one reads of them after a yes: exactly that."""
    asker = _by_person([introduction.asker], OF_ASKER).get(introduction.asker_id)
    shown = _by_person([person], OF_ACCEPTING)[person.pk]
    return Letter(introduction, asker, State(introduction.state)), shown


def asked_by(person: Any, at: datetime | None = None) -> list[Letter]:
    """What this person asked. The other one is read as the directory shows them, and wholly after their yes."""
    at = at or timezone.now()
    rows = _rows(Introduction.objects.filter(asker=person), "asked")
    accepted = [row.asked for row in rows if row.state == State.ACCEPTED and row.shown_at and is_member(row.asked)]
    known, shown = _as_listed([row.asked for row in rows], person), _by_person(accepted, OF_ACCEPTING)
    return _open_first(
        [
            Letter(
                row,
                shown.get(row.asked_id) if _is_read(row) else known.get(row.asked_id),
                row.state_for_asker(at),
                can_show=row.state == State.ACCEPTED and row.shown_at is None and is_member(row.asked),
            )
            for row in rows
        ]
    )


def _is_read(row: Introduction) -> bool:
    return row.state == State.ACCEPTED and row.shown_at is not None


def _rows(introductions: Any, other: str) -> list[Introduction]:
    return list(introductions.select_related(other).order_by("-created_at", "-pk")[:LONGEST])


def _open_first(letters: list[Letter]) -> list[Letter]:
    return sorted(letters, key=lambda letter: not letter.is_open())


def _by_person(people: list[Any], fields: frozenset[Field]) -> dict[int, Card]:
    profiles = list(Profile.objects.filter(person__in=people))
    return dict(zip([one.person_id for one in profiles], cards_with(profiles, fields), strict=True))


def _as_listed(people: list[Any], viewer: Any) -> dict[int, Card]:
    profiles = list(Profile.objects.visible_to(viewer).filter(person__in=people))
    return dict(zip([one.person_id for one in profiles], cards_of(profiles, viewer), strict=True))
