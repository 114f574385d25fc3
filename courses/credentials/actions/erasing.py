"""Erasing a holder: the certificate stays a record, the name goes (C13, P22)."""

from typing import Any

from django.db import transaction

from lms.audit.log import record

from .. import files
from ..models import Certificate, Correction


@transaction.atomic
def erase_names(person: Any) -> None:
    """Remove names and files; number, title, date, state and the keyed mark of the name still verify. Safe twice."""
    Correction.objects.filter(certificate__person=person).delete()
    for certificate in Certificate.objects.select_for_update().filter(person=person).exclude(name=""):
        stored = certificate.pdf
        certificate.name = certificate.native_name = certificate.name_language = certificate.name_key = ""
        certificate.needs_attention = certificate.pdf = ""
        certificate.display = Certificate.Display.ASK
        certificate.save()
        record("credentials.erase", certificate)
        if stored:
            _remove_after_commit(stored)


def _remove_after_commit(stored: str) -> None:
    # If this is lost, the file belongs to no row any more and the nightly clearing takes it.
    def remove() -> None:
        files.remove(stored)

    transaction.on_commit(remove, robust=True)
