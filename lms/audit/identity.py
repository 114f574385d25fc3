"""How the log names people and things: never by name or address.

A person is a pseudonym that only the holder of the key can make; a thing is its public id, or its number.
"""

import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models

SYSTEM = "system"
VISITOR = "visitor"


def keys() -> list[bytes]:
    """The audit's own long-lived keys, newest first; without them the keys of the site."""
    named = getattr(settings, "AUDIT_KEYS", None) or [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [key.encode() for key in named]


def keyed(purpose: str, text: str, key: bytes) -> str:
    """A keyed digest that is worth nothing for any other purpose."""
    own = hmac.digest(key, f"lms.audit.{purpose}".encode(), "sha256")
    return hmac.new(own, text.encode(), hashlib.sha256).hexdigest()


def pseudonym(person: Any) -> str:
    """The person's mark in the log; `None` is the program itself, someone not signed in is a visitor."""
    if person is None:
        return SYSTEM
    return VISITOR if person.pk is None else pseudonyms(person)[0]


def pseudonyms(person: Any) -> list[str]:
    """All marks the person ever had: one per key, the newest first."""
    return [keyed("person", str(person.pk), key)[:32] for key in keys()]


def label(target: models.Model | None) -> str:
    """The target's mark: `learning.enrolment:7d0f…`; a person is a pseudonym here too."""
    return "" if target is None else labels(target)[0]


def labels(target: models.Model) -> list[str]:
    """All marks the target ever had; only those of people depend on a key."""
    if target.pk is None:
        raise ValueError(f"{target._meta.label} is not saved yet and cannot be named in the log.")
    kind = (target._meta.concrete_model or type(target))._meta.label_lower
    if isinstance(target, get_user_model()):
        return [f"{kind}:{mark}" for mark in pseudonyms(target)]
    return [f"{kind}:{getattr(target, 'public_id', None) or target.pk}"]
