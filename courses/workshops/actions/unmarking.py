"""Taking back the stroke that marked all who were left as present."""

from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from lms.accounts.models import User
from lms.audit.log import record

from ..models import Attendance, CohortSession, MarkChange
from ..models.places import UNDO_WITHIN
from .marking import Locked, is_locked, markable, write_mark

Source = Attendance.Source


def last_stroke(session: CohortSession, at: datetime) -> UUID | None:
    """The last stroke that marked many at once, if it may still be taken back."""
    strokes = MarkChange.objects.filter(attendance__session=session, at__gt=at - UNDO_WITHIN).exclude(stroke=None)
    last = strokes.order_by("at", "pk").last()
    return None if last is None or is_locked(session, at) else last.stroke


def marks_of(session: CohortSession, stroke: UUID) -> models.QuerySet[Attendance]:
    """The marks that are as the stroke left them; what was changed since is an exception somebody made."""
    latest = MarkChange.objects.filter(attendance=models.OuterRef("pk")).order_by("-at", "-pk")
    rows = session.attendance.annotate(latest=models.Subquery(latest.values("stroke")[:1]))
    found: models.QuerySet[Attendance] = rows.filter(latest=stroke)
    return found


@transaction.atomic
def undo_stroke(session: CohortSession, stroke: UUID, *, by: User, at: datetime | None = None) -> int:
    """Those marks are not made any more; answers how many. Exceptions made since stay. Safe twice."""
    now = at or timezone.now()
    session = markable(session, now)
    if is_locked(session, now):
        raise Locked
    written = 0
    for row in marks_of(session, stroke).select_related("place"):
        change = MarkChange(new="", source=Source.TRAINER, by=by, at=now)
        written += write_mark(row, row.place, session, change)
    if written:
        record("workshops.undo_marks", session, by=by, marks=written)
    return written
