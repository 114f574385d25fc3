"""The verbs of certificates: issue, file, withdraw, reissue."""

from .correcting import ask_for_correction, refuse_correction
from .erasing import erase_names
from .filing import clear_orphans, flag, render, render_missed, retry
from .issuing import choose_display, issue, reissue, skip_numbers
from .withdrawing import withdraw

__all__ = [
    "ask_for_correction",
    "choose_display",
    "clear_orphans",
    "erase_names",
    "flag",
    "issue",
    "refuse_correction",
    "reissue",
    "render",
    "render_missed",
    "retry",
    "skip_numbers",
    "withdraw",
]
