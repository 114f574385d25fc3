"""Yes, no or maybe, as often as somebody likes until it is over. Cases 60 to 62; V4."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from lms.audit.log import record

from ..models import Event, Invitation, Rsvp


class TooLate(Exception):  # noqa: N818 - named by what is wrong
    """The event is over or cancelled, or the invitation was taken back."""


@transaction.atomic
def answer(
    invitation: Invitation,
    value: str,
    *,
    via: str,
    at: datetime | None = None,
    shows_name: bool | None = None,
    by: Any = None,
) -> Invitation:
    """Keep the answer. All are kept; the last by time counts, whichever way it came (case 62)."""
    at = at or timezone.now()
    found: Invitation = (
        Invitation.objects.select_for_update(of=("self",)).select_related("event__activity").get(pk=invitation.pk)
    )
    if not found.is_out() or found.event.is_cancelled() or found.event.is_over(at):
        raise TooLate
    if shows_name is not None and shows_name != found.shows_name:
        Invitation.objects.filter(pk=found.pk).update(shows_name=shows_name)
    last = found.answers.last()
    if last is None or last.answer != value or last.at > at:
        new = Rsvp.objects.create(invitation=found, answer=value, via=via, at=at)
        last = found.answers.last() or new
        record("events.answer", found, by=by, answer=value, via=via)
    counted = {"answer": last.answer, "answered_at": last.at, "state": Invitation.State.ANSWERED}
    Invitation.objects.filter(pk=found.pk, state__in=Invitation.OUT).update(**counted)
    found.refresh_from_db()
    return found


@transaction.atomic
def hand_out(event: Event, *, kind: str, answer: str, count: int, by: Any) -> None:
    """A list of names left the platform, on paper or as a file: nothing changes, and the log says so."""
    record("events.hand_out", event, by=by, kind=kind, answer=answer, count=count)
