"""Telling the people of a cohort by mail: a row for each mail, in the transaction of what it tells.

What they have to read is written as it leaves; whether it still holds is asked then (mails.py).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from lms.accounts import actions as accounts
from lms.notifications.actions import cancel_many, notify_many, notify_without_account
from lms.notifications.models import Message

from ..models import Letter, Place, PlaceChange, PlaceQuerySet, Workshop
from ..states import SEATED, PlaceState

What = Letter.What
KINDS = {
    What.PLACE: "workshops.place",
    What.CHANGE: "workshops.change",
    What.CALLED_OFF: "workshops.called_off",
    What.REINSTATED: "workshops.reinstated",
}
# Steps that follow each other within this are one to those who are told.
PATIENCE = timedelta(minutes=10)
# So soon before it begins nobody waits.
PRESSING = timedelta(hours=2)
# The steps that are told; an offer has a mail of its own.
TOLD = frozenset({PlaceState.CONFIRMED, PlaceState.WAITLISTED, PlaceState.WITHDRAWN})
HAS_A_STAKE = SEATED | {PlaceState.WAITLISTED}


def seated_to_tell(workshop: Workshop) -> PlaceQuerySet:
    """Who is told when a session changes: whoever has a seat, joined or not."""
    places: PlaceQuerySet = workshop.places.seated().within_reach()
    return places


def everybody_to_tell(workshop: Workshop) -> PlaceQuerySet:
    """Who is told when the workshop is called off: those with a seat, and those who wait for one."""
    places: PlaceQuerySet = workshop.places.filter(state__in=HAS_A_STAKE).within_reach()
    return places


def wait_until(starts_at: datetime | None, now: datetime) -> datetime:
    """When a mail may leave: after ten minutes for second thoughts, or at once where it begins soon."""
    is_pressing = starts_at is not None and starts_at - now < PRESSING
    return now if is_pressing else now + PATIENCE


def tell_place(workshop: Workshop, place: Place, *, at: datetime | None = None) -> None:
    """Write to somebody how they stand now."""
    step = place.changes.last()
    if step is not None:
        step.place = place
        tell_many(workshop, [step], at=at or timezone.now())


def tell_many(workshop: Workshop, steps: Sequence[PlaceChange], *, at: datetime) -> None:
    """Write to each how they stand by this step. A mail of an earlier step that has not left is taken back.

    Whose invitation is too old gets it again: it names the place.
    """
    now = timezone.now()
    places = [step.place for step in steps]
    cancel_many(
        Message.objects.filter(workshop_letter__place__in=places, workshop_letter__what=What.PLACE),
        reason="place-changed",
    )
    if not steps or workshop.is_over(now):
        return
    starts, ends = workshop.span()
    letters = []
    for step in steps:
        invitation = step.place.invitation if step.place.person is None else None
        if invitation is not None and invitation.expires_at <= now:
            accounts.resend_invitation(invitation, by=step.by)
            Place.objects.filter(pk=step.place.pk).update(asked_at=now)
        elif step.new in TOLD:
            letters.append(Letter(place=step.place, what=What.PLACE, number=step.pk))
    _store(letters, not_before=wait_until(starts, max(now, at)), not_after=ends)


def queue(places: Iterable[Place], what: What, number: int, *, not_after: datetime | None = None) -> int:
    """One mail of this kind and number to each of these places; answers how many were new. Twice is once."""
    rows = list(places)
    known = set(Letter.objects.filter(place__in=rows, what=what, number=number).values_list("place", flat=True))
    letters = [Letter(place=place, what=what, number=number) for place in rows if place.pk not in known]
    _store(letters, not_after=not_after)
    return len(letters)


def _store(letters: list[Letter], *, not_before: datetime | None = None, not_after: datetime | None = None) -> None:
    """The letters, all of one kind, with their mails: to a person, or to the address of an invitation that is open."""
    if not letters:
        return
    kind, times = KINDS[What(letters[0].what)], {"not_before": not_before, "not_after": not_after}
    joined = [letter for letter in letters if letter.place.person is not None]
    mails = [(letter.place.person, *_said(letter)) for letter in joined]
    for letter, message in zip(joined, notify_many(kind, mails, **times), strict=True):
        letter.message = message
    invited = [letter for letter in letters if letter.place.person is None and letter.place.invitation is not None]
    asked = [(letter.place.invitation.language, *_said(letter)) for letter in invited if letter.place.invitation]
    for letter, message in zip(invited, notify_without_account(kind, asked, **times), strict=True):
        letter.message = message
    Letter.objects.bulk_create(letters)


def _said(letter: Letter) -> tuple[dict[str, int], tuple[object, ...]]:
    """What the mail is about, and what makes it the same mail."""
    return {"place": letter.place_id}, (letter.place.public_id, letter.what, letter.number)
