"""What must always hold of learning."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import CoursePage
from lms.invariants import invariant

from .completion import is_met
from .models import Achievement, Completion, Enrolment, Evidence
from .rules import rules_of

AT_ONCE = 500
# What is read of a piece of evidence (`EvidenceLike`).
READ = ("registration", "page_key", "kind", "client_uuid", "detail", "occurred_at")


@invariant("P24", _("Every open enrolment that meets its rules is complete, and none is complete without a record."))
def completion_follows_evidence() -> Iterable[str]:
    """Recomputed from evidence; drift is reported, never mended in silence."""
    begun = Exists(Evidence.objects.filter(registration=OuterRef("registration")))
    open_ones = Enrolment.objects.open().filter(begun).order_by("pk").values_list("registration", "course")
    courses = CoursePage.objects.select_related("locale").in_bulk(
        list(Enrolment.objects.order_by().values_list("course", flat=True).distinct())
    )
    rules = {pk: rules_of(course) for pk, course in courses.items()}
    waiting = open_ones.iterator(chunk_size=AT_ONCE)
    while some := list(islice(waiting, AT_ONCE)):
        done = _evidence_of([registration for registration, _course in some])
        for registration, course in some:
            if is_met(rules[course], done[registration]):
                yield f"Enrolment {registration} meets its rules and is not complete."


def _evidence_of(registrations: list[UUID]) -> dict[UUID, list[Any]]:
    """What was done under each, as rows: at size, objects would take minutes."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    # A registration is what points to its enrolment, and so its own key.
    told = Evidence.objects.filter(registration__in=registrations)  # type: ignore[misc] # its key is the UUID
    for row in told.values_list(*READ, named=True):
        found[row.registration].append(row)
    return found


@invariant("INV-4", _("A closed enrolment is withdrawn or has one standing completion, an open one has none."))
def closing_has_its_reason() -> Iterable[str]:
    standing = Count("completions", filter=Q(completions__invalidated_at=None))
    wrong = Enrolment.objects.annotate(standing=standing).filter(
        Q(closed_at=None, standing__gt=0)
        | Q(closed_at__isnull=False, withdrawn_at=None, standing=0)
        | Q(standing__gt=1)
    )
    for enrolment in wrong.iterator(chunk_size=500):
        yield f"Enrolment {enrolment.registration} is closed without its reason, or open with a completion."


@invariant("INV-8", _("Every standing completion has its achievement, unless staff have still to release it."))
def completions_are_achievements() -> Iterable[str]:
    silent = Completion.objects.standing().filter(achievement=None).exclude(reason="rule change")
    for completion in silent.iterator(chunk_size=500):
        yield f"Completion {completion.pk} has no achievement."


@invariant("INV-1", _("No achievement in a course without a completion."))
def achievements_were_completed() -> Iterable[str]:
    for achievement in Achievement.objects.filter(kind=Achievement.Kind.COURSE, completion=None).iterator(
        chunk_size=500
    ):
        yield f"Achievement {achievement.pk} rests on no completion."
