"""What frozen reports keep about a person: that they froze them. The numbers name nobody."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.privacy.personal_data import PersonalData

from .models import Snapshot


def export(person: Any) -> dict[str, Any]:
    mine = Snapshot.objects.filter(made_by=person).order_by("number")
    return {"reports": [{"number": one.number, "name": one.name, "made_at": one.made_at} for one in mine]}


def erase(person: Any) -> None:
    """Nothing: a report that left the house stays as it is, and the account it points to names nobody any more."""


def holds(person: Any) -> bool:
    """Only staff freeze reports: nobody else need read of them."""
    return Snapshot.objects.filter(made_by=person).exists()


def registered() -> list[PersonalData]:
    return [PersonalData("reporting", _("Reports you froze"), _("RSO staff"), export, erase, holds)]
