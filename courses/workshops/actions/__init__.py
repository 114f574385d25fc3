"""The verbs of a workshop: open it, fill its places, hold its sessions, mark who was there, close it."""

from .adding import CannotBeAdded, accept_invited, add_to_cohort
from .adding_many import Added, Newcomer
from .announcing import announce_due, told_at
from .calling_off import HasBegun, call_off, follow, put_back
from .closing import NotReady, certify_verified, close
from .handing_out import hand_out_roster
from .import_running import work_off
from .imports import (
    MOST_OR_NONE,
    NoAddresses,
    NotAllGood,
    NotOpen,
    TooManyLists,
    ask_undo,
    check,
    confirm,
    discard,
    forget,
    hand_out_rejected,
    upload,
)
from .marking import (
    CLEARED,
    Clash,
    Entry,
    Locked,
    NotBegun,
    has_begun,
    is_locked,
    is_open_now,
    mark_all,
    mark_self,
    not_expected,
)
from .opening import appoint, dismiss, open_workshop, set_up
from .places import CohortFull, Overtaken, WorkshopIsOver, WrongStep, has_room, move, next_in_line, seat_over, undo
from .queueing import give_seat, move_up, numbers
from .reminding import asked_lately, may_answer, remind, to_remind
from .seats import TooFewSeats, answer_offer, change_seats, pass_on_lapsed
from .sessions import Sitting, add_session, cancel_session, move_session, reinstate_session
from .telling import everybody_to_tell, seated_to_tell
from .unmarking import last_stroke, marks_of, undo_stroke

__all__ = [
    "CLEARED",
    "MOST_OR_NONE",
    "Added",
    "CannotBeAdded",
    "Clash",
    "CohortFull",
    "Entry",
    "HasBegun",
    "Locked",
    "Newcomer",
    "NoAddresses",
    "NotAllGood",
    "NotBegun",
    "NotOpen",
    "NotReady",
    "Overtaken",
    "Sitting",
    "TooFewSeats",
    "TooManyLists",
    "WorkshopIsOver",
    "WrongStep",
    "accept_invited",
    "add_session",
    "add_to_cohort",
    "announce_due",
    "answer_offer",
    "appoint",
    "ask_undo",
    "asked_lately",
    "call_off",
    "cancel_session",
    "certify_verified",
    "change_seats",
    "check",
    "close",
    "confirm",
    "discard",
    "dismiss",
    "everybody_to_tell",
    "follow",
    "forget",
    "give_seat",
    "hand_out_rejected",
    "hand_out_roster",
    "has_begun",
    "has_room",
    "is_locked",
    "is_open_now",
    "last_stroke",
    "mark_all",
    "mark_self",
    "marks_of",
    "may_answer",
    "move",
    "move_session",
    "move_up",
    "next_in_line",
    "not_expected",
    "numbers",
    "open_workshop",
    "pass_on_lapsed",
    "put_back",
    "reinstate_session",
    "remind",
    "seat_over",
    "seated_to_tell",
    "set_up",
    "to_remind",
    "told_at",
    "undo",
    "undo_stroke",
    "upload",
    "work_off",
]
