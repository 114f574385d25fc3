"""Questions, quizzes and attempts. Knows quizzes and people, never a course."""

from .attempts import AnswerEvent, Attempt, Slot, Submission
from .questions import Bank, Citation, Option, OptionText, Question, Revision, RevisionText
from .quizzes import Quiz, QuizShare

__all__ = [
    "AnswerEvent",
    "Attempt",
    "Bank",
    "Citation",
    "Option",
    "OptionText",
    "Question",
    "Quiz",
    "QuizShare",
    "Revision",
    "RevisionText",
    "Slot",
    "Submission",
]
