"""Spaces, what is said in them, who has read it, and what moderators decided."""

from .moderation import Case, Flag, ModLog
from .reading import Draft, SpaceUser, TopicUser
from .spaces import Access, Space, SpaceGrant, access_of, visible_space_ids
from .topics import ClosedTitle, Post, Quote, Revision, Topic

__all__ = [
    "Access",
    "Case",
    "ClosedTitle",
    "Draft",
    "Flag",
    "ModLog",
    "Post",
    "Quote",
    "Revision",
    "Space",
    "SpaceGrant",
    "SpaceUser",
    "Topic",
    "TopicUser",
    "access_of",
    "visible_space_ids",
]
