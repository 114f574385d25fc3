"""Introductions: the asked person decides, and only their yes shows their address, to that one person (A12)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from lms.accounts.models import User
from lms.audit.log import record
from lms.notifications.inbox import read_about, tell

from ..models import Introduction, Profile
from ..permissions import can_ask, is_member
from ..seeing import knows
from .engaging import begin

State = Introduction.State
# How long an answer is waited for, and how many somebody may ask in a week.
PATIENCE = timedelta(days=14)
WEEK = timedelta(days=7)
A_WEEK = 5

ASKED = "profiles.introduction_asked"
ANSWERED = "profiles.introduction_answered"
CLOSED = "profiles.introduction_closed"


class MayNotAsk(PermissionError):  # noqa: N818 - named by what is wrong
    """Not of this network, or the other one cannot be asked, or is not to be known of."""


class AskedTooOften(ValueError):  # noqa: N818 - named by what is wrong
    """Five in a week are enough."""


@transaction.atomic
def ask(profile: Profile, purpose: str, *, by: User, at: datetime | None = None) -> Introduction:
    """Ask to be introduced to somebody listed. Who asked them in the last ninety days asks nothing anew."""
    at = at or timezone.now()
    # One at a time for each asker: who asks in two windows at once is counted once more in between.
    asker = User.objects.select_for_update().get(pk=by.pk)
    if not (can_ask(asker, profile) and knows(asker, profile)):
        raise MayNotAsk
    asked = Introduction.objects.filter(asker=asker)
    before = asked.standing_between(asker, profile.person, at).first()
    if before:
        return before
    if asked.filter(created_at__gt=at - WEEK).count() >= A_WEEK:
        raise AskedTooOften
    begin(asker)
    introduction = Introduction.objects.create(
        asker=asker, asked=profile.person, purpose=purpose, created_at=at, expires_at=at + PATIENCE
    )
    record("profiles.ask", introduction, by=by)
    tell(ASKED, profile.person, about=introduction.public_id, by=asker)
    return introduction


@transaction.atomic
def answer(introduction: Introduction, *, yes: bool, by: User, at: datetime | None = None) -> bool:
    """Yes or no, once, in time; whether this call decided it. Two answers at once: the first stands.

    Only a yes is told: who asked reads a no as no answer (decision 0022).
    """
    at = at or timezone.now()
    state = State.ACCEPTED if yes else State.DECLINED
    waiting = Introduction.objects.pending().from_standing().filter(pk=introduction.pk, asked=by, expires_at__gt=at)
    # The row is held first: an update that asks another table too looks for its row beforehand, and would not see that the
    # question was taken back while it waited.
    if waiting.select_for_update(of=("self",)).first() is None:
        return False
    Introduction.objects.filter(pk=introduction.pk).update(state=state, decided_at=at)
    record("profiles.answer", introduction, by=by, answer=state)
    read_about(by, introduction.public_id)
    if yes:
        tell(ANSWERED, introduction.asker, about=introduction.public_id, by=by)
    return True


@transaction.atomic
def take_back(introduction: Introduction, *, by: User, at: datetime | None = None) -> bool:
    """The question is withdrawn by whoever asked, as long as they read that it waits: also after a no, which they
    do not know of. Of a yes and this at the same moment one stands."""
    at = at or timezone.now()
    waiting = Introduction.objects.filter(pk=introduction.pk, asker=by, expires_at__gt=at)
    if not waiting.filter(state__in=[State.PENDING, State.DECLINED]).update(state=State.TAKEN_BACK, decided_at=at):
        return False
    record("profiles.take_back", introduction, by=by)
    read_about(introduction.asked, introduction.public_id)
    return True


@transaction.atomic
def show_address(introduction: Introduction, *, by: User, at: datetime | None = None) -> bool:
    """The one who asked reads the address, if both still stand at this moment (case 50); it is noted that they did."""
    introduction = (
        Introduction.objects.select_for_update(of=("self",)).select_related("asker", "asked").get(pk=introduction.pk)
    )
    stands = is_member(introduction.asker) and is_member(introduction.asked)
    if introduction.asker != by or introduction.state != State.ACCEPTED or not stands:
        return False
    if introduction.shown_at is None:
        Introduction.objects.filter(pk=introduction.pk).update(shown_at=at or timezone.now())
        record("profiles.show_address", introduction, by=by)
    return True


def expire(now: datetime) -> int:
    """Each minute: close what waited too long, and what was said yes to before one of the two had to leave (case 50)."""
    late = Introduction.objects.overdue(now).update(state=State.EXPIRED, decided_at=now)
    for introduction in Introduction.objects.cut_off().select_related("asker", "asked")[:200]:
        _cut_off(introduction)
    return late


@transaction.atomic
def _cut_off(introduction: Introduction) -> None:
    still = Introduction.objects.filter(pk=introduction.pk, state=State.ACCEPTED, shown_at=None)
    if still.update(state=State.CUT_OFF):
        for person in (introduction.asker, introduction.asked):
            tell(CLOSED, person, about=introduction.public_id)
