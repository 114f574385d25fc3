"""What a person agrees to when they join. The apps above list it through the hook `register_joining_terms`."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wagtail import hooks

from .models import User


@dataclass(frozen=True)
class Term:
    """One thing to agree to: the words beside the box, and how the answer is kept, in the same transaction as the account."""

    name: str
    label: Any
    missing: Any
    keep: Callable[[User, datetime], object]
    # What undoes it, where the same account is joined with once more.
    refuse: Callable[[User], object]
    required: bool = True


def terms() -> list[Term]:
    """All of them, in the order their apps were started."""
    return [term for listed in hooks.get_hooks("register_joining_terms") for term in listed()]


def keep_agreed(person: User, agreed: Collection[str], at: datetime) -> None:
    """Store what the person agreed to."""
    for term in terms():
        if term.name in agreed:
            term.keep(person, at)


def refuse_others(person: User, agreed: Collection[str]) -> None:
    """What somebody agreed to in this account before, and was not agreed to this time, stands no more."""
    for term in terms():
        if term.name not in agreed:
            term.refuse(person)
