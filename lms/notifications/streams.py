"""Streams of mail a person may turn down, and what a digest is made of. Each app lists its own through hooks.

`register_streams`: a list of `Stream`. `register_digest_parts`: callables that give the items of one person and time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .models import Frequency

DIGEST = "digest"


@dataclass(frozen=True)
class Stream:
    """One subject of mail: its name for people, what it brings, and how often it comes unless they say otherwise."""

    name: str
    label: str | Promise
    text: str | Promise
    default: str = Frequency.WEEKLY
    frequencies: tuple[str, ...] = (Frequency.AT_ONCE, Frequency.DAILY, Frequency.WEEKLY, Frequency.OFF)


@dataclass(frozen=True)
class DigestItem:
    """One line of a digest. The heavier stands higher: 5 a reply to me, 4 what I watch, 3 unanswered, 2 new, 1 soon."""

    title: str
    url: str
    weight: int = 1


# The person, since when, until when: what they may see now of what happened then.
DigestPart = Callable[[Any, datetime, datetime], list[DigestItem]]


class UnknownStream(LookupError):  # noqa: N818 - named by what is wrong
    """A stream nobody listed in `register_streams`."""


OWN = Stream(
    DIGEST,
    _("Digest"),
    _("One mail in the morning with what is new: at most ten lines."),
    default=Frequency.WEEKLY,
    frequencies=(Frequency.DAILY, Frequency.WEEKLY, Frequency.OFF),
)


@cache
def streams() -> dict[str, Stream]:
    known: dict[str, Stream] = {OWN.name: OWN}
    for listed in hooks.get_hooks("register_streams"):
        for stream in listed():
            if stream.name in known:
                raise ImproperlyConfigured(f"{stream.name!r}: a stream is listed once.")
            if stream.default not in stream.frequencies or Frequency.OFF not in stream.frequencies:
                raise ImproperlyConfigured(f"{stream.name!r}: one can always say no, and the default is a choice.")
            known[stream.name] = stream
    return known


def stream_of(name: str) -> Stream:
    try:
        return streams()[name]
    except KeyError:
        raise UnknownStream(f"{name!r} is not listed by any register_streams hook.") from None


def digest_parts() -> list[DigestPart]:
    return list(hooks.get_hooks("register_digest_parts"))
