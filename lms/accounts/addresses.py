"""E-mail addresses as they are kept: two spellings of one address are one address (B-T7)."""

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from .models.people import fold_email

WRONG = _("Enter an e-mail address in the form name@agency.example.")
# The demo's own people; nobody else may be one of them.
DEMO_DOMAIN = "demo.example"


def clean_address(text: str) -> str:
    """The address in the one form it is kept in: NFC, no invisible signs, domain in ASCII, folded."""
    text = unicodedata.normalize("NFC", text).strip()
    if any(unicodedata.category(char)[0] in "CZ" for char in text):
        raise ValidationError(WRONG, code="invalid")
    local, at, domain = text.rpartition("@")
    address = fold_email(f"{local}{at}{_ascii(domain)}")
    # Django reads quoted local parts as valid; no agency uses them, and mail programs differ on them.
    if '"' in address or len(address) > 254:
        raise ValidationError(WRONG, code="invalid")
    EmailValidator(message=WRONG)(address)
    return address


def _ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError as problem:
        raise ValidationError(WRONG, code="invalid") from problem


def is_demo(address: str) -> bool:
    return address.endswith(f"@{DEMO_DOMAIN}")
