"""How long a session lives without use and at most, by what the person may do (C-13)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from .models import RoleGrant

Role = RoleGrant.Role


class Limit(NamedTuple):
    idle: timedelta
    longest: timedelta


WORK = Limit(timedelta(minutes=30), timedelta(hours=10))
TEACHING = Limit(timedelta(hours=2), timedelta(hours=12))
OWN_DEVICE = Limit(timedelta(days=14), timedelta(days=30))
SHARED_DEVICE = Limit(timedelta(hours=2), timedelta(hours=12))

BY_ROLE: dict[str, Limit] = {
    Role.STAFF: WORK,
    Role.ADMIN: WORK,
    Role.EDITOR: WORK,
    Role.TRAINER: TEACHING,
    Role.MODERATOR: TEACHING,
    Role.FOCAL_POINT: TEACHING,
}
# Use is noted at most this often, so that reading a page does not write. A session may therefore end this much early.
NOTED_EVERY = timedelta(minutes=5)


def limit(roles: Iterable[str], *, shared: bool) -> Limit:
    """The strictest that applies."""
    limits = [BY_ROLE[role] for role in roles if role in BY_ROLE] + [SHARED_DEVICE if shared else OWN_DEVICE]
    return Limit(min(one.idle for one in limits), min(one.longest for one in limits))


def is_over(limit: Limit, *, now: float, signed_in_at: float, seen_at: float) -> bool:
    return now - seen_at > limit.idle.total_seconds() or now - signed_in_at > limit.longest.total_seconds()
