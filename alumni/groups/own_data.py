"""What groups keep about a person: to hand out, and to erase."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.privacy.personal_data import PersonalData

from . import actions
from .models import Membership


def export(person: Any) -> dict[str, Any]:
    memberships = Membership.objects.filter(person=person).order_by("pk")
    return {"groups": list(memberships.values("group__name", "level", "valid_from", "valid_to"))}


def registered() -> list[PersonalData]:
    return [
        PersonalData("groups", _("Groups you belong to"), _("You; the members of each group"), export, actions.forget)
    ]
