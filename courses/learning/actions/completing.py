"""Completing, and what follows from it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from courses.catalogue.models import CoursePage
from lms.accounts.models import User
from lms.audit.log import record

from ..completion import is_met
from ..models import Achievement, Completion, Enrolment, RulesApplied
from ..rules import rules_of
from ..signals import achievement_recorded

RULES_MET = "rules met"
RULE_CHANGE = "rule change"


@transaction.atomic
def complete(enrolment: Enrolment, *, at: datetime, by: User | None = None, reason: str = RULES_MET) -> Completion:
    """Close an enrolment as completed. Calling it again changes nothing (P1).

    Who finishes only because the rules changed is listed to staff first; `release` then records the achievement (P5).
    """
    enrolment = Enrolment.objects.select_for_update().select_related("course").get(pk=enrolment.pk)
    facts = {"rule_version": enrolment.course.rule_version, "reason": reason, "completed_at": at}
    completion, is_new = enrolment.completions.standing().get_or_create(
        enrolment=enrolment, invalidated_at=None, defaults=facts
    )
    if is_new:
        enrolment.closed_at = at
        enrolment.save(update_fields=["closed_at"])
        record("learning.complete", enrolment, by=by, reason=reason)
        if reason != RULE_CHANGE:
            release(completion, by=by)
    return completion


@transaction.atomic
def release(completion: Completion, *, by: User | None) -> Achievement:
    """Let a completion become an achievement, from which certificate and alumni entry follow."""
    enrolment = completion.enrolment
    return achieve(
        enrolment.learner,
        kind=Achievement.Kind.COURSE,
        ref=enrolment.registration,
        completion=completion,
        at=completion.completed_at,
        by=by,
    )


@dataclass(frozen=True)
class Words:
    """What a certificate and a profile say of an achievement that is no course: copied once, never changed (C1)."""

    title: str
    minutes: int
    title_language: str = "en"
    cohort: str = ""
    partners: tuple[str, ...] = ()


@transaction.atomic
def achieve(  # noqa: PLR0913 - what an achievement is
    person: User,
    *,
    kind: str,
    ref: UUID,
    at: datetime,
    by: User | None = None,
    completion: Completion | None = None,
    words: Words | None = None,
) -> Achievement:
    """Record an achievement once and tell who listens. Safe twice."""
    facts: dict[str, Any] = {"achieved_at": at, "completion": completion}
    if words is not None:
        facts |= {**asdict(words), "partners": list(words.partners)}
    achievement, is_new = Achievement.objects.get_or_create(person=person, kind=kind, ref=ref, defaults=facts)
    if is_new:
        record("learning.achieve", achievement, by=by)
        achievement_recorded.send(sender=Achievement, achievement=achievement)
    return achievement


@transaction.atomic
def invalidate(completion: Completion, *, by: User, reason: str) -> Completion:
    """Staff take a completion back, with a reason: the only way back there is. The enrolment is open again."""
    completion = Completion.objects.select_for_update().get(pk=completion.pk)
    if completion.invalidated_at is None:
        completion.invalidated_at = timezone.now()
        completion.invalidated_by = by
        completion.invalidated_reason = reason
        completion.save(update_fields=["invalidated_at", "invalidated_by", "invalidated_reason"])
        Enrolment.objects.filter(pk=completion.enrolment_id).update(closed_at=None)
        record("learning.invalidate", completion, by=by)
    return completion


@transaction.atomic
def apply_rule_change(course: CoursePage, *, at: datetime | None = None, batch: int = 200) -> int:
    """Complete the enrolments that a change of the course has finished (P5); answers how many. Safe twice.

    Works in batches and remembers how far the content has been applied, so that it may be stopped and run again.
    """
    course = CoursePage.objects.select_for_update().get(pk=course.pk)
    applied, _ = RulesApplied.objects.get_or_create(course=course)
    rules = rules_of(course)
    when = at or course.last_published_at or timezone.now()
    finished = 0
    open_ones = Enrolment.objects.open().filter(course=course, pk__gt=applied.reached).order_by("pk")
    for enrolment in open_ones.prefetch_related("evidence")[:batch]:
        applied.reached = enrolment.pk
        if is_met(rules, enrolment.evidence.all()):
            complete(enrolment, at=when, reason=RULE_CHANGE)
            finished += 1
    if not open_ones.filter(pk__gt=applied.reached).exists():
        applied.content_stamp, applied.reached = course.content_stamp, 0
    applied.save()
    return finished
