"""What needs a trainer or the office today, cohort by cohort, in a fixed number of questions however many cohorts there are."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.accounts.models import RoleGrant

from .models import Attendance, CohortSession, Place, Workshop
from .states import PlaceState, taking_seats

TO_DECIDE = (PlaceState.NOMINATED, PlaceState.APPROVED, PlaceState.ACCEPTED)


@dataclass
class Task:
    """One thing to do, and where."""

    text: str
    url: str


@dataclass
class Cohort:
    """A workshop on the list: how full it is, and what it needs."""

    workshop: Workshop
    taken: int = 0
    waiting: int = 0
    tasks: list[Task] = field(default_factory=list)


def cohorts(workshops: Sequence[Workshop], at: datetime, *, for_office: bool) -> list[Cohort]:
    """Each workshop with its figures and tasks; a workshop without a trainer is the office's task (H11)."""
    counts = _counts(workshops)
    sessions = _sessions(workshops, at)
    trained = _trained(workshops, at) if for_office else None
    found = []
    for workshop in workshops:
        states = counts[workshop.pk]
        taken = sum(states[state] for state in taking_seats(closed=workshop.is_closed()))
        cohort = Cohort(workshop, taken, states[PlaceState.WAITLISTED])
        if workshop.is_standing():
            if trained is not None and workshop.public_id not in trained:
                cohort.tasks.append(Task(_("No trainer is appointed."), _url("set-up", workshop)))
            cohort.tasks += _marking(workshop, sessions[workshop.pk], at)
            cohort.tasks += _deciding(workshop, states)
        found.append(cohort)
    return found


def _marking(workshop: Workshop, sessions: list[CohortSession], at: datetime) -> list[Task]:
    tasks = [
        Task(
            _("Mark attendance: %(session)s") % {"session": session.title},
            reverse("workshops:attendance", args=[workshop.public_id, session.public_id]),
        )
        for session in sessions
        if session.starts_at <= at and not session.is_marked  # type: ignore[attr-defined] # annotated below
    ]
    if not sessions:
        return [Task(_("There are no sessions yet."), _url("sessions", workshop))]
    if not tasks and all(session.ends_at <= at for session in sessions):
        return [Task(_("All sessions are over: close the workshop and give certificates."), _url("close", workshop))]
    return tasks


def _deciding(workshop: Workshop, states: Counter[str]) -> list[Task]:
    waiting = sum(states[state] for state in TO_DECIDE)
    if not waiting:
        return []
    text = ngettext("%(number)d person waits for a decision.", "%(number)d people wait for a decision.", waiting)
    return [Task(text % {"number": waiting}, _url("roster", workshop))]


def _counts(workshops: Sequence[Workshop]) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = defaultdict(Counter)
    rows = Place.objects.filter(workshop__in=workshops).order_by().values_list("workshop", "state")
    for workshop, state, number in rows.annotate(number=Count("pk")):
        found[workshop][state] = number
    return found


def _sessions(workshops: Sequence[Workshop], at: datetime) -> dict[int, list[CohortSession]]:
    found: dict[int, list[CohortSession]] = defaultdict(list)
    marked = Exists(Attendance.objects.marked().filter(session=OuterRef("pk")))
    for session in CohortSession.objects.standing().filter(workshop__in=workshops).annotate(is_marked=marked):
        found[session.workshop_id].append(session)
    return found


def _trained(workshops: Sequence[Workshop], at: datetime) -> set[UUID]:
    """The workshops that have a trainer, of their own or of their academy."""
    grants = RoleGrant.objects.standing(at).filter(
        role=RoleGrant.Role.TRAINER, scope_kind=RoleGrant.Scope.WORKSHOP, person__is_active=True
    )
    return set(
        grants.filter(scope_id__in=[workshop.public_id for workshop in workshops]).values_list("scope_id", flat=True)
    )


def _url(name: str, workshop: Workshop) -> str:
    return reverse(f"workshops:{name}", args=[workshop.public_id])
