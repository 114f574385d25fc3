"""Who did what, to what, when. One function, one table of our own, only ever added to."""

import logging
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction
from django.utils.functional import Promise
from wagtail import hooks

from .identity import label, pseudonym
from .models import Entry

logger = logging.getLogger("audit")

LONGEST = 200
MOST = 40
ACT = re.compile(r"[a-z_]+\.[a-z_]+")
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")


class UnregisteredAct(LookupError):  # noqa: N818 - named by what is wrong
    """An act nobody listed in `register_audit_acts`."""


class UnfitData(ValueError):  # noqa: N818 - named by what is wrong
    """Details that do not belong in the log: an address, a long text, something that is no plain value."""


def record(act: str, target: models.Model | None, *, by: Any = None, **data: Any) -> Entry:
    """Write one entry in the caller's transaction, so that act and entry stand or fall together.

    `data` holds ids, states and numbers, never what people typed: the log keeps no names, addresses or free text.
    """
    _refuse(act)
    entry = Entry.objects.create(act=act, target=label(target), actor=pseudonym(by), data=fit(data))
    # No `partial`: Django logs a failed callback by its name, and a partial has none.
    transaction.on_commit(lambda: mirror(entry), robust=True)
    return entry


def record_many(act: str, targets: Iterable[tuple[models.Model, dict[str, Any]]], *, by: Any = None) -> None:
    """The same act done to many things at once: one entry each, with its own details, written together."""
    _refuse(act)
    actor = pseudonym(by)
    entries = [Entry(act=act, target=label(target), actor=actor, data=fit(data)) for target, data in targets]
    Entry.objects.bulk_create(entries, batch_size=500)
    transaction.on_commit(lambda: _mirror_all(entries), robust=True)


def _refuse(act: str) -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(f"record({act!r}) belongs inside the transaction of the act.")
    if act not in acts():
        raise UnregisteredAct(f"{act} is not listed by any register_audit_acts hook.")


@cache
def acts() -> dict[str, str | Promise]:
    """Every act that may be recorded, with its name for people; each app lists its own."""
    known: dict[str, str | Promise] = {}
    for listed in hooks.get_hooks("register_audit_acts"):
        for act, name in listed().items():
            if not ACT.fullmatch(act) or act in known:
                raise ImproperlyConfigured(f"{act!r}: an act is named app.verb and listed once.")
            known[act] = name
    return known


def name_of(act: str) -> str:
    """The act in words for a timeline; an act no app lists any more is shown as it is."""
    return str(acts().get(act, act))


def mirror(entry: Entry) -> None:
    """The same entry as one line of the program's JSON log, out of reach of whoever can write to the database."""
    line = {
        "entry": entry.pk,
        "at": entry.at.isoformat(),
        "act": entry.act,
        "target": entry.target,
        "actor": entry.actor,
        "data": entry.data,
    }
    logger.info("%s", entry.act, extra={"data": line})


def _mirror_all(entries: list[Entry]) -> None:
    for entry in entries:
        mirror(entry)


def fit(value: Any) -> Any:
    """The value as plain JSON that reads back the same on every database, or a refusal."""
    match value:
        case None | bool() | int():
            return value
        case float() | Decimal() | UUID() | date():  # a datetime is a date
            return value.isoformat() if isinstance(value, date) else str(value)
        case str():
            return _fit_text(value)
        case dict() if len(value) <= MOST:
            return {_fit_text(str(key)): fit(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset() if len(value) <= MOST:
            return [fit(item) for item in (sorted(value, key=str) if isinstance(value, set | frozenset) else value)]
    raise UnfitData(f"A {type(value).__name__} is no plain value, or holds more than {MOST} of them.")


def _fit_text(text: str) -> str:
    if len(text) > LONGEST:
        raise UnfitData(f"A text of more than {LONGEST} characters does not belong in the log.")
    if ADDRESS.search(text) or not text.isprintable():
        raise UnfitData("An address or an unprintable character does not belong in the log.")
    # A text choice of a model is a str with a class of its own.
    return str(text)
