"""Links in mails: derived from the secret key, good for one purpose and one thing, worth nothing elsewhere (decision 21)."""

import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.core.signing import BadSignature, Signer


def token(purpose: str, public_id: uuid.UUID) -> str:
    """The end of a link for this purpose; the same each time, so nothing has to be stored."""
    return _signer(purpose).sign(urlsafe_b64encode(public_id.bytes).decode().rstrip("="))


def read(purpose: str, token: str) -> uuid.UUID | None:
    """What the link is for, or nothing where it was not made here for this purpose."""
    try:
        value = _signer(purpose).unsign(token)
        return uuid.UUID(bytes=urlsafe_b64decode(value + "=="))
    except (BadSignature, ValueError):
        return None


def _signer(purpose: str) -> Signer:
    # A dot stands in no base64 and survives every mail program inside an address.
    return Signer(salt=f"lms.accounts.{purpose}", sep=".")
