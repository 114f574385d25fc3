"""The mails of accounts. Links start with the public address of the settings, never with what a request claims."""

import uuid
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.notifications.actions import notify, notify_address, notify_without_account
from lms.notifications.kinds import SECURITY, Kind, Mail
from lms.notifications.letters import write, write_sealed
from lms.notifications.models import Message

from .models import Decision, Invitation, User
from .occasions import occasions_of
from .tokens import token

INVITATION = "invitation"

# To an address that may have no account: written when asked for, sealed until sent.
SEALED: dict[str, str | Promise] = {
    "confirm_address": _("Confirm an e-mail address"),
    "account_exists": _("You already have an account"),
    "reset_password": _("Choose a new password"),
    "unknown_address": _("No account with this address"),
    "security_notice": _("Something changed in your sign-in"),
}
# To a person, about their account.
PERSONAL: dict[str, str | Promise] = {
    "verified": _("Your account is verified"),
    "declined": _("Your account could not be verified"),
    "reinstated": _("Your account is open again"),
    "name_accepted": _("Your new name is in place"),
    "name_refused": _("Your name was not changed"),
}


def public_url(path: str) -> str:
    """The address as people use it. Only path and query of what is given count."""
    parts = urlsplit(path)
    return f"{settings.PUBLIC_URL}{parts.path}" + (f"?{parts.query}" if parts.query else "")


def tell(person: User, kind: str, *, decision: Decision | None = None) -> Message:
    """Write to a person about their account; the outbox keeps the number of the decision, not its words."""
    occasion = decision.public_id if decision else uuid.uuid4()
    context = {"decision": decision.public_id} if decision else {}
    return notify(f"accounts.{kind}", person, context=context, dedupe=(person.public_id, kind, occasion))


def send_sealed(kind: str, address: str, context: dict[str, Any], *, dedupe: object = None) -> Message:
    """Write now to an address, in the language of the moment."""
    mail = write(f"accounts/{kind}", context)
    sealed = {"subject": mail.subject, "text": mail.text, "html": mail.html}
    return notify_address(f"accounts.{kind}", address, sealed=sealed, dedupe=dedupe or uuid.uuid4())


def invitation_url(invitation: Invitation) -> str:
    """Its link, for mails to its own address alone (H7)."""
    return public_url(invitation_path(invitation))


def invitation_path(invitation: Invitation) -> str:
    """The same on this site, for the account of the invited address alone."""
    return reverse("invitations:show", args=[token(INVITATION, invitation.public_id)])


def send_invitations(invitations: Iterable[Invitation]) -> None:
    """The link of each invitation, to its own address and no other (H7). Written as it leaves; the same twice is once."""
    letters = [(one.language, {INVITATION: one.pk}, (one.public_id, one.expires_at.isoformat())) for one in invitations]
    notify_without_account(f"accounts.{INVITATION}", letters)


def _invitation(context: dict[str, Any]) -> Invitation | None:
    asked: Invitation | None = (
        Invitation.objects.filter(pk=context[INVITATION]).select_related("invited_by", "member").first()
    )
    return asked


def _address_invited(context: dict[str, Any]) -> str:
    invitation = _invitation(context)
    return invitation.email if invitation else ""


def _no_longer_invited(message: Message, person: Any, context: dict[str, Any]) -> str | None:
    invitation = _invitation(context)
    is_open = invitation is not None and invitation.state == Invitation.State.OPEN
    return None if is_open else "invitation-over"


def _compose_invitation(message: Message, person: Any, context: dict[str, Any]) -> Mail:
    invitation = _invitation(context)
    if invitation is None:
        raise Invitation.DoesNotExist
    owner = User.objects.claimed().filter(email=invitation.email).first()
    facts = {"invitation": invitation, "occasions": occasions_of(invitation), "url": invitation_url(invitation)}
    # Whoever has an account is called by their own name, whatever was written down, and signs in to accept.
    return write(
        "accounts/invitation", facts | {"name": owner.full_name if owner else invitation.full_name, "owner": owner}
    )


def _not_suspended(message: Message, person: Any, context: dict[str, Any]) -> str | None:
    """Let back in, or erased, before the mail went out."""
    return None if person.state == User.State.SUSPENDED else "account-closed"


def compose(message: Message, person: Any, context: dict[str, Any]) -> Mail:
    """A mail to a person about their account, written as it leaves."""
    kind = message.kind.removeprefix("accounts.")
    decision = Decision.objects.filter(public_id=context["decision"]).first() if "decision" in context else None
    facts = {
        "person": person,
        "reason": decision.reason if decision else "",
        "url": public_url(reverse("accounts:account")),
    }
    return write(f"accounts/{kind}", facts)


def kinds() -> list[Kind]:
    """What `register_message_kinds` is told."""
    sealed = [
        Kind(f"accounts.{name}", label, write_sealed, retry_safe=True, priority=SECURITY)
        for name, label in SEALED.items()
    ]
    # Many may leave at once, so they stand behind the mails somebody waits for at a sign-in page.
    invitation = Kind(
        f"accounts.{INVITATION}",
        _("Invitation to join"),
        _compose_invitation,
        check=_no_longer_invited,
        address=_address_invited,
    )
    suspended = Kind(
        "accounts.suspended",
        _("Your account is suspended"),
        compose,
        check=_not_suspended,
        retry_safe=True,
        to_closed=True,
    )
    return [*sealed, invitation, suspended] + [
        Kind(f"accounts.{name}", label, compose, retry_safe=True) for name, label in PERSONAL.items()
    ]
