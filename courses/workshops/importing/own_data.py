"""What lists say about a person: to hand out, and to erase before its week is over."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.privacy.personal_data import PersonalData

from ..models import Import, ImportRow


def export(person: Any) -> dict[str, Any]:
    """Every row that names their address or gave them their place."""
    rows = _rows(person).select_related("roster__workshop__activity").order_by("pk")
    return {
        "lists": [
            {
                "workshop": row.roster.workshop.activity.title,
                "uploaded_at": row.roster.uploaded_at.isoformat(),
                "state": row.state,
                "says": row.facts,
            }
            for row in rows
        ]
    }


@transaction.atomic
def erase(person: Any) -> None:
    """The rows stay as numbers. A file that is not confirmed yet goes with its bytes: it may name the person anywhere."""
    rows = _rows(person)
    Import.objects.filter(rows__in=rows).update(content=b"")
    rows.update(cells=[], facts={}, remarks=[], reason="", filled={})


def registered() -> list[PersonalData]:
    seen_by = _("RSO staff and the trainers of the workshop, for seven days.")
    return [PersonalData("lists", _("Rows about you in lists of officers"), seen_by, export, erase)]


def _rows(person: Any) -> Any:
    return ImportRow.objects.filter(Q(place__person=person) | Q(facts__email=person.email))
