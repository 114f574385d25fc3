"""Correcting: the holder asks, staff decide; an issued certificate itself is never changed (C3)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lms.accounts.models import User
from lms.audit.log import record
from lms.notifications.actions import notify

from ..models import Certificate, Correction


@transaction.atomic
def ask_for_correction(
    certificate: Certificate, *, name: str, native_name: str, reason: str, by: User, at: datetime | None = None
) -> Correction:
    """Ask staff for a new version with another name. While one request is open, asking again changes nothing."""
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    facts = {"name": name, "native_name": native_name, "reason": reason, "asked_at": at or timezone.now()}
    correction, is_new = certificate.corrections.open().get_or_create(
        certificate=certificate, settled_at=None, defaults=facts
    )
    if is_new:
        record("credentials.ask", certificate, by=by)
    return correction


@transaction.atomic
def refuse_correction(correction: Correction, *, by: User, at: datetime | None = None) -> None:
    """The certificate stays as it is; the holder is told. Safe twice. Accepting is `reissue`."""
    settled = {"settled_at": at or timezone.now(), "settled_by": by, "outcome": Correction.Outcome.REFUSED}
    if not Correction.objects.open().filter(pk=correction.pk).update(**settled):
        return
    record("credentials.refuse", correction.certificate, by=by)
    notify(
        "credentials.refused",
        correction.certificate.person,
        context={"certificate": correction.certificate_id},
        dedupe=f"correction:{correction.pk}:refused",
    )
