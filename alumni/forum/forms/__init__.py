"""What people type in the forum."""

from .moderation import DecisionForm, MoveForm, ReportForm
from .reading import SearchForm
from .writing import EditForm, ReplyForm, RulesForm, StartForm, WordsForm

__all__ = [
    "DecisionForm",
    "EditForm",
    "MoveForm",
    "ReplyForm",
    "ReportForm",
    "RulesForm",
    "SearchForm",
    "StartForm",
    "WordsForm",
]
