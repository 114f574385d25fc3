"""Opening a space, and to whom."""

from typing import Any

from django.db import transaction

from alumni.groups.models import Group
from lms.audit.log import record

from .. import tiers
from ..models import Space, SpaceGrant
from ..refusals import OpensTooWide


@transaction.atomic
def open_space(slug: str, name: str, tier: str, *, by: Any, **facts: Any) -> Space:
    """The space at this address; nobody can see it until it is granted."""
    space, is_new = Space.objects.get_or_create(slug=slug, defaults={"name": name, "tier": tier, **facts})
    if is_new:
        record("forum.open_space", space, by=by, tier=tier)
    return space


@transaction.atomic
def grant(
    space: Space, bits: int, *, by: Any, audience: str = "", group: Group | None = None, person: Any = None
) -> SpaceGrant:
    """Let a group, a person or everybody of a kind into a space. Given again, the newer bits stand."""
    if audience and not tiers.allows(space.tier, tiers.AUDIENCES):
        raise OpensTooWide(space.slug)
    principal = {"audience": audience or None, "group": group, "person": person}
    found, is_new = SpaceGrant.objects.get_or_create(space=space, **principal, defaults={"bits": bits})
    if is_new or found.bits != bits:
        SpaceGrant.objects.filter(pk=found.pk).update(bits=bits)
        found.bits = bits
        record("forum.grant", space, by=by, bits=bits, audience=audience)
    return found


@transaction.atomic
def write_rules(space: Space, rules: str, *, by: Any) -> Space:
    """New rules are a new version: everybody accepts them again before they next write (F28)."""
    space = Space.objects.select_for_update().get(pk=space.pk)
    if space.rules != rules:
        space.rules, space.rules_version = rules, space.rules_version + 1
        space.save(update_fields=["rules", "rules_version"])
        record("forum.write_rules", space, by=by, version=space.rules_version)
    return space
