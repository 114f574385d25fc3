"""Closing: who met the rule has achieved something; certificate and alumni entry follow from that, by the same one path."""

from datetime import datetime
from functools import cached_property

from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as format_date

from courses.learning import actions as learning
from courses.learning.models import Achievement
from lms.accounts.models import User
from lms.audit.log import record

from ..models import CohortSession, Place, Workshop
from ..standing import Verdict, sittings, verdicts
from .announcing import announce
from .places import Overtaken, Step, step_to

State = Place.State


class NotReady(ValueError):  # noqa: N818 - named by what is wrong
    """Sessions are still to come or running, were not marked, or there are none."""


class Delivery:
    """What was delivered, for the certificate: title, hours, where and when, with whom."""

    def __init__(self, workshop: Workshop, at: datetime) -> None:
        self.workshop, self.at = workshop, at

    @cached_property
    def held(self) -> list[CohortSession]:
        return list(self.workshop.sessions.held(self.at))

    @property
    def ended_at(self) -> datetime:
        return max(session.ends_at for session in self.held)

    def words(self) -> learning.Words:
        workshop = self.workshop
        return learning.Words(
            title=workshop.activity.title,
            minutes=sum(session.minutes() for session in self.held),
            cohort=self._cohort(),
            partners=(workshop.partner.name,) if workshop.partner else (),
        )

    def _cohort(self) -> str:
        first = min(session.starts_local for session in self.held).date()
        last = max(session.ends_local for session in self.held).date()
        days = format_date(last, "j F Y")
        if first != last:
            days = f"{format_date(first, 'j F' if first.year == last.year else 'j F Y')} – {days}"
        return ", ".join(part for part in (self.workshop.activity.place, days) if part)[:255]


def certify_verified(at: datetime) -> int:
    """Every minute: who met the rule, and accepted or was verified only since the workshop was closed."""
    waiting = Place.objects.filter(awaits_verification=True, person__state=User.State.VERIFIED, person__is_active=True)
    workshops = Workshop.objects.filter(state=Workshop.State.CLOSED, places__in=waiting).distinct()
    return sum(_certify(workshop, at) for workshop in workshops)


@transaction.atomic
def _certify(workshop: Workshop, at: datetime) -> int:
    """As closing would have done; a mark corrected since counts."""
    rows = Workshop.objects.select_for_update(of=("self",)).select_related("activity", "partner", "closed_by")
    workshop = rows.get(pk=workshop.pk)
    delivery, step = Delivery(workshop, at), Step(workshop.closed_by, at)
    found = [verdict for verdict in verdicts(workshop, at) if verdict.place.awaits_verification and not verdict.awaits]
    done = sum(_settle(verdict, delivery, step) for verdict in found)
    record("workshops.certify", workshop, by=None, number=done)
    return done


@transaction.atomic
def close(workshop: Workshop, *, by: User, expected: int, at: datetime | None = None) -> int:
    """Complete those who met the rule and record what they achieved; answers how many were completed just now.

    `expected` is the number the preview named: where a mark changed since, nothing happens and Overtaken is raised.
    Safe twice: closing a closed workshop completes only those who are missing, after a correction say (C12).
    """
    now = at or timezone.now()
    workshop = (
        Workshop.objects.select_for_update(of=("self",)).select_related("activity", "partner").get(pk=workshop.pk)
    )
    sat = sittings(workshop, now)
    if not sat.may_close() or workshop.is_put_away():
        raise NotReady
    found = verdicts(workshop, now)
    if sum(1 for verdict in found if verdict.meets) != expected:
        raise Overtaken
    if workshop.is_standing():
        announce(workshop, now)
        workshop.state, workshop.closed_at, workshop.closed_by = Workshop.State.CLOSED, now, by
        workshop.save(update_fields=["state", "closed_at", "closed_by"])
        record("workshops.close", workshop, by=by, eligible=expected, expected=len(found))
    delivery = Delivery(workshop, now)
    return sum(_settle(verdict, delivery, Step(by, now)) for verdict in found)


def _settle(verdict: Verdict, delivery: Delivery, step: Step) -> bool:
    """Attended or did not come; who met the rule completes. What was settled before stays.

    Who met it without having accepted the invitation, or with an account that nobody has verified yet, attended, and is
    certified once that is done (decision 0018).
    """
    place, person = verdict.place, verdict.place.person
    if place.state == State.CONFIRMED:
        step_to(place, State.ATTENDED if verdict.presence.attended else State.NO_SHOW, step)
    if place.awaits_verification != verdict.awaits:
        place.awaits_verification = verdict.awaits
        place.save(update_fields=["awaits_verification"])
    if not verdict.meets or person is None or place.state == State.COMPLETED:
        return False
    if place.state == State.NO_SHOW:
        step_to(place, State.ATTENDED, step)
    step_to(place, State.COMPLETED, step)
    learning.achieve(
        person,
        kind=Achievement.Kind.ATTENDED,
        ref=delivery.workshop.public_id,
        at=delivery.ended_at,
        by=step.by,
        words=delivery.words(),
    )
    return True
