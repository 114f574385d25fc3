"""Which kinds of mail there are. Each app lists its own through the hook `register_message_kinds`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from wagtail import hooks

from .models import Message

SECURITY, CERTIFICATE, ORDINARY, BULK = 0, 1, 3, 5


@dataclass(frozen=True)
class Attachment:
    """A file that goes along."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True)
class Calendar:
    """An invitation as calendars read it: the method (REQUEST, CANCEL) of the bytes, which hold the recipient alone."""

    method: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """A mail as it is read: plain text always, HTML where it helps, a calendar entry where there is one."""

    subject: str
    text: str
    html: str | None = None
    attachments: tuple[Attachment, ...] = ()
    calendar: Calendar | None = None
    # Such as References; what the outbox itself says of a mail cannot be replaced.
    headers: dict[str, str] = field(default_factory=dict)


# The message, the person or None, and the context: ids, or what was sealed.
Compose = Callable[[Message, Any, dict[str, Any]], Mail]
# The reason not to send after all, or None; asked at hand-off, because much may have changed since it was queued.
Check = Callable[[Message, Any, dict[str, Any]], str | None]
# The address behind the ids of a mail to somebody without an account; "" where there is none any more.
Address = Callable[[dict[str, Any]], str]


@dataclass(frozen=True)
class Kind:
    """One kind of mail: who writes it, who may still hold it back, and whether a second copy would do harm."""

    name: str
    label: str | Promise
    compose: Compose
    check: Check | None = None
    # A second copy of a password or certificate mail is harmless; of an invitation it is not (D-4).
    retry_safe: bool = False
    priority: int = ORDINARY
    # The stream it belongs to, which a person may turn off; None for what must always arrive.
    stream: str | None = None
    # It tells a person that their account is closed: everything else waits for nobody whose account is.
    to_closed: bool = False
    # Where it goes if the message names no person and seals no address.
    address: Address | None = None


class UnknownKind(LookupError):  # noqa: N818 - named by what is wrong
    """A kind of mail nobody listed in `register_message_kinds`."""


@cache
def kinds() -> dict[str, Kind]:
    known: dict[str, Kind] = {}
    for listed in hooks.get_hooks("register_message_kinds"):
        for kind in listed():
            if kind.name in known:
                raise ImproperlyConfigured(f"{kind.name!r}: a kind of mail is listed once.")
            if kind.stream is not None and kind.priority in {SECURITY, CERTIFICATE}:
                raise ImproperlyConfigured(f"{kind.name!r}: nobody can turn this mail off, so it has no stream.")
            known[kind.name] = kind
    return known


def kind_of(name: str) -> Kind:
    try:
        return kinds()[name]
    except KeyError:
        raise UnknownKind(f"{name!r} is not listed by any register_message_kinds hook.") from None


def label_of(name: str) -> str:
    """The kind in words; one that no app lists any more is shown as it is."""
    known = kinds().get(name)
    return str(known.label) if known else name


def retry_safe() -> list[str]:
    return [kind.name for kind in kinds().values() if kind.retry_safe]
