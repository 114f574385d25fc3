"""The verbs of profiles."""

from .engaging import add_engagement, add_missed, begin, refresh_names

__all__ = ["add_engagement", "add_missed", "begin", "refresh_names"]
