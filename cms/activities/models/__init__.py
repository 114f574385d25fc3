"""Activities, who has a part in them, and what was changed of them."""

from .activities import Activity, ActivityQuerySet
from .changes import Change
from .involvements import Involvement

__all__ = ["Activity", "ActivityQuerySet", "Change", "Involvement"]
