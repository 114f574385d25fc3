"""Lists of events and of invitations, read page by page: from where the next one goes on, and what narrows them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.notifications.models import Message

from .models import Event, EventQuerySet, Invitation, Letter, Rsvp

PAGE = 50
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


def delivery_of(state: str) -> str:
    return next((name for name, (_label, states) in DELIVERIES.items() if state in states), "")


def invitations(event: Event, *, answer: str = "", delivery: str = "", q: str = "", after: str = "") -> Page:
    """Invitations that were sent, by name's order of the list; each with the state of its newest mail."""
    found = with_mail(Invitation.objects.filter(event=event).exclude(state=Invitation.State.FROZEN))
    if answer in ANSWERS:
        found = found.filter(answer=ANSWERS[answer])
    if delivery in DELIVERIES:
        found = found.filter(mail_state__in=DELIVERIES[delivery][1])
    if q:
        found = found.filter(Q(person__name_key__contains=q) | Q(email_norm__contains=q))
    return _page(found.select_related("person"), after)


def with_mail(invitations: QuerySet[Invitation]) -> Any:
    """The newest mail to each: its state, its public id."""
    newest = Letter.objects.filter(invitation=OuterRef("pk")).exclude(message=None).order_by("-pk")
    return invitations.annotate(
        mail_state=Subquery(newest.values("message__state")[:1]),
        mail_id=Subquery(newest.values("message__public_id")[:1]),
        mail_reason=Subquery(newest.values("message__reason")[:1]),
        last_via=Subquery(Rsvp.objects.filter(invitation=OuterRef("pk")).order_by("-at", "-pk").values("via")[:1]),
    )


def tally(event: Event) -> dict[str, int]:
    """How many: invited, answered what, and what became of the newest mails. Two queries, whatever the number."""
    out = Invitation.objects.filter(event=event).exclude(state=Invitation.State.FROZEN)
    counted = out.aggregate(
        invited=Count("pk"),
        **{name: Count("pk", filter=Q(answer=value)) for name, value in ANSWERS.items()},
    )
    mails = with_mail(out).values_list("mail_state").annotate(n=Count("pk")).order_by()
    for state, number in mails:
        name = delivery_of(state or "")
        counted[name] = counted.get(name, 0) + number
    return counted


def office_events(events: EventQuerySet, *, state: str = "", q: str = "", after: str = "") -> Page:
    """All events, newest first."""
    if state in Event.State.values:
        events = events.filter(state=state)
    if q:
        events = events.filter(Q(activity__title__icontains=q) | Q(activity__place__icontains=q))
    if key := _key(after):
        events = events.filter(pk__lt=key)
    rows = list(events.select_related("activity").order_by("-pk")[: PAGE + 1])
    return Page(rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else "")


def past_events(events: EventQuerySet, after: str = "") -> Page:
    """Those that are over, latest first; the key is the last one's start and number."""
    if (number := _key(after)) and (last := events.filter(pk=number).first()):
        at = last.activity.starts_at
        events = events.filter(activity__starts_at__lte=at)
        events = events.filter(Q(activity__starts_at__lt=at) | Q(pk__lt=number))
    rows = list(events[: PAGE + 1])
    return Page(rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else "")


def _page(found: Any, after: str) -> Page:
    if key := _key(after):
        found = found.filter(pk__gt=key)
    rows = list(found.order_by("pk")[: PAGE + 1])
    return Page(rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else "")


def _key(text: str) -> int:
    """No database counts further than this."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= 18 else 0
