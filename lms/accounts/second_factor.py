"""Codes and passkeys: who has one, how its secret is kept, and how the demo gets its own."""

import base64
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def has_second_factor(user: Any) -> bool:
    """Whether sign-in asks this person for more than a password. Recovery codes alone are none."""
    if not hasattr(user, "has_second_factor"):
        user.has_second_factor = Authenticator.objects.filter(user=user, type__in=FACTORS).exists()
    return bool(user.has_second_factor)


def set_up_code(person: Any, secret: str) -> Authenticator:
    """Give a person an authenticator app's secret (base 32). Only the demo and tests know one beforehand."""
    factor: Authenticator
    factor, _ = Authenticator.objects.update_or_create(
        user=person, type=Authenticator.Type.TOTP, defaults={"data": {"secret": encrypt(secret)}}
    )
    return factor


def encrypt(text: str) -> str:
    """A copy of the database alone must not be enough to make codes."""
    return _box().encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    return _box().decrypt(text.encode()).decode()


def _box() -> MultiFernet:
    # The newest key encrypts; older ones still open, so that the secret key can be changed.
    return MultiFernet([Fernet(_key(secret)) for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]])


def _key(secret: str) -> bytes:
    digest = salted_hmac("lms.accounts.second_factor", "key", secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest)
