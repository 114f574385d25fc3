"""What follows from somebody's choices, said in words: choices may cancel each other, and nobody should wait for mail
that will not come."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from .models import Frequency
from .notice_kinds import notice_kinds
from .streams import DIGEST, Stream, streams

IN_DIGEST = (Frequency.DAILY, Frequency.WEEKLY)


@dataclass(frozen=True)
class Outcome:
    """One stream as it really comes. `is_cancelled`: it would come in the digest, and there is none."""

    label: str | Promise
    text: str
    is_cancelled: bool = False


def outcomes(chosen: Mapping[str, str]) -> list[Outcome]:
    """For every stream, in the order of the page."""
    return [_outcome(stream, chosen) for stream in streams().values()]


def _outcome(stream: Stream, chosen: Mapping[str, str]) -> Outcome:
    often = chosen[stream.name]
    if stream.name == DIGEST:
        return Outcome(stream.label, _of_digest(chosen))
    if often in IN_DIGEST and chosen[DIGEST] == Frequency.OFF:
        return Outcome(stream.label, _("No mail, because the digest is off.") + _waits(stream), is_cancelled=True)
    if often == Frequency.AT_ONCE:
        return Outcome(stream.label, _at_once(stream))
    texts = {
        Frequency.DAILY.value: _("In the digest, each morning."),
        Frequency.WEEKLY.value: _("In the digest, on Tuesday morning."),
    }
    return Outcome(stream.label, texts.get(often) or _("No mail.") + _waits(stream))


def _of_digest(chosen: Mapping[str, str]) -> str:
    if chosen[DIGEST] == Frequency.OFF:
        return _("No digest, and nothing that would come in it.")
    if chosen[DIGEST] == Frequency.DAILY:
        return _("Each morning, if something is new.")
    if Frequency.DAILY in chosen.values():
        return _("On Tuesday morning, and on other mornings with what you want once a day, if something is new.")
    return _("On Tuesday morning, if something is new.")


def _at_once(stream: Stream) -> str:
    if Frequency.DAILY not in stream.frequencies:
        return _("A mail at once.")
    return _("A mail at once; after four in a day the rest waits under Notifications.")


def _waits(stream: Stream) -> str:
    """What has notices is never lost."""
    has_notices = any(kind.stream == stream.name for kind in notice_kinds().values())
    return " " + _("It waits under Notifications.") if has_notices else ""
