"""A space, to whom it is open, and the one answer to what somebody may do where."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alumni.groups.models import Group, Membership
from alumni.profiles.models import Engagement
from lms.accounts.models import RoleGrant

from .. import tiers

SEE, READ, REPLY, START, APPROVE, MODERATE = 1, 2, 4, 8, 16, 32
READERS = SEE | READ
WRITERS = READERS | REPLY | START
MODERATORS = WRITERS | APPROVE | MODERATE


@dataclass(frozen=True)
class Access:
    """What a person may do in one space, and since when they have been let in."""

    bits: int
    since: datetime

    def may(self, bit: int) -> bool:
        return bool(self.bits & bit)


class SpaceQuerySet(models.QuerySet["Space"]):
    def visible_to(self, user: Any) -> "SpaceQuerySet":
        return self.filter(pk__in=visible_space_ids(user))

    def moderated_by(self, user: Any) -> "SpaceQuerySet":
        return self.filter(pk__in=moderated_space_ids(user))


class Space(models.Model):
    """A room for talk, with a tier that says how confidential it is."""

    class Tier(models.TextChoices):
        PUBLIC = tiers.PUBLIC, _("Public")
        MEMBERS = tiers.MEMBERS, _("Members of the network")
        CLOSED = tiers.CLOSED, _("Closed")
        RILON = tiers.RILON, _("RILON")

    class Moderation(models.TextChoices):
        POST = "post", _("After posting")
        PRE = "pre", _("Before posting")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    about = models.CharField(max_length=300, blank=True)
    tier = models.CharField(max_length=2, choices=Tier.choices)
    moderation = models.CharField(max_length=4, choices=Moderation.choices, default=Moderation.POST)
    # So many reports of one version of a post hide it until a moderator has looked.
    hide_after = models.PositiveSmallIntegerField(default=3)
    rules = models.TextField(blank=True)
    rules_version = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField(default=0)
    # From then on it can be read and no more.
    sunset_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def is_resting(self, at: datetime) -> bool:
        """Archived, or past its end: to be read and no more."""
        return self.archived_at is not None or (self.sunset_at is not None and self.sunset_at <= at)

    def allows(self, channel: str) -> bool:
        return tiers.allows(self.tier, channel)


class SpaceGrantQuerySet(models.QuerySet["SpaceGrant"]):
    def opening_to(self, user: Any, at: datetime) -> Any:
        """What opens a space to this person: their groups, their own name, and below T2 what they are.

        Nobody is implicit: in T2 and T3 no role counts, whatever a row may say.
        """
        what_they_are = user.role_names() | {SpaceGrant.Audience.VERIFIED}
        # Whether they are of the alumni (`alumni.profiles.permissions.is_alumnus`), asked in the same query.
        completed = Exists(Engagement.objects.standing().filter(profile__person=user))
        live = Membership.objects.live(at).filter(person=user)
        since = Membership.objects.filter(person=user, group=OuterRef("group"))
        return self.filter(
            Q(person=user)
            | Q(group__in=live.values("group"))
            | Q(audience__in=what_they_are, space__tier__in=tiers.allowing(tiers.AUDIENCES))
            | Q(completed, audience=SpaceGrant.Audience.ALUMNI, space__tier__in=tiers.allowing(tiers.AUDIENCES))
        ).annotate(member_since=Subquery(since.values("valid_from")[:1]))


class SpaceGrant(models.Model):
    """That a space is open to a group, to one person, or to everybody who is something; and for what."""

    class Audience(models.TextChoices):
        VERIFIED = "verified", _("Verified people")
        ALUMNI = "alumni", _("Alumni")
        STAFF = RoleGrant.Role.STAFF
        ADMIN = RoleGrant.Role.ADMIN
        TRAINER = RoleGrant.Role.TRAINER
        MODERATOR = RoleGrant.Role.MODERATOR

    space = models.ForeignKey(Space, models.PROTECT, related_name="grants")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    audience = models.CharField(max_length=16, choices=Audience.choices, null=True, blank=True)
    bits = models.PositiveSmallIntegerField()
    granted_at = models.DateTimeField(default=timezone.now)

    objects = SpaceGrantQuerySet.as_manager()

    class Meta:
        constraints = [
            # Nulls are distinct on both engines, so each says "one row per principal".
            models.UniqueConstraint(fields=["space", "group"], name="one_grant_per_group"),
            models.UniqueConstraint(fields=["space", "person"], name="one_grant_per_person"),
            models.UniqueConstraint(fields=["space", "audience"], name="one_grant_per_audience"),
            models.CheckConstraint(
                condition=Q(group__isnull=False, person=None, audience=None)
                | Q(group=None, person__isnull=False, audience=None)
                | Q(group=None, person=None, audience__isnull=False),
                name="a_grant_has_one_principal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.space_id}: {self.bits}"


def access_of(user: Any) -> dict[int, Access]:
    """Every space this person may know of, with what they may do there. Asked once a request; never kept longer."""
    if not user.is_authenticated or not user.is_active or not user.is_verified():
        return {}
    if not hasattr(user, "_forum_access"):
        user._forum_access = _ask(user, timezone.now())
    found: dict[int, Access] = user._forum_access
    return found


def visible_space_ids(user: Any) -> list[int]:
    """The spaces whose words this person may read: what every query of the forum starts from."""
    return [pk for pk, access in access_of(user).items() if access.may(READ)]


def moderated_space_ids(user: Any) -> list[int]:
    return [pk for pk, access in access_of(user).items() if access.may(MODERATE)]


def _ask(user: Any, at: datetime) -> dict[int, Access]:
    found: dict[int, Access] = {}
    beginning = user.verified_at or user.joined_at
    for grant in SpaceGrant.objects.opening_to(user, at).select_related("space"):
        since = grant.member_since or (grant.granted_at if grant.person_id else beginning)
        _add(found, grant.space, grant.bits, since, at)
    if user.has_role(RoleGrant.Role.MODERATOR):
        for space in _moderated_by_role(user):
            _add(found, space, MODERATORS, beginning, at)
    return found


def _moderated_by_role(user: Any) -> Any:
    """A moderator of one space has that space named in the role; one of everywhere has all below T2."""
    everywhere = user.scope_ids(RoleGrant.Role.MODERATOR, RoleGrant.Scope.EVERYWHERE)
    named = Q(public_id__in=user.scope_ids(RoleGrant.Role.MODERATOR, RoleGrant.Scope.SPACE))
    return Space.objects.filter(named | Q(tier__in=tiers.allowing(tiers.AUDIENCES)) if everywhere else named)


def _add(found: dict[int, Access], space: Space, bits: int, since: datetime, at: datetime) -> None:
    if space.is_resting(at):
        bits &= READERS | (MODERATE if space.archived_at is None else 0)
    before = found.get(space.pk)
    if before:
        bits, since = bits | before.bits, min(since, before.since)
    found[space.pk] = Access(bits, since)
