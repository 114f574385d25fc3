"""What certificates keep about a person: to hand out, and to erase."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.privacy.personal_data import PersonalData

from . import actions
from .models import Certificate


def export(person: Any) -> dict[str, Any]:
    """Every certificate with all it says, and where its file and public page are."""
    return {"certificates": [_facts(row) for row in Certificate.objects.filter(person=person).order_by("pk")]}


def registered() -> list[PersonalData]:
    seen_by = _("Who has the code: title, date and what you chose to show of your name. Staff: all of it.")
    return [PersonalData("certificates", _("Your certificates"), seen_by, export, actions.erase_names)]


def _facts(certificate: Certificate) -> dict[str, Any]:
    return {
        "number": certificate.number,
        "code": certificate.shown_code(),
        "state": certificate.state,
        "name": certificate.name,
        "native_name": certificate.native_name,
        "title": certificate.title,
        "hours": str(certificate.hours),
        "completed_on": certificate.completed_on.isoformat(),
        "issued_at": certificate.issued_at.isoformat(),
        "issuer": certificate.issuer_name,
        "shown_to_others": certificate.display,
        "public_page": certificate.verify_url(),
        "corrections": list(certificate.corrections.values("name", "native_name", "reason", "outcome")),
    }
