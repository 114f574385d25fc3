"""What an undo would take back and what has to stay, counted before anybody asks for it."""

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from courses.learning.models import Evidence
from lms.accounts.models import Invitation

from ..models import Attendance, Import, ImportRow, Place, PlaceChange
from ..states import GONE

State = ImportRow.State


def outlook(roster: Import) -> dict[str, int]:
    """Places, invitations and blanks that go, and places that stay; by the rules of the undo itself, in one question."""
    last = PlaceChange.objects.filter(place=OuterRef("place")).order_by("-at", "-pk").values("pk")[:1]
    others = Place.objects.filter(invitation=OuterRef("place__invitation")).exclude(pk=OuterRef("place"))
    rows = roster.rows.annotate(
        last_step=Subquery(last),
        is_marked=Exists(Attendance.objects.filter(place=OuterRef("place"))),
        has_begun=Exists(Evidence.objects.filter(registration=OuterRef("place__enrolment__registration"))),
        counts_elsewhere=Exists(others.exclude(state__in=GONE)),
    )
    accepted = Q(invited=True, place__invitation__state=Invitation.State.ACCEPTED)
    stays = accepted | ~Q(last_step=F("change")) | Q(is_marked=True) | Q(has_begun=True)
    made_here = Q(
        place__invitation__invited_by=F("roster__confirmed_by"),
        place__invitation__created_at__gte=F("roster__confirmed_at"),
    )
    goes = Q(state=State.ADDED) & ~stays
    found: dict[str, int] = rows.aggregate(
        places=Count("pk", filter=goes),
        kept=Count("pk", filter=Q(state=State.ADDED) & stays),
        invitations=Count("pk", filter=goes & made_here & Q(invited=True, counts_elsewhere=False, place__person=None)),
        blanks=Count("pk", filter=(goes | Q(state=State.FILLED)) & ~Q(filled={})),
    )
    return found
