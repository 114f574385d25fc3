"""The verbs of learning: each changes rows, leaves a record, and tells who listens."""

from .completing import Words, achieve, apply_rule_change, complete, invalidate, release
from .enrolling import enrol, renew, withdraw
from .evidencing import (
    EnrolmentClosedError,
    PracticeAnswer,
    add_evidence,
    mark_done,
    mark_not_done,
    record_practice,
    record_result,
)

__all__ = [
    "EnrolmentClosedError",
    "PracticeAnswer",
    "Words",
    "achieve",
    "add_evidence",
    "apply_rule_change",
    "complete",
    "enrol",
    "invalidate",
    "mark_done",
    "mark_not_done",
    "record_practice",
    "record_result",
    "release",
    "renew",
    "withdraw",
]
