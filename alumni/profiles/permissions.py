"""Who belongs to the network, and what they may do there. Plain questions."""

from typing import Any

from lms.accounts.models import RoleGrant
from lms.accounts.permissions import is_staff

from .models import Engagement, Profile

Role = RoleGrant.Role


def is_member(user: Any) -> bool:
    """A verified officer whose account stands."""
    return bool(user.is_authenticated and user.is_active and user.is_verified())


def is_alumnus(user: Any) -> bool:
    """A verified officer who completed something that still counts."""
    return is_member(user) and Engagement.objects.standing().filter(profile__person=user).exists()


def can_ask(user: Any, profile: Profile) -> bool:
    """Ask to be introduced: alumni, trainers, moderators and staff, of somebody listed, never of oneself.

    Whether they may know of that one at all is asked of `seeing`.
    """
    if not is_member(user) or profile.person_id == user.pk or not profile.is_listed():
        return False
    return user.has_role(Role.TRAINER, Role.MODERATOR, Role.STAFF, Role.ADMIN) or is_alumnus(user)


def can_open_hidden(user: Any) -> bool:
    """Read a profile that is not listed: RSO staff, and they say why (community.md section 8)."""
    return is_staff(user)
