"""The verbs of assessment: each changes rows, leaves a record, and tells who listens."""

from .answers import Answer, Saved, erase_answers, save_answer, set_flag
from .attempts import close_overdue, start, submit
from .questions import archive_question, check, restore_question, write_question, write_texts
from .quizzes import save_quiz

__all__ = [
    "Answer",
    "Saved",
    "archive_question",
    "check",
    "close_overdue",
    "erase_answers",
    "restore_question",
    "save_answer",
    "save_quiz",
    "set_flag",
    "start",
    "submit",
    "write_question",
    "write_texts",
]
