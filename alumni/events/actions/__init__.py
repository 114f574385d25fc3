"""The verbs of events."""

from .announcing import announce_due, cancel, follow, move, people_to_tell, reinstate, withdraw
from .answering import TooLate, answer
from .inviting import (
    AuthorMayNotApprove,
    NotOpen,
    approve,
    discard,
    freeze,
    plan_letters,
    plan_rounds,
    remove,
    send,
    send_test,
)
from .making import describe, make, publish
from .settling import follow_addresses, forget, note_deliveries, remind_due

__all__ = [
    "AuthorMayNotApprove",
    "NotOpen",
    "TooLate",
    "announce_due",
    "answer",
    "approve",
    "cancel",
    "describe",
    "discard",
    "follow",
    "follow_addresses",
    "forget",
    "freeze",
    "make",
    "move",
    "note_deliveries",
    "people_to_tell",
    "plan_letters",
    "plan_rounds",
    "publish",
    "reinstate",
    "remind_due",
    "remove",
    "send",
    "send_test",
    "withdraw",
]
