"""Who keeps what about people. Each app says how to hand it out and how to erase it, by the hook `register_personal_data`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from wagtail import hooks

Export = Callable[[Any], dict[str, Any]]
Erase = Callable[[Any], object]
Holds = Callable[[Any], bool]


@dataclass(frozen=True)
class PersonalData:
    """What one app keeps about a person: its name for people, who sees it, how to hand it out, how to erase it."""

    name: str
    label: str | Promise
    seen_by: str | Promise
    export: Export
    erase: Erase
    # Whether it is worth a line for this person; without it everybody is told of it.
    holds: Holds | None = None


@cache
def registered() -> list[PersonalData]:
    """All of it, top floor first: what builds on an account goes before the account."""
    found = [(hook, data) for hook in hooks.get_hooks("register_personal_data") for data in hook()]
    return [data for hook, data in sorted(found, key=lambda pair: _floor(pair[0].__module__))]


def told(person: Any) -> list[PersonalData]:
    """What a person reads about: their account first, then floor by floor what builds on it."""
    return [data for data in reversed(registered()) if data.holds is None or data.holds(person)]


def export(person: Any) -> dict[str, Any]:
    """Everything the platform holds about the person, app by app."""
    return {data.name: data.export(person) for data in registered()}


def _floor(module: str) -> int:
    # The settings list apps from the roof down.
    names = [config.name for config in apps.get_app_configs()]
    return next((place for place, name in enumerate(names) if module.startswith(f"{name}.")), len(names))
