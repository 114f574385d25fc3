"""The directory: the listed, as one viewer finds them. A field they may not read neither finds, counts nor sorts (9.3)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cms.taxonomy.models import Programme
from lms.accounts.models import Affiliation, AgencyType, Member
from lms.search.tokens import query_tokens

from .audiences import Field
from .models import Profile, SpokenLanguage
from .phonetics import sound, words_of
from .seeing import Viewer, is_mate_of, readable

MOST_WORDS = 8


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


def searchable(viewer: Viewer) -> QuerySet[Profile]:
    """Whom this viewer may look for: alumni, moderators and staff all the listed; others those of their own workshops."""
    listed: Any = Profile.objects.listed()
    if not viewer.is_member:
        listed = listed.none()
    elif not (viewer.is_staff or viewer.is_alumnus or viewer.is_moderator):
        listed = listed.filter(is_mate_of(viewer))
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
