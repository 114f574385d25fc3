"""Joining and leaving a course."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from courses.catalogue.models import CoursePage
from lms.accounts.models import User
from lms.audit.log import record

from ..models import Enrolment


@transaction.atomic
def enrol(learner: User, course: CoursePage, *, by: User, at: datetime | None = None) -> Enrolment:
    """The standing enrolment, the withdrawn one reopened, or a first one; a further period is `renew`.

    A completed course is not opened again: its enrolment is answered as it is.
    """
    # The person's row is the lock: two first enrolments at once would find no enrolment to lock.
    User.objects.select_for_update().get(pk=learner.pk)
    latest = Enrolment.objects.filter(learner=learner, course=course).order_by("-period").first()
    if latest and not latest.withdrawn_at:
        return latest
    if latest:
        latest.withdrawn_at = latest.closed_at = None
        latest.save(update_fields=["withdrawn_at", "closed_at"])
    else:
        latest = _open(learner, course, period=1, at=at or timezone.now())
    record("learning.enrol", latest, by=by)
    return latest


@transaction.atomic
def renew(learner: User, course: CoursePage, *, by: User, at: datetime | None = None) -> Enrolment:
    """A further period after completion: a row of its own, older evidence and certificates untouched (P19)."""
    User.objects.select_for_update().get(pk=learner.pk)
    latest = Enrolment.objects.filter(learner=learner, course=course).order_by("-period").first()
    if latest is None or latest.withdrawn_at or latest.is_open():
        return enrol(learner, course, by=by, at=at)
    renewed = _open(learner, course, period=latest.period + 1, at=at or timezone.now())
    record("learning.renew", renewed, by=by)
    return renewed


@transaction.atomic
def withdraw(enrolment: Enrolment, *, by: User, at: datetime | None = None) -> Enrolment:
    """Leave a course. Evidence stays, so that coming back goes on where one left (P18). A completed one cannot be left."""
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if enrolment.is_open():
        enrolment.withdrawn_at = enrolment.closed_at = at or timezone.now()
        enrolment.save(update_fields=["withdrawn_at", "closed_at"])
        record("learning.withdraw", enrolment, by=by)
    return enrolment


def _open(learner: User, course: CoursePage, *, period: int, at: datetime) -> Enrolment:
    enrolment, _ = Enrolment.objects.get_or_create(
        learner=learner, course=course, period=period, defaults={"enrolled_at": at, **_snapshot(learner)}
    )
    return enrolment


def _snapshot(learner: User) -> dict[str, Any]:
    """Member, agency, agency type, rank band and sex as they are today; later changes never rewrite a report (P25)."""
    post = learner.affiliation()
    if post is None:
        return {"sex": learner.sex}
    return {
        "member": post.member,
        "agency_type": post.agency_type,
        "agency": post.agency,
        "rank_band": post.rank_band,
        "sex": learner.sex,
    }
