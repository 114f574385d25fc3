"""Sessions: when a cohort meets, and that it does not after all (H16)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cms.activities.local_time import instant
from lms.accounts.models import User
from lms.audit.log import record

from ..models import CohortSession, Workshop
from ..slots import Slot
from .announcing import note
from .places import locked_workshop, shorten_offers


@dataclass(frozen=True)
class Sitting:
    """When and where: the clock on the wall over there, its zone, the room."""

    title: str
    starts_local: datetime
    ends_local: datetime
    zone: str
    place: str = ""

    def facts(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "starts_local": self.starts_local,
            "ends_local": self.ends_local,
            "zone": self.zone,
            "place": self.place,
            "starts_at": instant(self.starts_local, self.zone),
            "ends_at": instant(self.ends_local, self.zone),
        }


@transaction.atomic
def add_session(workshop: Workshop, sitting: Sitting, *, by: User) -> CohortSession:
    workshop = locked_workshop(workshop)
    last = workshop.sessions.aggregate(last=Max("number"))["last"] or 0
    session: CohortSession = CohortSession.objects.create(workshop=workshop, number=last + 1, **sitting.facts())
    note(workshop, session, None, at=timezone.now())
    record("workshops.add_session", session, by=by)
    return session


@transaction.atomic
def move_session(session: CohortSession, sitting: Sitting, *, by: User) -> CohortSession:
    """Another title, time or place. What is as it was changes nothing; marks stay with the session."""
    workshop, session = locked_workshop(session.workshop), _locked(session)
    before = Slot.of(session)
    facts = sitting.facts()
    changed = [name for name, value in facts.items() if getattr(session, name) != value]
    if changed:
        for name in changed:
            setattr(session, name, facts[name])
        session.sequence += 1
        session.save()
        note(workshop, session, before, at=timezone.now())
        shorten_offers(workshop)
        record("workshops.move_session", session, by=by, fields=sorted(changed))
    return session


@transaction.atomic
def cancel_session(session: CohortSession, *, by: User, at: datetime | None = None) -> CohortSession:
    """It does not take place, and is not counted any more; marks already made are kept."""
    workshop, session = locked_workshop(session.workshop), _locked(session)
    before = Slot.of(session)
    if session.is_standing():
        session.cancelled_at, session.sequence = at or timezone.now(), session.sequence + 1
        session.save(update_fields=["cancelled_at", "sequence"])
        note(workshop, session, before, at=timezone.now())
        shorten_offers(workshop)
        record("workshops.cancel_session", session, by=by)
    return session


@transaction.atomic
def reinstate_session(session: CohortSession, *, by: User) -> CohortSession:
    """It takes place after all: the undo of cancelling."""
    workshop, session = locked_workshop(session.workshop), _locked(session)
    before = Slot.of(session)
    if not session.is_standing():
        session.cancelled_at, session.sequence = None, session.sequence + 1
        session.save(update_fields=["cancelled_at", "sequence"])
        note(workshop, session, before, at=timezone.now())
        record("workshops.reinstate_session", session, by=by)
    return session


def _locked(session: CohortSession) -> CohortSession:
    found: CohortSession = CohortSession.objects.select_for_update().get(pk=session.pk)
    return found
