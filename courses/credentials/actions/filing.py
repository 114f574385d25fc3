"""The file: drawn, signed and stored once from the row alone, and told to the holder in the same stroke."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from lms.accounts.models import User
from lms.audit.log import record
from lms.faults import fault_point
from lms.notifications.actions import notify

from .. import files
from ..glyphs import MissingGlyphs
from ..models import Certificate
from ..pdf import render as draw
from ..printing import sheet_of
from ..signing import sign

logger = logging.getLogger(__name__)

# A file without a row is the rest of an interrupted try; it may stay this long (INV-9).
ORPHAN_AGE = timedelta(hours=12)
AT_ONCE = 200


def render(certificate: Certificate) -> bool:
    """Make the file of a certificate if it has none; answers whether this call made it. May run twice at once (F-6).

    Drawing and signing happen outside any transaction, so that the only writer of SQLite is not held up.
    """
    if not Certificate.objects.awaiting_file().filter(pk=certificate.pk).exists():
        return False
    fault_point("certificate.before_render")
    try:
        content = sign(draw(sheet_of(certificate)), at=timezone.now())
    except MissingGlyphs as missing:
        flag(certificate, missing=missing.clusters)
        return False
    name = files.put(certificate.public_id, content)
    fault_point("certificate.after_put")
    if not _keep(certificate, name=name, sha256=files.digest(content), at=timezone.now()):
        files.remove(name)
        return False
    fault_point("certificate.after_row")
    return True


def render_missed(now: datetime) -> int:
    """Catch up on certificates whose nudge was lost; answers how many files were made."""
    made = 0
    for certificate in Certificate.objects.overdue(now)[:AT_ONCE]:
        try:
            made += render(certificate)
        # One that fails is tried again next time; it must not stop the others.
        except Exception:
            logger.exception("The file of certificate %s could not be made.", certificate.number)
    return made


def clear_orphans(now: datetime) -> int:
    """Remove files no row names: what an interrupted try left."""
    named = set(Certificate.objects.exclude(pdf="").values_list("pdf", flat=True))
    left = [name for name in files.stored_before(now - ORPHAN_AGE) if name not in named]
    for name in left:
        files.remove(name)
    return len(left)


@transaction.atomic
def flag(certificate: Certificate, *, missing: list[str]) -> None:
    """No shipped font can print these letters: staff decide how the name is to be written (B7)."""
    reason = " ".join(missing)[:200]
    if Certificate.objects.awaiting_file().filter(pk=certificate.pk).update(needs_attention=reason):
        record("credentials.flag", certificate, missing=len(missing))


@transaction.atomic
def retry(certificate: Certificate, *, by: User) -> None:
    """Staff ask for another try, after a font was added."""
    if (
        Certificate.objects.filter(pk=certificate.pk, pdf_sha256="")
        .exclude(needs_attention="")
        .update(needs_attention="")
    ):
        record("credentials.retry", certificate, by=by)


@transaction.atomic
def _keep(certificate: Certificate, *, name: str, sha256: str, at: datetime) -> bool:
    """Name the stored file in the row, unless another worker was first; the message is written with it (C10)."""
    waiting = Certificate.objects.awaiting_file().filter(pk=certificate.pk)
    if not waiting.update(pdf=name, pdf_sha256=sha256, rendered_at=at):
        return False
    record("credentials.file", certificate, sha256=sha256)
    notify(
        "credentials.issued",
        certificate.person,
        context={"certificate": certificate.pk},
        dedupe=f"certificate:{certificate.public_id}:issued",
    )
    return True
