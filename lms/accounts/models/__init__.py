"""People, the organisations they serve in, and what they may do."""

from .affiliations import Affiliation, present_posts
from .decisions import Decision
from .invitations import Invitation
from .name_requests import NameRequest
from .organisations import AgencyType, Member, Organisation
from .people import User
from .roles import RoleGrant

__all__ = [
    "Affiliation",
    "AgencyType",
    "Decision",
    "Invitation",
    "Member",
    "NameRequest",
    "Organisation",
    "RoleGrant",
    "User",
    "present_posts",
]
