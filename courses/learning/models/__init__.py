"""Who takes which course, how far they are, and when they finished."""

from .completion import Achievement, Completion, RulesApplied
from .enrolments import Enrolment
from .evidence import WHOLE_PAGE, Evidence

__all__ = ["WHOLE_PAGE", "Achievement", "Completion", "Enrolment", "Evidence", "RulesApplied"]
