"""What is typed about workshops."""

from .places import SILENT_DAYS, AddForm, MoveForm, NewcomerForm, OverSeatsForm, RosterFilterForm
from .sessions import SessionForm
from .workshops import CallOffForm, CloseForm, OpenForm, SetUpForm, TrainerForm

__all__ = [
    "SILENT_DAYS",
    "AddForm",
    "CallOffForm",
    "CloseForm",
    "MoveForm",
    "NewcomerForm",
    "OpenForm",
    "OverSeatsForm",
    "RosterFilterForm",
    "SessionForm",
    "SetUpForm",
    "TrainerForm",
]
