"""One message out of the house: written, checked once more, handed over, and what the mail server said."""

import logging
import os
import smtplib
import socket
import time
import uuid
from contextlib import suppress
from datetime import timedelta
from email.errors import MessageError
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone, translation

from lms.faults import fault_point

from . import actions
from .envelopes import envelope
from .kinds import Kind, kind_of
from .models import Frequency, Message
from .preferences import frequency_of
from .sealing import SealBroken, unseal

log = logging.getLogger(__name__)
State = Message.State

AT_ONCE = 100
SECONDS = 50
# While the mail server is away no message is to blame: all wait a little and the run ends.
SERVER_AWAY = timedelta(minutes=2)
TOO_LATE = "too-late"
UNSUBSCRIBED = "unsubscribed"


def deliver_due() -> int:
    """Send what is due, most urgent first; how many were taken up."""
    actions.keep_guard()
    worker = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    until = time.monotonic() + SECONDS
    for number in range(AT_ONCE):
        message = actions.claim(worker) if time.monotonic() < until else None
        if message is None:
            return number
        if not deliver(message, worker=worker):
            return number + 1
    return AT_ONCE


def deliver(message: Message, *, worker: str) -> bool:
    """Take one claimed message as far as it goes. False: the mail server is away, so stop asking for now."""
    fault_point("mail.after_claim")
    try:
        mail = _prepare(message)
    except Exception as error:
        log.exception("Message %s could not be written", message.public_id)
        actions.retry_later(message, reason=f"not written: {type(error).__name__}")
        return True
    return mail is None or _hand_over(message, mail, worker)


def _prepare(message: Message) -> EmailMultiAlternatives | None:
    """The mail ready to go, or None where it must not go any more."""
    kind = kind_of(message.kind)
    with translation.override(message.language):
        try:
            context = unseal(message.sealed_context) if message.sealed_context else message.context
        except SealBroken:
            actions.finish(message, to=State.BOUNCED, reason="seal-broken")
            return None
        address = _address(kind, message, context)
        reason = _refusal(kind, message, context, address)
        if reason:
            actions.finish(message, to=State.EXPIRED if reason == TOO_LATE else State.SUPPRESSED, reason=reason)
            return None
        mail = envelope(message, kind, address, kind.compose(message, message.person, context))
    try:
        # Writing the headers checks them, before anything leaves: no second header in a subject, no half address (B-M2).
        mail.message().as_bytes()
    except (ValueError, MessageError) as error:
        actions.finish(message, to=State.BOUNCED, reason=f"unfit: {type(error).__name__}")
        return None
    return mail


def _address(kind: Kind, message: Message, context: dict[str, Any]) -> str:
    if message.person is not None:
        return str(message.person.email)
    return kind.address(context) if kind.address else context.get("to", "")


def _refusal(kind: Kind, message: Message, context: dict[str, Any], address: str) -> str | None:
    """Why this mail must not go, asked now: the reason when it was queued may be gone."""
    person = message.person
    if message.not_after and message.not_after <= timezone.now():
        return TOO_LATE
    if person is None and not address:
        return "nobody"
    if person is not None and not (address and (person.is_active or kind.to_closed)):
        return "account-closed"
    if kind.stream and person is not None and frequency_of(person, kind.stream) == Frequency.OFF:
        return UNSUBSCRIBED
    return kind.check(message, person, context) if kind.check else None


def _hand_over(message: Message, mail: EmailMultiAlternatives, worker: str) -> bool:
    server = get_connection()
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        actions.retry_later(message, reason=f"no mail server: {type(error).__name__}", after=SERVER_AWAY)
        return False
    try:
        if not actions.begin_handoff(message, worker=worker):
            return True
        fault_point("mail.after_handoff")
        return _send(message, mail, server)
    finally:
        # What the server says to our goodbye changes nothing.
        with suppress(smtplib.SMTPException, OSError):
            server.close()


def _send(message: Message, mail: EmailMultiAlternatives, server: Any) -> bool:
    try:
        server.send_messages([mail])
    except (smtplib.SMTPException, OSError) as error:
        log.warning("Message %s: %s", message.public_id, type(error).__name__)
        return _settle(message, error)
    fault_point("mail.after_smtp")
    actions.finish(message, to=State.SENT)
    return True


def _settle(message: Message, error: Exception) -> bool:
    code = _code(error)
    if code is None:
        # Nobody knows whether it arrived: it stays in hand-off until its lease is over, then staff or a repeat decide.
        return True
    if code >= 500 and not isinstance(error, smtplib.SMTPSenderRefused):
        actions.finish(message, to=State.BOUNCED, reason=f"refused: {code}")
        return True
    # A sender that is refused is our own mistake, not the recipient's: wait until it is put right.
    actions.retry_later(message, reason=f"later: {code}")
    return code != 421


def _code(error: Exception) -> int | None:
    """The server's plain answer, or None where there was none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return 550
    return None
