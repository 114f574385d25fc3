"""Withdrawing: never deleting, always with a reason."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lms.accounts.models import User
from lms.audit.log import record
from lms.notifications.actions import notify

from ..models import Certificate, Withdrawal


@transaction.atomic
def withdraw(certificate: Certificate, *, by: User, reason: str, note: str, at: datetime | None = None) -> Certificate:
    """Take a certificate back; its public page says when, never why, and the holder is told how to object (C6)."""
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if certificate.state == Certificate.State.WITHDRAWN:
        return certificate
    facts = {"reason": Withdrawal.Reason(reason), "note": note, "by": by, "at": at or timezone.now()}
    Withdrawal.objects.create(certificate=certificate, **facts)
    certificate.state = Certificate.State.WITHDRAWN
    certificate.save(update_fields=["state"])
    record("credentials.withdraw", certificate, by=by, reason=reason)
    notify(
        "credentials.withdrawn",
        certificate.person,
        context={"certificate": certificate.pk},
        dedupe=f"certificate:{certificate.public_id}:withdrawn",
    )
    return certificate
