"""What stands in a digest: ten lines at most, gathered as it leaves, of what the person may see then (spec 11.5)."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from .digests import KIND
from .kinds import BULK, Kind, Mail
from .letters import write
from .models import Frequency, Message, Notification
from .mornings import DAY, WEEK, is_weekly, morning, zone_of
from .notice_kinds import notice_kind, notice_kinds, shown
from .preferences import frequencies
from .streams import DIGEST, DigestItem, digest_parts
from .unsubscribing import unsubscribe_address

MOST = 10
# So that ten lines stay far below 30 kB.
LONGEST = 200
# More unread rows than this say nothing more in ten lines.
LOOKED_AT = 100


def kind() -> Kind:
    """What `register_message_kinds` is told."""
    return Kind(KIND, _("Digest"), compose, check=check, priority=BULK, stream=DIGEST)


def check(message: Message, person: Any, context: dict[str, Any]) -> str | None:
    return None if items_for(person, _day(context)) else "nothing-new"


def compose(message: Message, person: Any, context: dict[str, Any]) -> Mail:
    """No name stands in the subject, and no line tells more than a mail may."""
    items = items_for(person, _day(context))
    facts = {
        "items": [(_line(item.title), f"{settings.PUBLIC_URL}{item.url}") for item in items[:MOST]],
        "more": max(len(items) - MOST, 0),
        "is_weekly": _is_for_the_week(frequencies(person), _day(context)),
        "inbox_url": f"{settings.PUBLIC_URL}/me/notifications/",
        "stop_url": unsubscribe_address(person, DIGEST),
    }
    return write("notifications/digest", facts)


def items_for(person: Any, day: date) -> list[DigestItem]:
    """Everything new since the last digest, the heaviest first, each line once."""
    chosen = frequencies(person)
    found = _notices(person, chosen, day)
    if chosen[DIGEST] == Frequency.DAILY or is_weekly(day):
        since = _since(day, person, daily=chosen[DIGEST] == Frequency.DAILY)
        for part in digest_parts():
            found += part(person, since, timezone.now())
    lines = {(item.title, item.url): item for item in sorted(found, key=lambda item: item.weight)}
    return sorted(lines.values(), key=lambda item: -item.weight)


def _notices(person: Any, chosen: dict[str, str], day: date) -> list[DigestItem]:
    """What waits unread of the streams that come with this digest, collapsed as in the inbox."""
    wanted = {Frequency.DAILY: _since(day, person, daily=True)}
    if is_weekly(day):
        wanted[Frequency.WEEKLY] = _since(day, person, daily=False)
    frequency = {kind.name: Frequency(chosen[kind.stream]) for kind in notice_kinds().values()}
    since = {name: wanted[often] for name, often in frequency.items() if often in wanted}
    unread = Notification.objects.visible_to(person).unread().filter(kind__in=since, is_quiet=False)
    some = unread.filter(happened_at__gt=min(wanted.values())).order_by("-happened_at")[:LOOKED_AT]
    fresh = [notice for notice in some if notice.happened_at > since[notice.kind]]
    words = shown(fresh, person)
    return [
        DigestItem(
            words[notice.pk].words_in_mail(), words[notice.pk].address_in_mail(), notice_kind(notice.kind).weight
        )
        for notice in fresh
        if notice.pk in words
    ]


def _since(day: date, person: Any, *, daily: bool) -> Any:
    return morning(day - (DAY if daily else WEEK), zone_of(person.time_zone))


def _is_for_the_week(chosen: dict[str, str], day: date) -> bool:
    return is_weekly(day) and Frequency.WEEKLY in chosen.values()


def _day(context: dict[str, Any]) -> date:
    return date.fromisoformat(context["day"])


def _line(title: str) -> str:
    return Truncator(" ".join(title.split())).chars(LONGEST)
