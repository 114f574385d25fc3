"""Dated deliveries: the workshop, who has a place in it, its sessions and who was there."""

from .attendance import Attendance, MarkChange
from .imports import Import, ImportRow
from .places import Place, PlaceChange
from .workshops import CohortSession, Workshop

__all__ = ["Attendance", "CohortSession", "Import", "ImportRow", "MarkChange", "Place", "PlaceChange", "Workshop"]
