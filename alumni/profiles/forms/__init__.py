"""What officers type about themselves, into the search, and to each other."""

from .asking import AskForm, ReasonForm
from .mine import ProfileForm
from .search import SearchForm

__all__ = ["AskForm", "ProfileForm", "ReasonForm", "SearchForm"]
