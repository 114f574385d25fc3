"""What must always hold of learning."""

from collections.abc import Iterable

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from lms.invariants import invariant

from .completion import is_met
from .models import Achievement, Completion, Enrolment
from .rules import rules_of


@invariant("P24", _("Every open enrolment that meets its rules is complete, and none is complete without a record."))
def completion_follows_evidence() -> Iterable[str]:
    """Recomputed from evidence; drift is reported, never mended in silence."""
    open_ones = Enrolment.objects.open().filter(evidence__isnull=False).distinct().select_related("course")
    for enrolment in open_ones.prefetch_related("evidence").iterator(chunk_size=500):
        if is_met(rules_of(enrolment.course), enrolment.evidence.all()):
            yield f"Enrolment {enrolment.registration} meets its rules and is not complete."


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
