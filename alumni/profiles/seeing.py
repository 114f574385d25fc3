"""Who looks, and what they are to the profiles they look at: the facts that the rules of `audiences` ask for."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from wagtail import hooks

from courses.learning.models import Achievement
from lms.accounts.models import Affiliation, RoleGrant, present_posts
from lms.accounts.permissions import is_staff

from .audiences import RULES, Audience, Field, Relation, admitted, allowed, open_fields
from .models import Engagement, FieldAudience, Profile
from .permissions import is_member

Role, Scope = RoleGrant.Role, RoleGrant.Scope


@dataclass(frozen=True)
class Viewer:
    """One person who looks: asked once for a page, handed on from there."""

    pk: int | None = None
    is_staff: bool = False
    is_member: bool = False
    is_alumnus: bool = False
    is_moderator: bool = False
    member_id: int | None = None
    # The workshops they took part in or lead.
    cohorts: frozenset[uuid.UUID] = frozenset()
    # People who share a group with them, one query from each app that knows groups.
    mates: tuple[QuerySet[Any], ...] = ()

    @classmethod
    def of(cls, user: Any) -> "Viewer":
        if isinstance(user, Viewer):
            return user
        if not is_member(user):
            return cls(pk=user.pk if user.is_authenticated else None)
        done = list(Engagement.objects.standing().filter(profile__person=user).values_list("kind", "ref"))
        post = Affiliation.objects.filter(person=user, valid_to=None).values_list("member", flat=True).first()
        led = user.scope_ids(Role.TRAINER, Scope.WORKSHOP)
        return cls(
            pk=user.pk,
            is_staff=is_staff(user),
            is_member=True,
            is_alumnus=bool(done),
            is_moderator=user.has_role(Role.MODERATOR),
            member_id=post,
            cohorts=led | {ref for kind, ref in done if kind != Achievement.Kind.COURSE},
            mates=tuple(mates(user) for mates in group_mates()),
        )

    def relation_to(self, profile: Any) -> Relation:
        """What this viewer is to a profile that came through `related_to`."""
        return Relation(
            is_self=self.pk == profile.person_id,
            is_staff=self.is_staff,
            is_member=self.is_member,
            is_alumnus=self.is_alumnus,
            is_mate=profile.is_mate,
            in_group=profile.in_group,
            is_compatriot=profile.is_compatriot,
        )


@cache
def group_mates() -> tuple[Any, ...]:
    """The hook `register_group_mates`: a function from a person to the query of the ids of people in their groups."""
    return tuple(hooks.get_hooks("register_group_mates"))


def related_to(profiles: QuerySet[Profile], viewer: Viewer) -> QuerySet[Profile]:
    """Each profile with what the viewer is to it: is_mate, in_group, is_compatriot."""
    shared = Engagement.objects.standing().filter(profile=OuterRef("pk"), ref__in=viewer.cohorts)
    post = Affiliation.objects.filter(person=OuterRef("person"), valid_to=None, member=viewer.member_id)
    in_group = Q(pk__in=[])
    for mates in viewer.mates:
        in_group |= Q(person__in=mates)
    never = Value(False, output_field=BooleanField())
    return profiles.annotate(
        is_mate=Exists(shared) if viewer.cohorts else never,
        in_group=Case(When(in_group, then=True), default=False, output_field=BooleanField()) if viewer.mates else never,
        is_compatriot=Exists(post) if viewer.member_id else never,
    )


def readable(field: Field, viewer: Viewer) -> Q:
    """The condition that the viewer may read this field of a listed profile (rule 3).

    Whom a tie opens it to is asked from the tie: a cohort and a member are small beside a directory of thousands.
    """
    plain = admitted(Relation(is_staff=viewer.is_staff, is_member=viewer.is_member, is_alumnus=viewer.is_alumnus))
    within = [audience for audience in allowed(field) if audience in plain]
    # What was once opened further than a field allows counts as what it allows.
    if RULES[field].most in plain:
        within += [audience for audience in Audience if audience not in allowed(field)]
    chosen = FieldAudience.objects.filter(field=field)
    condition = Q(Exists(chosen.filter(profile=OuterRef("pk"), audience__in=within))) | Q(person=viewer.pk)
    if viewer.is_staff:
        return condition
    for audience, tied in _ties(viewer):
        if audience in allowed(field):
            condition |= Q(pk__in=tied(chosen.filter(audience=audience)).values("profile"))
    return condition


def _ties(viewer: Viewer) -> Iterator[tuple[Audience, Any]]:
    """What binds the viewer to some: the audience it opens, and how rows are narrowed to these profiles."""
    if viewer.cohorts:
        shared = Engagement.objects.standing().filter(ref__in=viewer.cohorts).values("profile")
        yield Audience.COHORT, lambda rows: rows.filter(profile__in=shared)
    if viewer.mates:
        together = reduce(or_, (Q(profile__person__in=mates) for mates in viewer.mates))
        yield Audience.GROUP, lambda rows: rows.filter(together)
    if viewer.member_id:
        posts = Affiliation.objects.filter(valid_to=None, member=viewer.member_id).values("person")
        yield Audience.SAME_COUNTRY, lambda rows: rows.filter(profile__person__in=posts)


def is_mate_of(viewer: Viewer) -> Q:
    """The condition that somebody took part in a workshop with the viewer."""
    return Q(pk__in=Engagement.objects.standing().filter(ref__in=viewer.cohorts).values("profile"))


def with_facts(profiles: QuerySet[Profile], viewer: Viewer) -> QuerySet[Profile]:
    """Profiles with all that names and places need: two queries more, for any number of them."""
    return (
        related_to(profiles, viewer).select_related("person").prefetch_related("audiences", present_posts("person__"))
    )


def fields_open_to(viewer: Viewer, profile: Any, *, with_reason: bool = False) -> frozenset[Field]:
    """The fields of one profile this viewer reads. Staff read a hidden one only where they gave a reason."""
    chosen = {row.field: row.audience for row in profile.audiences.all()}
    listed = profile.is_listed() or (with_reason and viewer.is_staff)
    return open_fields(chosen, viewer.relation_to(profile), listed=listed)


def may_know(viewer: Viewer, profile: Any, fields: frozenset[Field]) -> bool:
    """Whether this viewer may know that such a person is listed: whom the directory shows them, whoever opened a part
    to them, and oneself. To everybody else the page is as absent as one that never was (case 38)."""
    if viewer.pk == profile.person_id:
        return True
    shown = viewer.is_staff or viewer.is_alumnus or viewer.is_moderator or profile.is_mate
    return bool(profile.is_listed() and (shown or fields))


def knows(user: Any, profile: Profile) -> bool:
    """The same, asked of one profile alone."""
    viewer = Viewer.of(user)
    found = with_facts(Profile.objects.filter(pk=profile.pk), viewer).get()
    return may_know(viewer, found, fields_open_to(viewer, found))


def pks_of(people: Iterable[Any]) -> list[int]:
    """People or their keys, as keys, each once."""
    return list(dict.fromkeys(getattr(person, "pk", person) for person in people))
