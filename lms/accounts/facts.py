"""What is said about a person when they join or change: plain values, before anything is stored."""

from dataclasses import dataclass

from .models import AgencyType, Member, RoleGrant
from .models.affiliations import Affiliation

NOWHERE = RoleGrant._meta.get_field("scope_id").get_default()


@dataclass(frozen=True)
class Post:
    """Where a person serves."""

    member: Member
    agency_type: AgencyType
    agency: str
    rank_band: str = ""

    def is_held_in(self, affiliation: Affiliation) -> bool:
        return Post.of(affiliation) == self

    @classmethod
    def of(cls, affiliation: Affiliation) -> "Post":
        return cls(affiliation.member, affiliation.agency_type, affiliation.agency, affiliation.rank_band)


@dataclass(frozen=True)
class Guest:
    """Somebody to be invited."""

    email: str
    full_name: str
    post: Post
    language: str = "en"


@dataclass(frozen=True)
class Details:
    """What a person says about themselves."""

    full_name: str
    native_name: str = ""
    sex: str = ""
    language: str = "en"
    time_zone: str = "Asia/Bangkok"


@dataclass(frozen=True)
class RoleScope:
    """Where a role holds; everywhere if nothing is said."""

    kind: str = RoleGrant.Scope.EVERYWHERE
    id: object = NOWHERE

    @classmethod
    def member(cls, member: Member) -> "RoleScope":
        return cls(RoleGrant.Scope.MEMBER, member.public_id)


EVERYWHERE = RoleScope()
