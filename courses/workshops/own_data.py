"""What workshops keep about a person: to hand out, and to erase."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.privacy.personal_data import PersonalData

from .models import MarkChange, Place, PlaceChange


def export(person: Any) -> dict[str, Any]:
    """Every place with its steps and marks."""
    places = Place.objects.filter(person=person).select_related("workshop__activity").order_by("pk")
    return {"workshops": [_facts(place) for place in places]}


@transaction.atomic
def erase(person: Any) -> None:
    """The places stay as numbers; the name by which they are sorted and what was written about the person go."""
    Place.objects.filter(person=person).update(name_key="")
    PlaceChange.objects.filter(place__person=person).update(reason="")
    MarkChange.objects.filter(attendance__place__person=person).update(reason="")


def registered() -> list[PersonalData]:
    seen_by = _("RSO staff and the trainers of the workshop.")
    return [PersonalData("workshops", _("Your places in workshops"), seen_by, export, erase)]


def _facts(place: Place) -> dict[str, Any]:
    marks = place.attendance.order_by("session").values("session__title", "mark", "at")
    return {
        "workshop": place.workshop.activity.title,
        "state": place.state,
        "added_at": place.added_at.isoformat(),
        "steps": [{"to": step.new, "at": step.at.isoformat(), "reason": step.reason} for step in place.changes.all()],
        "attendance": [
            {"session": row["session__title"], "mark": row["mark"], "at": row["at"].isoformat()} for row in marks
        ],
    }
