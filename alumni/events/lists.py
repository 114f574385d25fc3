"""Lists of events and of invitations, read page by page: from where the next one goes on, and what narrows them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.notifications.models import Message

from .models import Event, EventQuerySet, Invitation, Letter, Rsvp
from .standing import standing

PAGE = 50
COMING_AT_MOST = 100
State = Message.State
# What became of the mail, as staff ask for it.
DELIVERIES: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "waiting": (_("On its way"), (State.QUEUED, State.CLAIMED, State.HANDOFF)),
    "sent": (_("Sent"), (State.SENT, State.DELIVERED)),
    "failed": (_("Failed"), (State.BOUNCED, State.COMPLAINED, State.EXPIRED)),
    "uncertain": (_("Uncertain"), (State.UNCERTAIN,)),
    "held": (_("Not sent"), (State.CANCELLED, State.SUPPRESSED, State.CLOSED)),
}
BADGES = {"waiting": "wait", "sent": "good", "failed": "bad", "uncertain": "bad", "held": "plain"}
ANSWERS = {"none": "", "yes": "yes", "maybe": "maybe", "no": "no"}


@dataclass(frozen=True)
class Page:
    """Some rows, and the key the next page begins after."""

    rows: list[Any]
    next_key: str


def answer_words() -> dict[str, str | Promise]:
    """The answers a list may be narrowed to, and everybody."""
    return {**{name: Invitation.Answer(value).label for name, value in ANSWERS.items()}, "all": _("Everybody invited")}


# Mails that nobody got, and that were meant not to arrive.
HELD_BACK = [State.SUPPRESSED, State.CANCELLED]
# Who is meant: those who are invited, or those whose invitation was taken back.
TAKEN_BACK = "taken_back"


def delivery_of(state: str) -> str:
    """No mail at all is one that was not sent."""
    return next((name for name, (_label, states) in DELIVERIES.items() if state in states), "held")


def invitations(event: Event, *, who: str = "", answer: str = "", delivery: str = "", q: str = "") -> Any:
    """Those of one number of the tally, each with the state of the mail that counts."""
    mine = Invitation.objects.filter(event=event)
    found = with_mail(mine.taken_back() if who == TAKEN_BACK else mine.invited())
    if answer in ANSWERS:
        found = found.filter(answer=ANSWERS[answer])
    if delivery in DELIVERIES:
        fits = Q(mail_state__in=DELIVERIES[delivery][1])
        found = found.filter(fits | Q(mail_state=None) if delivery == "held" else fits)
    if q:
        found = found.filter(Q(person__name_key__contains=q) | Q(email_norm__contains=q))
    return found.select_related("person")


def with_mail(invitations: QuerySet[Invitation]) -> Any:
    """The mail that counts: the newest that left or will, else the newest. One that was held back, such as a reminder
    to somebody who wants none, does not hide the invitation they have."""
    held = Q(message__state__in=HELD_BACK)
    of_each = Letter.objects.filter(invitation=OuterRef("pk")).exclude(message=None)
    counts = of_each.annotate(rank=Case(When(held, then=1), default=0)).order_by("rank", "-pk")
    return invitations.annotate(
        mail_state=Subquery(counts.values("message__state")[:1]),
        mail_id=Subquery(counts.values("message__public_id")[:1]),
        mail_reason=Subquery(counts.values("message__reason")[:1]),
        last_via=Subquery(Rsvp.objects.filter(invitation=OuterRef("pk")).order_by("-at", "-pk").values("via")[:1]),
    )


def tally(event: Event) -> dict[str, int]:
    """How many are invited; the answers add up to that, and so do the mails. Beside it who was taken back. Three
    queries, whatever the number."""
    mine = Invitation.objects.filter(event=event)
    counted = mine.invited().aggregate(
        invited=Count("pk"),
        **{name: Count("pk", filter=Q(answer=value)) for name, value in ANSWERS.items()},
    )
    counted |= dict.fromkeys(DELIVERIES, 0) | {TAKEN_BACK: mine.taken_back().count()}
    sent = 0
    for state, number in _letters_that_count(mine.invited()).values_list("message__state").annotate(n=Count("pk")):
        counted[delivery_of(state)] += number
        sent += number
    counted[delivery_of("")] += counted["invited"] - sent
    return counted


def _letters_that_count(invitations: QuerySet[Invitation]) -> QuerySet[Letter]:
    """Of each invitation the letter of `with_mail`; here of all at once, since a tally looks at every one of them."""
    left = Q(letters__message__isnull=False)
    newest = Max("letters__pk", filter=left & ~Q(letters__message__state__in=HELD_BACK))
    letter = Coalesce(newest, Max("letters__pk", filter=left))
    return Letter.objects.filter(pk__in=invitations.order_by().annotate(letter=letter).values("letter")).order_by()


def may_come(event: Event) -> int:
    """How many there would be if everybody came who is invited or on a list and has not said no."""
    gone = Q(state=Invitation.State.WITHDRAWN) | Q(answer=Invitation.Answer.NO)
    return Invitation.objects.filter(event=event).exclude(gone).count()


def office_events(events: EventQuerySet, *, state: str = "", q: str = "", after: str = "") -> Page:
    """All events, whatever starts last first; the key is the last one's number."""
    found = events.filter(standing(state, timezone.now()))
    if q:
        found = found.filter(Q(activity__title__icontains=q) | Q(activity__place__icontains=q))
    if (number := _key(after)) and (last := events.select_related("activity").filter(pk=number).first()):
        found = found.filter(_starts_before(last))
    ordered = found.select_related("activity").order_by("-activity__starts_at", "-pk")
    rows = list(ordered[: PAGE + 1])
    return Page(rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else "")


def _starts_before(last: Event) -> Q:
    at = last.activity.starts_at
    if at is None:
        return Q(activity__starts_at=None, pk__lt=last.pk)
    return Q(activity__starts_at__lt=at) | Q(activity__starts_at=at, pk__lt=last.pk)


def coming_events(events: EventQuerySet) -> Page:
    """The next ones; nobody plans further ahead than this."""
    return Page(list(events[:COMING_AT_MOST]), "")


def past_events(events: EventQuerySet, after: str = "") -> Page:
    """Those that are over, latest first; the key is the last one's start and number."""
    if (number := _key(after)) and (last := events.filter(pk=number).first()):
        events = events.filter(_starts_before(last))
    rows = list(events[: PAGE + 1])
    return Page(rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else "")


def page_of(found: Any, after: str) -> Page:
    """One page of a list in the order it was made."""
    if key := _key(after):
        found = found.filter(pk__gt=key)
    rows = list(found.order_by("pk")[: PAGE + 1])
    return Page(rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else "")


def _key(text: str) -> int:
    """No database counts further than this."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= 18 else 0
