"""Invitations that wait for an answer, for the front page."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Event, Invitation

MOST = 3


def waiting(person: Any) -> list[dict[str, str]]:
    open_events = {"event__state": Event.State.OPEN, "event__activity__ends_at__gt": timezone.now()}
    rows = Invitation.objects.of(person).filter(answer="", **open_events).select_related("event__activity")
    said = _("You are invited to “%(title)s”. Please answer.")
    return [
        {"text": said % {"title": row.event.activity.title}, "url": row.event.get_absolute_url()}
        for row in rows.order_by("event__activity__starts_at", "pk")[:MOST]
    ]
