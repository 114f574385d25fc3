"""What a learner did in a unit becomes evidence, and evidence that meets the rules completes the course."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import timezone

from courses.assessment.models import Submission
from lms.accounts.models import User
from lms.audit.log import record

from ..completion import is_met
from ..models import WHOLE_PAGE, Enrolment, Evidence
from ..rules import rules_of
from .completing import complete


class EnrolmentClosedError(Exception):
    """The enrolment was withdrawn: nothing more is recorded in it."""


@transaction.atomic
def add_evidence(
    enrolment: Enrolment, *, client_uuid: UUID, page_key: UUID, kind: str, at: datetime | None = None, **what: Any
) -> Evidence:
    """Store one thing done in a unit; storing it twice changes nothing (INV-4).

    Raises EnrolmentClosedError after withdrawal. Evidence after completion is stored and changes nothing.
    """
    now = timezone.now()
    enrolment = Enrolment.objects.select_for_update().select_related("course").get(pk=enrolment.pk)
    if enrolment.withdrawn_at:
        raise EnrolmentClosedError
    facts = {
        "page_key": page_key,
        "kind": kind,
        "locale": what.pop("locale", "en"),
        # A device's clock may be wrong: what it claims is kept between joining and receiving (P12).
        "occurred_at": max(enrolment.enrolled_at, min(at or now, now)),
        "received_at": now,
        "detail": what.pop("detail", {}),
        **what,
    }
    evidence, is_new = enrolment.evidence.get_or_create(client_uuid=client_uuid, defaults=facts)
    if is_new and enrolment.is_open() and is_met(rules_of(enrolment.course), enrolment.evidence.all()):
        complete(enrolment, at=facts["occurred_at"])
    return evidence


def mark_done(
    enrolment: Enrolment, page_key: UUID, *, client_uuid: UUID, locale: str, at: datetime | None = None
) -> Evidence:
    """A learner has worked through a lesson."""
    kind = Evidence.Kind.DONE
    return add_evidence(enrolment, client_uuid=client_uuid, page_key=page_key, kind=kind, locale=locale, at=at)


@transaction.atomic
def mark_not_done(enrolment: Enrolment, page_key: UUID, *, by: User, locale: str) -> None:
    """A learner takes a lesson back. Each mark is undone by name, so that a mark made later stands. Not after completion."""
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if not enrolment.is_open():
        return
    undone = {
        str(row.detail.get("undoes"))
        for row in enrolment.evidence.filter(kind=Evidence.Kind.REOPENED, page_key=page_key)
    }
    for mark in enrolment.evidence.filter(kind=Evidence.Kind.DONE, page_key=page_key):
        if str(mark.client_uuid) in undone:
            continue
        add_evidence(
            enrolment,
            client_uuid=uuid5(mark.client_uuid, "undone"),
            page_key=page_key,
            kind=Evidence.Kind.REOPENED,
            locale=locale,
            detail={"undoes": str(mark.client_uuid)},
        )
        record("learning.reopen", enrolment, by=by, page=str(page_key))


@dataclass(frozen=True)
class PracticeAnswer:
    """What was answered: the wording asked, and the keys of the options chosen."""

    revision: int
    response: list[str]


def record_practice(
    enrolment: Enrolment, page_key: UUID, block_id: UUID, answer: PracticeAnswer, *, client_uuid: UUID, locale: str
) -> Evidence:
    """A learner answered a practice question in a lesson. It earns nothing and counts for nothing but being there."""
    return add_evidence(
        enrolment,
        client_uuid=client_uuid,
        page_key=page_key,
        block_id=block_id,
        kind=Evidence.Kind.PRACTISED,
        locale=locale,
        detail={"revision": answer.revision, "response": answer.response},
    )


def record_result(submission: Submission) -> Evidence | None:
    """A graded final becomes evidence of the enrolment it was taken for; a preview becomes none (Q25)."""
    attempt = submission.attempt
    enrolment = Enrolment.objects.filter(registration=attempt.context).select_related("course").first()
    if attempt.preview or enrolment is None or enrolment.course.final_id != attempt.quiz_id:
        return None
    if enrolment.withdrawn_at:
        # An attempt open at withdrawal may be finished (Q23); it counts when the learner comes back.
        return _late_result(enrolment, submission)
    return add_evidence(enrolment, at=submission.at, **_result(enrolment, submission))


def _result(enrolment: Enrolment, submission: Submission) -> dict[str, Any]:
    return {
        "client_uuid": uuid5(NAMESPACE_URL, f"submission:{submission.attempt.public_id}"),
        "page_key": enrolment.course.translation_key,
        "block_id": WHOLE_PAGE,
        "kind": Evidence.Kind.PASSED if submission.passed else Evidence.Kind.FAILED,
        "source": "test",
        "detail": {"attempt": str(submission.attempt.public_id)},
    }


def _late_result(enrolment: Enrolment, submission: Submission) -> Evidence:
    facts = {
        **_result(enrolment, submission),
        "locale": "en",
        "occurred_at": submission.at,
        "received_at": timezone.now(),
    }
    evidence, _ = enrolment.evidence.get_or_create(client_uuid=facts.pop("client_uuid"), defaults=facts)
    return evidence
