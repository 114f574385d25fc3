"""Which kinds of notice the inbox knows. Each app lists its own through the hook `register_notice_kinds`.

An app says what a notice reads like now, to this reader: what they may no longer see is left out, and counts nowhere.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from wagtail import hooks

from .models import Notification
from .streams import streams


@dataclass(frozen=True)
class Shown:
    """A notice in words, and where it leads: a path of this site.

    `mail_text` and `mail_url` where a mail may say less than the page (spec 2, F37): "2 updates in your cohort".
    """

    text: str
    url: str
    mail_text: str = ""
    mail_url: str = ""

    def words_in_mail(self) -> str:
        return self.mail_text or self.text

    def address_in_mail(self) -> str:
        return self.mail_url or self.url


# All notices of one kind at once, so that it takes a query or two however many there are.
Show = Callable[[Sequence[Notification], Any], dict[int, Shown]]


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notice: its name for people, the stream its mail belongs to, who puts it in words.

    The heavier stands higher in a digest, as in `DigestItem`.
    """

    name: str
    label: str | Promise
    stream: str
    show: Show
    weight: int = 4


class UnknownNotice(LookupError):  # noqa: N818 - named by what is wrong
    """A kind of notice nobody listed in `register_notice_kinds`."""


@cache
def notice_kinds() -> dict[str, NoticeKind]:
    known: dict[str, NoticeKind] = {}
    for listed in hooks.get_hooks("register_notice_kinds"):
        for kind in listed():
            if kind.name in known:
                raise ImproperlyConfigured(f"{kind.name!r}: a kind of notice is listed once.")
            if kind.stream not in streams():
                raise ImproperlyConfigured(f"{kind.name!r}: there is no stream {kind.stream!r}.")
            known[kind.name] = kind
    return known


def notice_kind(name: str) -> NoticeKind:
    try:
        return notice_kinds()[name]
    except KeyError:
        raise UnknownNotice(f"{name!r} is not listed by any register_notice_kinds hook.") from None


def shown(notices: Iterable[Notification], viewer: Any) -> dict[int, Shown]:
    """What this viewer may see now of these notices, by their key; what is missing is not theirs to see any more."""
    by_kind: dict[str, list[Notification]] = defaultdict(list)
    for notice in notices:
        by_kind[notice.kind].append(notice)
    found: dict[int, Shown] = {}
    for name, some in by_kind.items():
        kind = notice_kinds().get(name)
        if kind is not None:
            found |= kind.show(some, viewer)
    return found
