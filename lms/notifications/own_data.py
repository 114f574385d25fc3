"""What the inbox keeps about a person: to hand out, and to erase. Registered one floor up, in `lms.privacy`."""

from typing import Any

from django.db import transaction

from .models import DigestSchedule, Notification, Preference


def export_notices(person: Any) -> dict[str, Any]:
    """Kinds, numbers and moments. What the thing itself says is handed out by the app it belongs to."""
    notices = Notification.objects.filter(person=person).order_by("happened_at", "pk")
    chosen = Preference.objects.filter(person=person).order_by("stream")
    return {
        "notifications": list(notices.values("kind", "count", "created_at", "happened_at", "read_at")),
        "preferences": list(chosen.values("stream", "frequency", "updated_by", "updated_at")),
    }


@transaction.atomic
def erase_notices(person: Any) -> int:
    """None of it is evidence of anything, so all of it goes."""
    rows = [model._default_manager.filter(person=person) for model in (Notification, Preference, DigestSchedule)]
    return sum(found.delete()[0] for found in rows)
