"""Who may do what with certificates."""

from typing import Any

from lms.accounts.permissions import is_staff

from .models import Certificate


def can_manage_certificates(user: Any) -> bool:
    """The register, withdrawing and reissuing: RSO staff."""
    return is_staff(user)


def can_download(user: Any, certificate: Certificate) -> bool:
    """The holder and staff, as long as there is a file and the certificate was not withdrawn (C6)."""
    may_read = certificate.person_id == user.pk or can_manage_certificates(user)
    return may_read and certificate.is_filed() and certificate.state != Certificate.State.WITHDRAWN


def can_reissue(user: Any, certificate: Certificate) -> bool:
    """Once for each version: the newest in line."""
    return can_manage_certificates(user) and not hasattr(certificate, "replaced_by")


def can_withdraw(user: Any, certificate: Certificate) -> bool:
    return can_manage_certificates(user) and certificate.state != Certificate.State.WITHDRAWN


def can_ask_for_correction(user: Any, certificate: Certificate) -> bool:
    """The holder of a valid certificate, one request at a time."""
    return certificate.person_id == user.pk and certificate.is_valid() and not certificate.corrections.open().exists()
