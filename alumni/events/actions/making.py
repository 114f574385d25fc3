"""Making an event and describing it."""

import uuid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.activities import actions as activities
from cms.activities.models import Activity
from lms.audit.log import record

from .. import links
from ..models import Event, Tier

State = Event.State


@transaction.atomic
def make(*, by: Any, event: dict[str, Any], activity: dict[str, Any]) -> Event:
    """A draft that only staff see: its activity with when, where and for whom, and what is an event's own."""
    public_id = uuid.uuid4()
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    planned = activities.plan(by=by, **activity)
    made = Event(activity=planned, public_id=public_id, ical_uid=f"{public_id}@{host}", author=by, **event)
    _fits_together(made, planned)
    made.full_clean()
    made.save()
    activities.set_link(planned, links.event_path(made))
    record("events.make", made, by=by, tier=made.tier)
    return made


@transaction.atomic
def describe(event: Event, *, by: Any, facts: dict[str, Any], activity: dict[str, Any]) -> Event:
    """What it is about. A tier goes up at any time, and down only while nobody was invited."""
    found: Event = Event.objects.select_for_update().select_related("activity").get(pk=event.pk)
    tier = Tier(facts.get("tier", found.tier))
    if Tier(found.tier).is_above(tier) and found.state != State.DRAFT:
        raise ValidationError({"tier": _("People were told that it is closed: it can only become more closed.")})
    changed = [name for name, value in facts.items() if getattr(found, name) != value]
    for name in changed:
        setattr(found, name, facts[name])
    found.activity = activities.describe(found.activity, by=by, **activity)
    _fits_together(found, found.activity)
    found.full_clean()
    found.save()
    if changed:
        record("events.describe", found, by=by, fields=changed)
    return found


@transaction.atomic
def publish(event: Event, *, by: Any) -> bool:
    """Those of its audience see it from now on, invited or not."""
    opened = Event.objects.filter(pk=event.pk, state=State.DRAFT).update(
        state=State.OPEN, content_hash=event.present_hash()
    )
    if opened:
        event.refresh_from_db()
        record("events.publish", event, by=by)
    return bool(opened)


def _fits_together(event: Event, activity: Activity) -> None:
    if event.tier in {Tier.CLOSED, Tier.BLIND} and activity.audience != Activity.Audience.INVITED:
        raise ValidationError({"tier": _("A closed event is seen by those who are invited alone.")})
    if activity.starts_local is None:
        raise ValidationError({"starts_local": _("Say when it starts.")})
