"""Fills an empty site with what ten years leave behind: fast, past the actions, the same for the same seed and day.

Only for measuring, never a way for real data. What must always hold (`check_invariants`) holds here too.
"""

from .sizes import Sizes

__all__ = ["Sizes"]
