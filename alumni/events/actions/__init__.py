"""The verbs of events."""

from .announcing import announce_due, cancel, follow, move, people_to_tell, reinstate, withdraw
from .answering import TooLate, answer, hand_out
from .inviting import (
    AuthorMayNotApprove,
    NotOpen,
    approve,
    discard,
    freeze,
    plan_letters,
    plan_rounds,
    put_back,
    remove,
    send,
    send_test,
    unapprove,
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
    "hand_out",
    "make",
    "move",
    "note_deliveries",
    "people_to_tell",
    "plan_letters",
    "plan_rounds",
    "publish",
    "put_back",
    "reinstate",
    "remind_due",
    "remove",
    "send",
    "send_test",
    "unapprove",
    "withdraw",
]
