"""The address that turns one stream off for one person: derived from the secret key, good for nothing else.

It never runs out, needs no sign-in, and says neither name nor address (decision 21; RFC 8058).
"""

import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from .streams import streams

# Raised only if every address ever sent must die.
VERSION = 1
SIZE = 16


def token(person: Any, stream: str) -> str:
    """The same each time, so nothing has to be stored, and old mails work for ever (case 79)."""
    return _signer().sign(urlsafe_b64encode(person.public_id.bytes + stream.encode()).decode().rstrip("="))


def read(token: str) -> tuple[Any, str] | None:
    """Whom and which stream the address is for, or None where it was not made here."""
    try:
        value = _signer().unsign(token)
        raw = urlsafe_b64decode(value + "=" * (-len(value) % 4))
        public_id, stream = uuid.UUID(bytes=raw[:SIZE]), raw[SIZE:].decode()
    except (BadSignature, ValueError):
        return None
    person = get_user_model()._default_manager.filter(public_id=public_id).first()
    return (person, stream) if person is not None and stream in streams() else None


def unsubscribe_address(person: Any, stream: str) -> str:
    """On the public address, which the settings name and no request."""
    return f"{settings.PUBLIC_URL}{reverse('unsubscribe:stream', args=[token(person, stream)])}"


def unsubscribe_mail(person: Any, stream: str) -> str:
    """For programs that write instead of opening a page, where somebody reads that mailbox."""
    if not settings.UNSUBSCRIBE_MAILBOX:
        return ""
    return f"mailto:{settings.UNSUBSCRIBE_MAILBOX}?{urlencode({'subject': token(person, stream)})}"


def _signer() -> Signer:
    # A dot stands in no base64 and survives every mail program inside an address.
    return Signer(salt=f"lms.notifications.unsubscribe.{VERSION}", sep=".")
