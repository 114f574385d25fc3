"""The mails about certificates: here it is, and it was withdrawn."""

from typing import Any

from django.conf import settings

from courses.learning.models import Achievement
from lms.notifications.kinds import Attachment, Mail
from lms.notifications.letters import write
from lms.notifications.models import Message

from . import files
from .models import Certificate


def issued(message: Message, person: Any, context: dict[str, Any]) -> Mail:
    """Link and file together: the link works when the file is lost, the file when the line is poor."""
    certificate = Certificate.objects.select_related("achievement").get(pk=context["certificate"])
    is_workshop = certificate.achievement.kind == Achievement.Kind.ATTENDED
    file = Attachment(f"{certificate.number}.pdf", files.read(certificate.pdf), "application/pdf")
    return write("credentials/issued", _facts(certificate) | {"is_workshop": is_workshop}, (file,))


def withdrawn(message: Message, person: Any, context: dict[str, Any]) -> Mail:
    """What happened, what it means, and how to object (C6)."""
    certificate = Certificate.objects.select_related("withdrawal").get(pk=context["certificate"])
    return write("credentials/withdrawn", _facts(certificate))


def refused(message: Message, person: Any, context: dict[str, Any]) -> Mail:
    """Staff looked at a request for another name and left the certificate as it is."""
    return write("credentials/refused", _facts(Certificate.objects.get(pk=context["certificate"])))


def no_longer_valid(message: Message, person: Any, context: dict[str, Any]) -> str | None:
    """A certificate withdrawn or replaced before its mail left is not announced any more."""
    standing = Certificate.objects.valid().exclude(pdf="").filter(pk=context["certificate"])
    return None if standing.exists() else "not-valid-any-more"


def _facts(certificate: Certificate) -> dict[str, Any]:
    return {
        "certificate": certificate,
        "page_url": settings.PUBLIC_URL + certificate.get_absolute_url(),
        "verify_url": certificate.verify_url(),
    }
