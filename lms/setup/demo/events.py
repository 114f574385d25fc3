"""Three events: one with invitations out and answers in, one in preparation, one that is over."""

import json
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from alumni.events import actions
from alumni.events.models import Event, Invitation, Rsvp
from alumni.profiles.actions import add_missed
from alumni.profiles.finding import Criteria, people_matching
from cms.activities import actions as activities
from cms.activities.models import Activity
from lms.accounts.models import User

EVENTS = Path(__file__).parents[1] / "content" / "demo" / "events.json"
ABOUT = ("title", "summary", "kind", "audience", "join_url", "zone", "place", "mode")
OWN = ("tier", "attendees", "capacity", "chatham")


def make_events(*, staff: User, approver: User) -> int:
    """Those that exist are left as they are."""
    return sum(_make(row, staff, approver) for row in json.loads(EVENTS.read_text()))


@transaction.atomic
def _make(row: dict[str, Any], staff: User, approver: User) -> bool:
    if Activity.objects.filter(title=row["title"]).exists():
        return False
    starts = datetime.combine(timezone.now().date() + timedelta(days=row["days"]), time(9))
    when = {"starts_local": starts, "ends_local": starts + timedelta(hours=row["hours"])}
    about = {name: row[name] for name in ABOUT}
    event = actions.make(by=staff, event={name: row[name] for name in OWN}, activity=about | when)
    if row["stage"] == "sent":
        _invite(event, row["answers"], staff, approver)
    if row["stage"] == "past":
        actions.publish(event, by=staff)
        activities.finish(event.activity, by=staff)
    return True


def _invite(event: Event, answers: list[str], staff: User, approver: User) -> None:
    """All alumni, by the way staff would go: chosen, looked through, approved by somebody else, sent."""
    # Who completed a moment ago is an alumnus once the sweep has been; nobody sweeps while the demo is made.
    add_missed()
    chosen = people_matching(Criteria(alumni_only=True)).exclude(pk__in=[staff.pk, approver.pk])
    made = actions.freeze(event, chosen, criteria={"alumni_only": True}, by=staff)
    actions.approve(made, by=approver)
    actions.send(made, by=staff)
    actions.plan_letters(made)
    invitations = Invitation.objects.filter(round=made).order_by("pk")
    for invitation, answer in zip(invitations, answers, strict=False):
        if answer:
            actions.answer(invitation, answer, via=Rsvp.Via.MAIL)
