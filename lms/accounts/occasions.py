"""What somebody is invited to, beside an account: each app above that knows something lists it by a hook."""

from dataclasses import dataclass, field

from wagtail import hooks

from .models import Invitation


@dataclass(frozen=True)
class Occasion:
    """Such as a workshop with a place kept for the person: its name, and what to know about it, line by line."""

    title: str
    lines: list[str] = field(default_factory=list)


def occasions_of(invitation: Invitation) -> list[Occasion]:
    """In the language of the moment; asked through the hook `invitation_occasions`."""
    return [one for listed in hooks.get_hooks("invitation_occasions") for one in listed(invitation)]
