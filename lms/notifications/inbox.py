"""The verbs of the inbox: tell, read, drop. One unread row for each person, kind and thing, however many tell it (F13).

The unique index decides a race: who comes second adds to the row of the first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from .actions import notify
from .models import Frequency, Notification, NotificationQuerySet
from .notice_kinds import NoticeKind, notice_kind
from .preferences import wanting

# Mail waits this long, and is dropped if the notice has been read meanwhile.
PATIENCE = timedelta(minutes=5)
STALE = timedelta(days=1)
# A row can be read between two looks at it, but not for ever.
TRIES = 5
READ_KEPT = timedelta(days=180)
UNREAD_KEPT = timedelta(days=365)
CHUNK = 500


@dataclass(frozen=True)
class News:
    """What there is to tell."""

    kind: NoticeKind
    about: UUID
    no: int | None
    quiet: bool


def tell(
    kind: str, person: Any, *, about: UUID, no: int | None = None, by: Any = None, quiet: bool = False
) -> Notification | None:
    """Put a notice in a person's inbox, in the caller's transaction; the row, or None where there is nothing to tell.

    With a number (of a post), the same one twice counts once. Without, an unread row says it already.
    Nobody is told what they did themselves. `quiet`: in the inbox, and in no mail (case 29).
    """
    if not tell_all(kind, [person], about=about, no=no, by=by, quiet=quiet):
        return None
    return Notification.objects.filter(person=person, kind=kind, about=about).unread().first()


def tell_all(
    kind: str, people: Iterable[Any], *, about: UUID, no: int | None = None, by: Any = None, quiet: bool = False
) -> int:
    """The same to many, in a few statements for each five hundred; how many were told."""
    news = News(notice_kind(kind), about, no, quiet)
    listed = [person for person in people if person.is_active and person != by]
    return sum(
        _tell_some(news, {person.pk: person for person in listed[start : start + CHUNK]})
        for start in range(0, len(listed), CHUNK)
    )


def read(person: Any, notices: Sequence[Any]) -> int:
    """The person has seen these."""
    return _mark(Notification.objects.filter(person=person, pk__in=[notice.pk for notice in notices]))


def read_about(person: Any, about: UUID, *, up_to: int | None = None) -> int:
    """The person has opened the thing itself; `up_to` that number, where it has numbers."""
    rows = Notification.objects.filter(person=person, about=about)
    return _mark(rows if up_to is None else rows.filter(Q(to_no=None) | Q(to_no__lte=up_to)))


def read_all(person: Any, *, until: Any = None) -> int:
    """All in one statement; what arrives after `until` (when the page was made) stays unread (case 28)."""
    rows = Notification.objects.filter(person=person)
    return _mark(rows if until is None else rows.filter(happened_at__lte=until))


def drop(about: UUID, *, people: Iterable[Any] | None = None) -> int:
    """Forget what was told about a thing: to all, or to those who may not see it any more (case 9)."""
    rows = Notification.objects.filter(about=about)
    rows = rows if people is None else rows.filter(person__in=people)
    return rows.delete()[0]


def clear_old(*, now: datetime | None = None) -> int:
    """Nobody turns back that far: what was read half a year ago goes, and what lay unread for a year."""
    now = now or timezone.now()
    old = Q(read_at__lt=now - READ_KEPT) | Q(read_at=None, happened_at__lt=now - UNREAD_KEPT)
    return Notification.objects.filter(old).delete()[0]


def _mark(rows: Any) -> int:
    return rows.unread().update(read_at=timezone.now())


@transaction.atomic
def _tell_some(news: News, people: dict[int, Any]) -> int:
    """Add to the rows that wait, begin the others; who loses a race to begin one adds to the winner's."""
    rows = Notification.objects.filter(kind=news.kind.name, about=news.about)
    numbers = {"from_no__lte": news.no, "to_no__gte": news.no}
    heard = rows.none() if news.no is None else rows.filter(person__in=people, **numbers)
    todo = set(people) - set(heard.values_list("person", flat=True))
    told = len(todo)
    begun: list[Notification] = []
    for _try in range(TRIES):
        todo -= _add(news, rows.unread().filter(person__in=todo))
        fresh = _begin(news, todo)
        begun += fresh
        todo -= {notice.person_id for notice in fresh}
        if not todo:
            break
    if not news.quiet:
        _write_to([(people[notice.person_id], notice) for notice in begun], news.kind.stream)
    return told - len(todo)


def _add(news: News, unread: NotificationQuerySet) -> set[int]:
    """To whom a row waits; held until it is counted, so that nobody reads it away in between."""
    held = dict(unread.select_for_update().order_by("pk").values_list("pk", "person"))
    fields: dict[str, Any] = {"happened_at": timezone.now()}
    if news.no is not None:
        lower = Case(When(from_no__lte=news.no, then=F("from_no")), default=Value(news.no))
        upper = Case(When(to_no__gte=news.no, then=F("to_no")), default=Value(news.no))
        fields |= {"from_no": lower, "to_no": upper, "count": F("count") + 1}
    if not news.quiet:
        fields["is_quiet"] = False
    if held:
        Notification.objects.filter(pk__in=held).update(**fields)
    return set(held.values())


def _begin(news: News, people: set[int]) -> list[Notification]:
    """The rows that are new; the index refuses one where somebody was quicker."""
    if not people:
        return []
    said = {"kind": news.kind.name, "about": news.about, "from_no": news.no, "to_no": news.no, "is_quiet": news.quiet}
    fresh = [Notification(person_id=pk, **said) for pk in sorted(people)]
    Notification.objects.bulk_create(fresh, ignore_conflicts=True)
    return list(Notification.objects.filter(public_id__in=[notice.public_id for notice in fresh]))


def _write_to(begun: list[tuple[Any, Notification]], stream: str) -> None:
    """A mail for who wants it at once: one for each row, so that forty replies make one mail."""
    eager = wanting([person for person, _ in begun], stream, Frequency.AT_ONCE)
    now = timezone.now()
    times = {"not_before": now + PATIENCE, "not_after": now + STALE}
    for person, notice in begun:
        if person.pk in eager:
            context = {"notice": notice.public_id}
            notify(f"notice.{stream}", person, context=context, dedupe=notice.public_id, **times)
