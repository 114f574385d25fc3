"""A notice by mail, for who wants it at once: one kind of mail for each stream, so that each can be turned off alone."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from .kinds import Kind, Mail
from .letters import write
from .models import Frequency, Message, Notification
from .notice_kinds import notice_kind, shown
from .preferences import frequency_of
from .streams import streams
from .unsubscribing import unsubscribe_address

PREFIX = "notice."
# More than this many in a day wait in the inbox and the digest (spec 11.2, rule 10).
A_DAY = 4
DAY = timedelta(days=1)


def kinds() -> list[Kind]:
    """What `register_message_kinds` is told."""
    able = [stream for stream in streams().values() if Frequency.AT_ONCE in stream.frequencies]
    return [Kind(PREFIX + stream.name, stream.label, compose, check=check, stream=stream.name) for stream in able]


def check(message: Message, person: Any, context: dict[str, Any]) -> str | None:
    """Asked as it leaves: it may have been read, hidden or moved to the digest meanwhile."""
    notice = _notice(person, context)
    if notice is None or notice.read_at:
        return "read-meanwhile"
    if notice.is_quiet:
        return "muted"
    if frequency_of(person, _stream(message)) != Frequency.AT_ONCE:
        return "not-at-once"
    if _sent_today(person) >= A_DAY:
        return "enough-today"
    return None if shown([notice], person) else "nothing-new"


def compose(message: Message, person: Any, context: dict[str, Any]) -> Mail:
    """One line and a link; the subject is the kind's own name, never somebody's."""
    notice = _notice(person, context)
    if notice is None:
        raise LookupError("The notice is gone.")
    words = shown([notice], person)[notice.pk]
    facts = {
        "heading": notice_kind(notice.kind).label,
        "text": words.words_in_mail(),
        "url": f"{settings.PUBLIC_URL}{words.address_in_mail()}",
        "stop_url": unsubscribe_address(person, _stream(message)),
    }
    return write("notifications/notice", facts)


def _sent_today(person: Any) -> int:
    sent = Message.objects.filter(person=person, kind__startswith=PREFIX, handed_off_at__gt=timezone.now() - DAY)
    return sent.exclude(state=Message.State.BOUNCED).count()


def _stream(message: Message) -> str:
    return message.kind.removeprefix(PREFIX)


def _notice(person: Any, context: dict[str, Any]) -> Notification | None:
    return Notification.objects.filter(person=person, public_id=context["notice"]).first()
