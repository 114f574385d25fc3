"""The verbs of profiles."""

from .editing import Facts, TooOpen, edit, hide, list_publicly, open_hidden, open_part
from .engaging import add_engagement, add_missed, begin, refresh_names
from .erasing import erase
from .introducing import AskedTooOften, MayNotAsk, answer, ask, expire, show_address, take_back

__all__ = [
    "AskedTooOften",
    "Facts",
    "MayNotAsk",
    "TooOpen",
    "add_engagement",
    "add_missed",
    "answer",
    "ask",
    "begin",
    "edit",
    "erase",
    "expire",
    "hide",
    "list_publicly",
    "open_hidden",
    "open_part",
    "refresh_names",
    "show_address",
    "take_back",
]
