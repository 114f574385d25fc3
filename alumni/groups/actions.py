"""Founding a group, letting people in, ending a membership."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from lms.audit.log import record

from .models import Group, Membership


@transaction.atomic
def found(name: str, kind: str, *, by: Any, mandate: str = "", sunset_at: datetime | None = None) -> Group:
    """A group that has nobody in it yet."""
    group = Group.objects.create(name=name, kind=kind, mandate=mandate, sunset_at=sunset_at)
    record("groups.found", group, by=by, kind=kind)
    return group


@transaction.atomic
def admit(
    person: Any, group: Group, *, by: Any, until: datetime | None = None, level: str = Membership.Level.MEMBER
) -> Membership:
    """Let a person in until a date. Who is in stays as they are; who comes back begins anew (case 33)."""
    Group.objects.select_for_update().get(pk=group.pk)
    now = timezone.now()
    membership = Membership.objects.filter(group=group, person=person).first()
    if membership is None:
        membership = Membership(group=group, person=person)
    elif Membership.objects.live(now).filter(pk=membership.pk, level=level, valid_to=until).exists():
        return membership
    elif not Membership.objects.live(now).filter(pk=membership.pk).exists():
        membership.valid_from = now
    membership.level, membership.valid_to, membership.frozen_reason, membership.admitted_by = level, until, "", by
    membership.save()
    record("groups.admit", group, by=by, level=level, until=until)
    return membership


@transaction.atomic
def end(membership: Membership, *, by: Any) -> Membership:
    """The membership ends now; the next page asked for is closed."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    now = timezone.now()
    if membership.valid_to is None or membership.valid_to > now:
        membership.valid_to = max(now, membership.valid_from)
        membership.save(update_fields=["valid_to"])
        record("groups.end", membership.group, by=by)
    return membership


@transaction.atomic
def forget(person: Any) -> None:
    """An erased person is in no group any more; the rows go."""
    Membership.objects.filter(person=person).delete()
