"""One page of the directory, by name or by member and name: whose name or member one may not read stand last (9.3).

The list is cut into stretches that an index gives in their order: sorting all the listed by what this viewer may read
would ask for everybody each time. A page costs the same at the end of fifty thousand as at the start (L-13).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Case, Q, QuerySet, SmallIntegerField, Value, When

from lms.accounts.models import Affiliation, Member

from .audiences import Field
from .directory import Query, find, searchable
from .models import Profile
from .seeing import Viewer, readable

PAGE = 25
NAMED, UNNAMED = ("name_fold", "public_id"), ("public_id",)
# By member: the first few at once, for these fill a page where there are many; else all that follow.
FEW = 3


@dataclass(frozen=True)
class Page:
    """Some rows, and where the next page begins."""

    profiles: Sequence[Profile]
    next_key: str


@dataclass(frozen=True)
class Last:
    """The row a page ended with, as its viewer may place it: the name of the member, and whether there is a name."""

    profile: Profile
    named: bool
    place: str | None


def page_of(viewer: Viewer, query: Query, after: str) -> Page:
    """One page in order, from the row after this one on."""
    last = _last(viewer, after)
    rows = find(viewer, query)
    pieces: Iterator[QuerySet[Profile]] = (
        _by_member(rows, viewer, last) if query.sort == "member" else _by_name(rows, viewer, last)
    )
    if query.words and query.sort != "member":
        # Only whose name may be read is found by it: nobody follows without one.
        pieces = islice(pieces, 1)
    found: list[Profile] = []
    for piece in pieces:
        found += piece[: PAGE + 1 - len(found)]
        if len(found) > PAGE:
            break
    return Page(found[:PAGE], str(found[PAGE - 1].public_id) if len(found) > PAGE else "")


def _by_name(rows: QuerySet[Profile], viewer: Viewer, last: Last | None) -> Iterator[QuerySet[Profile]]:
    """Who may be named by name, then the others in no telling order."""
    knows = readable(Field.NAME, viewer)
    if last is None or last.named:
        yield _after(rows.filter(knows), NAMED, last)
        last = None
    yield _after(rows.exclude(knows), UNNAMED, last)


def _by_member(rows: QuerySet[Profile], viewer: Viewer, last: Last | None) -> Iterator[QuerySet[Profile]]:
    """Member by member, each as by name; then whose member may not be read, or who serves nowhere now."""
    told = readable(Field.COUNTRY, viewer)
    posts = Affiliation.objects.filter(valid_to=None)
    if last is None or last.place is not None:
        members = list(Member.objects.order_by("name", "pk"))
        if last is not None:
            members = [member for member in members if member.name >= (last.place or "")]
            yield from _by_name(
                rows.filter(told, person__in=posts.filter(member__in=members[:1]).values("person")), viewer, last
            )
            members, last = members[1:], None
        for some in (members[:FEW], members[FEW:]):
            yield from _of_members(rows.filter(told), some, viewer)
    serving = posts.values("person")
    yield from _by_name(rows.exclude(told, person__in=serving), viewer, last)


def _of_members(rows: QuerySet[Profile], members: list[Member], viewer: Viewer) -> Iterator[QuerySet[Profile]]:
    """Whole members in one question, in the order of the list."""
    if not members:
        return
    posts = Affiliation.objects.filter(valid_to=None, member__in=members).values("person")
    turn = Case(
        *[When(person__affiliations__member=member, then=Value(no)) for no, member in enumerate(members)],
        output_field=SmallIntegerField(),
    )
    knows = readable(Field.NAME, viewer)
    found = rows.filter(person__in=posts, person__affiliations__valid_to=None).annotate(
        turn=turn,
        unnamed=Case(When(knows, then=0), default=1, output_field=SmallIntegerField()),
        shown_name=Case(When(knows, then="name_fold"), default=Value("")),
    )
    yield found.order_by("turn", "unnamed", "shown_name", "public_id")


def _after(rows: QuerySet[Profile], order: Sequence[str], last: Last | None) -> QuerySet[Profile]:
    """In this order, from the row after the last one. The first bound says nothing new, and makes it a range of the index."""
    if last is None:
        return rows.order_by(*order)
    steps, same = [], Q()
    for name in order:
        value = getattr(last.profile, name)
        steps.append(same & Q(**{f"{name}__gt": value}))
        same &= Q(**{name: value})
    bound = {f"{order[0]}__gte": getattr(last.profile, order[0])}
    return rows.filter(reduce(or_, steps), **bound).order_by(*order)


def _last(viewer: Viewer, after: str) -> Last | None:
    """Read among those the viewer may look for, so that a guessed id tells nothing."""
    try:
        found: Any = searchable(viewer).filter(public_id=UUID(after)) if after else Profile.objects.none()
    except ValueError:
        return None
    flags = {"named": Field.NAME, "placed": Field.COUNTRY}
    row = found.annotate(
        **{name: Case(When(readable(field, viewer), then=1), default=0) for name, field in flags.items()}
    ).first()
    if row is None:
        return None
    post = row.person.affiliations.filter(valid_to=None).select_related("member").first() if row.placed else None
    return Last(row, bool(row.named), post.member.name if post else None)
