"""What profiles keep about a person: to hand out, and to erase (A6)."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.privacy.personal_data import PersonalData

from . import actions
from .cards import card_of
from .models import Introduction, Opening, Profile


def export(person: Any) -> dict[str, Any]:
    """The profile as its owner reads it, who else may read which part, and the introductions of the owner's own side."""
    profile = Profile.objects.filter(person=person).select_related("person").first()
    if profile is None:
        return {"profile": None}
    card = card_of(profile, person)
    said = (
        "name", "native_name", "romanised_name", "aliases", "country", "agency_type", "agency", "unit", "role",
        "languages", "themes", "courses", "workshops",
    )  # fmt: skip
    return {
        "profile": {name: getattr(card, name) for name in said},
        "listing": profile.listing,
        "who_reads_what": {row.field: row.audience for row in profile.audiences.all()},
        "opened_by_staff": list(Opening.objects.filter(profile=profile).values("reason", "at")),
        # What others wrote, and who they are, is theirs.
        "introductions_asked": [_asked(row) for row in Introduction.objects.filter(asker=person)],
        "introductions_received": list(
            Introduction.objects.filter(asked=person).values("state", "created_at", "decided_at")
        ),
    }


def _asked(row: Introduction) -> dict[str, Any]:
    """As who asked may read it: whether and when somebody said no is theirs who said it."""
    state = row.state_for_asker(timezone.now())
    decided_at = row.decided_at if state == row.state else None
    return {"purpose": row.purpose, "state": state, "created_at": row.created_at, "decided_at": decided_at}


def registered() -> list[PersonalData]:
    seen_by = _("You decide for each part. Nobody finds you unless you chose to be listed; RSO staff must say why.")
    return [PersonalData("profile", _("Your profile in the network"), seen_by, export, actions.erase)]
