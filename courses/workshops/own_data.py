"""What workshops keep about a person: to hand out, and to erase."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.privacy.personal_data import PersonalData

from .models import MarkChange, Place, PlaceChange


def export(person: Any) -> dict[str, Any]:
    """Every place with its steps and marks."""
    mine = Q(person=person) | Q(person=None, invitation__email=person.email)
    places = Place.objects.filter(mine).select_related("workshop__activity", "written_member").order_by("pk")
    return {"workshops": [_facts(place) for place in places]}


@transaction.atomic
def erase(person: Any) -> None:
    """The places stay as numbers; the name by which they are sorted and what was written about the person go."""
    Place.objects.filter(person=person).update(name_key="")
    # What cohorts wrote down of somebody they invited, who has an account and has not accepted.
    asked = Place.objects.filter(person=None, invitation__email=person.email)
    asked.update(name_key="", written_name="", written_agency="", written_member=None)
    PlaceChange.objects.filter(place__person=person).update(reason="")
    MarkChange.objects.filter(attendance__place__person=person).update(reason="")


def registered() -> list[PersonalData]:
    seen_by = _("RSO staff and the trainers of the workshop.")
    return [PersonalData("workshops", _("Your places in workshops"), seen_by, export, erase)]


def _facts(place: Place) -> dict[str, Any]:
    marks = place.attendance.order_by("session").values("session__title", "mark", "at")
    return {
        "workshop": place.workshop.activity.title,
        **_written(place),
        "state": place.state,
        "added_at": place.added_at.isoformat(),
        "steps": [{"to": step.new, "at": step.at.isoformat(), "reason": step.reason} for step in place.changes.all()],
        "attendance": [
            {"session": row["session__title"], "mark": row["mark"], "at": row["at"].isoformat()} for row in marks
        ],
    }


def _written(place: Place) -> dict[str, Any]:
    """As the cohort wrote the person down, as long as they have not accepted."""
    if not place.is_invited():
        return {}
    member = place.written_member.name if place.written_member else ""
    return {"written": {"name": place.written_name, "agency": place.written_agency, "member": member}}
