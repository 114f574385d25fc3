"""What must not be readable in the database or its backups: encrypted with a key of its own, made from the secret key."""

import base64
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

PURPOSE = "lms.notifications.sealing"


class SealBroken(ValueError):  # noqa: N818 - named by what is wrong
    """The secret key changed, or the text was altered."""


def seal(content: dict[str, Any]) -> str:
    return _box().encrypt(json.dumps(content).encode()).decode()


def unseal(text: str) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(_box().decrypt(text.encode()))
    except InvalidToken as error:
        raise SealBroken("The sealed text cannot be read with any of our keys.") from error
    return content


def _box() -> MultiFernet:
    # The newest key seals; older ones still open, so that the secret key can be changed.
    return MultiFernet([Fernet(_key(secret)) for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(salted_hmac(PURPOSE, "key", secret=secret, algorithm="sha256").digest())
