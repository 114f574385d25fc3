"""What is done with reports: frozen for somebody, taken away as a file."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from lms.accounts.models import User
from lms.audit.log import record
from lms.version import program_version

from .fingerprint import fingerprint
from .freezing import NotFit, earlier, fitted, refusal
from .models import Snapshot
from .question import Question
from .report import Counted, count

TRIES = 5


@dataclass(frozen=True)
class For:
    """Why a report is frozen: its name, who gets it, and what for."""

    name: str
    recipient: str
    purpose: str


def freeze(
    question: Question,
    told: For,
    *,
    client_key: UUID,
    by: User,
    at: datetime | None = None,
    counted: Counted | None = None,
) -> Snapshot:
    """The report as its reader saw it counted, or else as it is at this moment, for good. May raise `NotFit`.

    The same key is the same report. Each report follows from all frozen before it: where another was frozen meanwhile, its
    number is taken, and this one begins again.
    """
    for _try in range(TRIES):
        try:
            return _freeze(question, told, counted, client_key=client_key, by=by, at=at or timezone.now())
        except IntegrityError:
            continue
    return _freeze(question, told, counted, client_key=client_key, by=by, at=at or timezone.now())


@transaction.atomic
def _freeze(
    question: Question, told: For, counted: Counted | None, *, client_key: UUID, by: User, at: datetime
) -> Snapshot:
    there = Snapshot.objects.filter(client_key=client_key).first()
    if there:
        return there
    # Before anything is read: what is frozen after this moment takes the same number.
    latest = Snapshot.objects.order_by("-number").values_list("number", flat=True).first()
    # Of what was counted before a period ended, its last hours are missing.
    why = refusal(question, localdate(counted.at if counted else at))
    if why:
        raise NotFit(why)
    report = fitted(counted or count(question, at=at), earlier(question))
    made = Snapshot.objects.create(
        number=(latest or 0) + 1,
        client_key=client_key,
        name=told.name,
        recipient=told.recipient,
        purpose=told.purpose,
        first=question.period.first,
        last=question.period.last,
        k=question.k,
        report=report,
        digest=fingerprint(report),
        version=program_version(),
        made_at=at,
        made_by=by,
    )
    record("reporting.freeze", made, by=by, **_asked(question), number=made.number, digest=made.digest)
    return made


@transaction.atomic
def hand_out(question: Question, kind: str, *, by: User) -> None:
    """That figures of today were taken away as a file."""
    record("reporting.hand_out", None, by=by, kind=kind, **_asked(question))


@transaction.atomic
def hand_out_frozen(snapshot: Snapshot, kind: str, *, by: User) -> None:
    """That a frozen report was taken away as a file."""
    record("reporting.hand_out_frozen", snapshot, by=by, kind=kind)


def _asked(question: Question) -> dict[str, Any]:
    return {name: value for name, value in question.values().items() if name not in {"first", "last"}} | {
        "first": question.period.first.isoformat(),
        "last": question.period.last.isoformat(),
    }
