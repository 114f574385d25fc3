from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from lms.audit.log import record

from ..facts import EVERYWHERE, RoleScope
from ..models import RoleGrant, User
from ..permissions import CONTENT_ROLES
from ..vocabulary import EDITORS
from .standing import locked

Role, Scope = RoleGrant.Role, RoleGrant.Scope

FITTING: dict[str, frozenset[str]] = {
    Role.STAFF: frozenset({Scope.EVERYWHERE}),
    Role.ADMIN: frozenset({Scope.EVERYWHERE}),
    Role.EDITOR: frozenset({Scope.EVERYWHERE}),
    Role.TRAINER: frozenset({Scope.EVERYWHERE, Scope.ORGANISATION, Scope.WORKSHOP}),
    Role.MODERATOR: frozenset({Scope.EVERYWHERE, Scope.SPACE}),
    Role.FOCAL_POINT: frozenset({Scope.MEMBER}),
}


class ScopeDoesNotFit(ValueError):  # noqa: N818 - named by what is wrong
    """A focal point is one of a member; staff are staff everywhere."""


@transaction.atomic
def grant_role(
    person: User, role: str, *, scope: RoleScope = EVERYWHERE, ends_at: datetime | None = None, by: User | None = None
) -> RoleGrant:
    """Give a person a role from now on. `by` nobody is the set-up itself."""
    if scope.kind not in FITTING[role]:
        raise ScopeDoesNotFit(f"{role} does not hold for {scope.kind or 'everywhere'}.")
    person, now = locked(person), timezone.now()
    facts = {"person": person, "role": role, "scope_kind": scope.kind, "scope_id": scope.id}
    grant: RoleGrant | None = RoleGrant.objects.standing(now).filter(**facts).first()
    if grant is None:
        grant = RoleGrant.objects.create(**facts, starts_at=now, ends_at=ends_at, granted_by=by)
        record("accounts.grant_role", person, by=by, role=role, scope_kind=scope.kind, scope_id=scope.id)
        keep_groups(person)
    return grant


@transaction.atomic
def end_role(grant: RoleGrant, *, by: User | None = None) -> RoleGrant:
    """The role ends now; what it opened is closed on the next request (H11)."""
    person, now = locked(grant.person), timezone.now()
    grant = RoleGrant.objects.select_for_update().get(pk=grant.pk)
    if grant.ends_at is None or grant.ends_at > now:
        grant.ends_at = now
        grant.save(update_fields=["ends_at"])
        record(
            "accounts.end_role", person, by=by, role=grant.role, scope_kind=grant.scope_kind, scope_id=grant.scope_id
        )
        keep_groups(person)
    return grant


def keep_groups(person: User) -> None:
    """Wagtail reads the right to edit pages from a group; membership follows the roles that stand."""
    editors, _ = Group.objects.get_or_create(name=EDITORS)
    if RoleGrant.objects.standing(timezone.now()).filter(person=person, role__in=CONTENT_ROLES).exists():
        person.groups.add(editors)
    else:
        person.groups.remove(editors)
