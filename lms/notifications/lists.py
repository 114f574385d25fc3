"""The office's lists of mail: what is shown under which heading, and from where the next page goes on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Message, MessageQuerySet

State = Message.State
PAGE = 25
ATTENTION = "attention"
# Uncertain first: only a person can decide about these.
RANKS = {State.UNCERTAIN: 0, State.BOUNCED: 1, State.COMPLAINED: 1, State.EXPIRED: 2}
LISTS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    ATTENTION: (_("Needs attention"), Message.ATTENTION),
    "waiting": (_("On the way"), Message.ON_THE_WAY),
    "sent": (_("Sent"), (State.SENT, State.DELIVERED)),
    "closed": (_("Not sent"), (State.CANCELLED, State.SUPPRESSED, State.CLOSED)),
}


@dataclass(frozen=True)
class Page:
    """Some rows, and the key the next page begins after."""

    messages: Sequence[Message]
    next_key: str


def page_of(name: str, messages: MessageQuerySet, key: str) -> Page:
    """One page of a list, newest first; among what needs attention the uncertain come before the failed."""
    rank = Case(*[When(state=state, then=Value(rank)) for state, rank in RANKS.items()], output_field=IntegerField())
    found = messages.filter(state__in=LISTS[name][1]).annotate(rank=rank if name == ATTENTION else Value(0))
    after = _read_key(key)
    if after:
        found = found.filter(Q(rank__gt=after[0]) | Q(rank=after[0], id__lt=after[1]))
    rows = list(found.select_related("person").order_by("rank", "-id")[: PAGE + 1])
    last: Any = rows[PAGE - 1] if len(rows) > PAGE else None
    return Page(rows[:PAGE], f"{last.rank}-{last.pk}" if last else "")


def _read_key(key: str) -> tuple[int, int] | None:
    rank, _, pk = key.partition("-")
    # No database counts further than this, and no list is that long.
    is_key = rank.isdecimal() and pk.isdecimal() and len(rank) == 1 and len(pk) <= 18
    return (int(rank), int(pk)) if is_key else None
