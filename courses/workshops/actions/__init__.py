"""The verbs of a workshop: open it, fill its places, hold its sessions, mark who was there, close it."""

from .adding import CannotBeAdded, accept_invited, add_to_cohort
from .adding_many import Added, Newcomer
from .closing import NotReady, close
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
from .marking import Clash, Entry, Locked, NotBegun, has_begun, is_locked, is_open_now, mark_all, mark_self
from .opening import appoint, dismiss, open_workshop, set_up
from .places import CohortFull, Overtaken, WorkshopIsOver, WrongStep, move, seat_over, undo
from .seats import TooFewSeats, answer_offer, change_seats, pass_on_lapsed
from .sessions import Sitting, add_session, cancel_session, move_session, reinstate_session

__all__ = [
    "MOST_OR_NONE",
    "Added",
    "CannotBeAdded",
    "Clash",
    "CohortFull",
    "Entry",
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
    "answer_offer",
    "appoint",
    "ask_undo",
    "cancel_session",
    "change_seats",
    "check",
    "close",
    "confirm",
    "discard",
    "dismiss",
    "forget",
    "hand_out_rejected",
    "has_begun",
    "is_locked",
    "is_open_now",
    "mark_all",
    "mark_self",
    "move",
    "move_session",
    "open_workshop",
    "pass_on_lapsed",
    "reinstate_session",
    "seat_over",
    "set_up",
    "undo",
    "upload",
    "work_off",
]
