"""A mail as it goes over the wire: its headers, its parts, and the way to turn it off. Ids: RFC 5322, 8058, 5545."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from .kinds import Kind, Mail
from .models import Message
from .unsubscribing import unsubscribe_address, unsubscribe_mail


def envelope(message: Message, kind: Kind, address: str, mail: Mail) -> EmailMultiAlternatives:
    """Ready to be handed over: mixed{ alternative{ plain, html, calendar }, invite.ics, files }."""
    reply_to = [settings.REPLY_TO] if settings.REPLY_TO else None
    headers = {**mail.headers, **_own_headers(message, kind)}
    letter = EmailMultiAlternatives(mail.subject, mail.text, to=[address], headers=headers, reply_to=reply_to)
    if mail.html:
        letter.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        # Outlook reads the method in the header of the part; some programs read the attachment alone.
        letter.attach_alternative(mail.calendar.content.decode(), f"text/calendar; method={mail.calendar.method}")
        letter.attach("invite.ics", mail.calendar.content, "application/ics")
    for attachment in mail.attachments:
        letter.attach(attachment.name, attachment.content, attachment.media_type)
    return letter


def _own_headers(message: Message, kind: Kind) -> dict[str, str]:
    # Out-of-office robots must not answer.
    always = {
        "Message-ID": message.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    return always | (_stream_headers(kind.stream, message.person) if kind.stream and message.person else {})


def _stream_headers(stream: str, person: Any) -> dict[str, str]:
    """What lets a mail program offer one click to turn the stream off (RFC 8058)."""
    ways = [unsubscribe_address(person, stream), unsubscribe_mail(person, stream)]
    return {
        "List-Unsubscribe": ", ".join(f"<{way}>" for way in ways if way),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<{stream}.{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}>",
        "Precedence": "bulk",
    }
