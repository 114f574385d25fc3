"""An activity as lists show it: one line of facts for a card, no query of its own."""

from typing import Any

from django.utils.translation import gettext as _

from . import wording
from .models import Activity


def card(activity: Activity) -> dict[str, Any]:
    """Its tags must have been fetched along."""
    return {
        "ref": activity.code or "",
        "title": activity.title,
        "url": activity.get_absolute_url(),
        "kind": _kind(activity),
        "when": wording.days(activity),
        "quarter": f"{activity.year} Q{activity.quarter}",
        "place": activity.place,
        "mode": _mode(activity),
        "purposes": ", ".join(str(purpose.number) for purpose in activity.purposes.all()),
        "areas": [area.code for area in activity.areas.all()],
        "partners": ", ".join(partner.name for partner in activity.partners.all()),
        "state": wording.state(activity),
        "audience": "" if activity.audience == Activity.Audience.PUBLIC else activity.get_audience_display(),
    }


def _mode(activity: Activity) -> str:
    """How people take part, where it is said and the place does not say it already."""
    mode = str(activity.get_mode_display()) if activity.mode else ""
    return "" if mode.lower() == activity.place.lower() else mode


def _kind(activity: Activity) -> str:
    kind = str(activity.get_kind_display())
    if not activity.second_kind:
        return kind
    return _("%(format)s (%(detail)s)") % {"format": kind, "detail": activity.second_kind}
