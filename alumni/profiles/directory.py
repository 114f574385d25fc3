"""The directory: the listed, as one viewer finds them. A field they may not read neither finds, counts nor sorts (9.3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, SmallIntegerField, Subquery, Value, When

from cms.taxonomy.models import Programme
from lms.accounts.models import Affiliation, AgencyType, Member
from lms.search.tokens import query_tokens

from .audiences import Field
from .models import Profile, SpokenLanguage
from .phonetics import sound, words_of
from .seeing import Viewer, readable, related_to

PAGE = 25
MOST_WORDS = 8
# The order in which rows follow each other; each is an annotation.
ORDER = ("told", "place", "named", "shown_name", "public_id")


@dataclass(frozen=True)
class Query:
    """What somebody looks for."""

    words: str = ""
    member: Member | None = None
    agency_type: AgencyType | None = None
    theme: Programme | None = None
    language: str = ""
    sort: str = ""

    def facets(self) -> dict[Field, Any]:
        """The filters in use, by the field each one asks."""
        asked = {
            Field.COUNTRY: self.member,
            Field.AGENCY_TYPE: self.agency_type,
            Field.THEMES: self.theme,
            Field.LANGUAGES: self.language,
        }
        return {field: value for field, value in asked.items() if value}


@dataclass(frozen=True)
class Page:
    """Some rows, and where the next page begins."""

    profiles: Sequence[Profile]
    next_key: str


def searchable(viewer: Viewer) -> QuerySet[Profile]:
    """Whom this viewer may look for: alumni, moderators and staff all the listed; others those of their own workshops."""
    listed: Any = related_to(Profile.objects.listed(), viewer)
    if not viewer.is_member:
        listed = listed.none()
    elif not (viewer.is_staff or viewer.is_alumnus or viewer.is_moderator):
        listed = listed.filter(is_mate=True)
    found: QuerySet[Profile] = listed
    return found


def find(viewer: Viewer, query: Query) -> QuerySet[Profile]:
    """All who fit, in no order."""
    found = named(searchable(viewer), viewer, query.words)
    for field, value in query.facets().items():
        found = found.filter(readable(field, viewer), CONDITIONS[field](value))
    return found


def named(profiles: QuerySet[Profile], viewer: Viewer, words: str) -> QuerySet[Profile]:
    """Whose name holds every word, in any order: by its beginning, in any script, or by its sound."""
    asked = words_of(words)[:MOST_WORDS]
    if words.strip() and not asked:
        return profiles.none()
    if asked:
        profiles = profiles.filter(readable(Field.NAME, viewer))
    for word in asked:
        profiles = profiles.filter(_spelt(word))
    return profiles


def _spelt(word: str) -> Q:
    begun = Q(name_fold__contains=f" {word}") | Q(name_key__contains=f" {sound(word)} ")
    tokens = query_tokens(word)
    inside = Q()
    for token in tokens:
        inside &= Q(search_tokens__contains=f" {token} ")
    return begun | inside if tokens else begun


def _posts(**where: Any) -> Q:
    return Q(Exists(Affiliation.objects.filter(person=OuterRef("person"), valid_to=None, **where)))


CONDITIONS: dict[Field, Any] = {
    Field.COUNTRY: lambda member: _posts(member=member),
    Field.AGENCY_TYPE: lambda kind: _posts(agency_type=kind),
    Field.THEMES: lambda theme: Q(
        Exists(Profile.themes.through.objects.filter(profile=OuterRef("pk"), programme=theme))
    ),
    Field.LANGUAGES: lambda code: Q(Exists(SpokenLanguage.objects.filter(profile=OuterRef("pk"), code=code))),
}


def page_of(viewer: Viewer, query: Query, after: str) -> Page:
    """One page in order, from the row after this one on."""
    rows = ordered(find(viewer, query), viewer, query.sort)
    last = _last(ordered(searchable(viewer), viewer, query.sort), after)
    if last is not None:
        rows = rows.filter(_after([getattr(last, name) for name in ORDER]))
    found = list(rows[: PAGE + 1])
    return Page(found[:PAGE], str(found[PAGE - 1].public_id) if len(found) > PAGE else "")


def ordered(profiles: QuerySet[Profile], viewer: Viewer, sort: str) -> QuerySet[Profile]:
    """By name, or by member and name. Whose name or member the viewer may not read stand last, in no telling order."""
    text = CharField()
    country = Affiliation.objects.filter(person=OuterRef("person"), valid_to=None).values("member__name")[:1]
    knows, knows_country = readable(Field.NAME, viewer), readable(Field.COUNTRY, viewer)
    by_country = sort == "member"
    told = Case(When(knows_country, then=0), default=1, output_field=SmallIntegerField())
    place = Case(When(knows_country, then=Subquery(country)), default=Value(""), output_field=text)
    return profiles.annotate(
        told=told if by_country else Value(0, output_field=SmallIntegerField()),
        place=place if by_country else Value("", output_field=text),
        named=Case(When(knows, then=0), default=1, output_field=SmallIntegerField()),
        shown_name=Case(When(knows, then="name_fold"), default=Value(""), output_field=text),
    ).order_by(*ORDER)


def _after(key: Iterable[Any]) -> Q:
    """Rows whose key is greater, column by column."""
    steps, same = [], Q()
    for name, value in zip(ORDER, key, strict=True):
        steps.append(same & Q(**{f"{name}__gt": value}))
        same &= Q(**{name: value})
    return reduce(or_, steps)


def _last(profiles: QuerySet[Profile], after: str) -> Any:
    """The row a page ended with, read among those the viewer may look for, so that a guessed id tells nothing."""
    try:
        return profiles.filter(public_id=UUID(after)).first() if after else None
    except ValueError:
        return None
