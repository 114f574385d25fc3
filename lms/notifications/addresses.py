"""How a mail is named on its way: an id that is always the same for one message and says nothing about anybody."""

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings


def message_id(public_id: UUID) -> str:
    """The RFC 5322 Message-ID of a message."""
    return f"<{public_id.hex}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}>"
