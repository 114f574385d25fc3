"""The sessions of a cohort as a file for a calendar: one entry for each, always by the same name, in a rising version.

Published, not invited to: nobody is asked to answer, and nobody is named (H16).
"""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cms.activities import ical
from lms.notifications.kinds import Attachment

from .models import CohortSession, Workshop


def attached(workshop: Workshop, sessions: Iterable[CohortSession], *, off: bool = False) -> tuple[Attachment, ...]:
    """The file for these sessions; none without a session. `off` takes them all out of the calendar."""
    entries = [_entry(workshop, session, off=off or not session.is_standing()) for session in sessions]
    return (Attachment("sessions.ics", ical.publish(entries), "text/calendar"),) if entries else ()


def mine_url(workshop: Workshop) -> str:
    """The page of a participant's own place."""
    return settings.PUBLIC_URL + reverse("workshops:mine", args=[workshop.public_id])


def _entry(workshop: Workshop, session: CohortSession, *, off: bool) -> ical.Entry:
    return ical.Entry(
        uid=f"session-{session.public_id}",
        sequence=session.sequence,
        stamp=timezone.now(),
        summary=f"{workshop.activity.title}: {session.title}",
        starts=session.starts_local,
        ends=session.ends_local,
        zone=session.zone,
        location=session.place,
        description=mine_url(workshop),
        url=mine_url(workshop),
        private=True,
        is_cancelled=off,
    )
