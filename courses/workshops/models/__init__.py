"""Dated deliveries: the workshop, who has a place in it, its sessions and who was there."""

from .attendance import Attendance, MarkChange
from .imports import Import, ImportRow
from .letters import Letter, SessionChange
from .places import Place, PlaceChange, PlaceQuerySet
from .workshops import CohortSession, Phase, Workshop

__all__ = [
    "Attendance",
    "CohortSession",
    "Import",
    "ImportRow",
    "Letter",
    "MarkChange",
    "Phase",
    "Place",
    "PlaceChange",
    "PlaceQuerySet",
    "SessionChange",
    "Workshop",
]
