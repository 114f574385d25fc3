"""The link in an invitation: derived from the key, good for one invitation at one address (decision 21).

Who changes their address gets a new link, and the old one is dead (case 53).
"""

import hashlib
import uuid
from base64 import urlsafe_b64decode

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from lms.accounts import tokens

from .models import Event, Invitation


def token_of(invitation: Invitation) -> str:
    return tokens.token(_purpose(invitation), invitation.public_id)


def invitation_of(token: str) -> Invitation | None:
    """Whose link this is, or nothing where it was not made here or is out of date."""
    found = Invitation.objects.select_related("event__activity", "person").filter(public_id=_named(token)).first()
    if found is None or tokens.read(_purpose(found), token) != found.public_id:
        return None
    return found


def answer_url(invitation: Invitation) -> str:
    return settings.PUBLIC_URL + reverse("answers:show", args=[token_of(invitation)])


def event_url(event: Event) -> str:
    return f"{settings.PUBLIC_URL}{event_path(event)}"


def event_path(event: Event) -> str:
    # Without the language of whoever asks.
    with translation.override(settings.LANGUAGE_CODE):
        return event.get_absolute_url()


def _purpose(invitation: Invitation) -> str:
    person = invitation.person.public_id if invitation.person else ""
    address = invitation.person.email if invitation.person else invitation.email_norm
    return f"events.answer.{hashlib.sha256(f'{person}|{address}'.encode()).hexdigest()}"


def _named(token: str) -> uuid.UUID:
    """The invitation a link claims to be for; whether it is, the signature tells."""
    try:
        return uuid.UUID(bytes=urlsafe_b64decode(token.partition(".")[0] + "=="))
    except ValueError:
        return uuid.UUID(int=0)
