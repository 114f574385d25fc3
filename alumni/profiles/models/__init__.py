"""Profiles of the people who completed something, who may see what of them, and introductions between them."""

from .engagements import Engagement, MaskedCourse
from .introductions import Introduction
from .openings import Opening
from .profiles import Alias, FieldAudience, Profile, SpokenLanguage

__all__ = [
    "Alias",
    "Engagement",
    "FieldAudience",
    "Introduction",
    "MaskedCourse",
    "Opening",
    "Profile",
    "SpokenLanguage",
]
