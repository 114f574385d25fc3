"""The verbs of the forum: each changes rows in one transaction and leaves a record."""

from .drafting import MOST_KEPT, Heading, drop_draft, keep_draft, keep_from_before
from .following import accept_rules, follow_space, follow_topic, mark_all_read, read_up_to
from .forgetting import forget
from .housing import grant, open_space, write_rules
from .moderating import act_on_post, claim, decide, lock, move, pin, unlock, unpin
from .reporting import report
from .telling import tell_followers
from .writing import Words, accept_answer, edit, reply, start, withdraw

__all__ = [
    "MOST_KEPT",
    "Heading",
    "Words",
    "accept_answer",
    "accept_rules",
    "act_on_post",
    "claim",
    "decide",
    "drop_draft",
    "edit",
    "follow_space",
    "follow_topic",
    "forget",
    "grant",
    "keep_draft",
    "keep_from_before",
    "lock",
    "mark_all_read",
    "move",
    "open_space",
    "pin",
    "read_up_to",
    "reply",
    "report",
    "start",
    "tell_followers",
    "unlock",
    "unpin",
    "withdraw",
    "write_rules",
]
