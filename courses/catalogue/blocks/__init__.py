"""Blocks of a lesson."""

from .stream import LessonStream, PointStream

__all__ = ["LessonStream", "PointStream"]
