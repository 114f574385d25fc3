"""Choosing people for an audience: by member, kind of agency, theme, language, and what they took part in. Staff only."""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from lms.accounts.models import Affiliation, User

from .audiences import Audience, Field
from .languages import language_name
from .models import Engagement, FieldAudience, Profile


@dataclass(frozen=True)
class Criteria:
    """Whom staff look for. What is left empty does not narrow; several values of one kind are alternatives."""

    members: Collection[int] = ()
    agency_types: Collection[int] = ()
    themes: Collection[int] = ()
    languages: Collection[str] = ()
    # Keys of course pages, public ids of workshops.
    courses: Collection[int] = ()
    workshops: Collection[UUID] = ()
    alumni_only: bool = False


@dataclass
class Facts:
    """What finds one person, as far as staff may read it: keys with the words for them."""

    member: tuple[str, str] = ("", "")
    agency_type: tuple[str, str] = ("", "")
    languages: dict[str, str] = field(default_factory=dict)
    themes: dict[str, str] = field(default_factory=dict)
    # By the key of the course page, or the public id of the workshop.
    done: dict[str, str] = field(default_factory=dict)


def facts_of(people: Collection[int]) -> dict[int, Facts]:
    """What `people_matching` finds these by: four queries, for any number of them."""
    found = {pk: Facts() for pk in people}
    posts = Affiliation.objects.filter(person__in=people, valid_to=None).select_related("member", "agency_type")
    for post in posts:
        found[post.person_id].member = (post.member.code, str(post.member))
        found[post.person_id].agency_type = (post.agency_type.code, str(post.agency_type.label))
    told = _told(Field.LANGUAGES).filter(person__in=people).values_list("person", "languages__code")
    for person, code in told.exclude(languages=None):
        found[person].languages[code] = language_name(code)
    themes = _told(Field.THEMES).filter(person__in=people).values_list("person", "themes__code", "themes__name")
    for person, code, name in themes.exclude(themes=None):
        found[person].themes[code] = name
    done = Engagement.objects.standing().filter(profile__person__in=people).select_related("course__masked_as")
    for one in done.annotate(person=F("profile__person")):
        key = str(one.course_id if one.is_course() else one.ref)
        found[one.person].done[key] = one.shown_title()
    return found


def people_matching(criteria: Criteria) -> QuerySet[User]:
    """Verified people who fit. Themes and languages count only for people who are listed and let the RSO read them."""
    people: QuerySet[User] = User.objects.verified().filter(is_active=True)
    post = Affiliation.objects.filter(person=OuterRef("pk"), valid_to=None)
    if criteria.members:
        post = post.filter(member__in=criteria.members)
    if criteria.agency_types:
        post = post.filter(agency_type__in=criteria.agency_types)
    if criteria.members or criteria.agency_types:
        people = people.filter(Exists(post))
    if criteria.themes:
        people = people.filter(profile__in=_told(Field.THEMES).filter(themes__in=criteria.themes))
    if criteria.languages:
        people = people.filter(profile__in=_told(Field.LANGUAGES).filter(languages__code__in=criteria.languages))
    if criteria.courses or criteria.workshops or criteria.alumni_only:
        people = people.filter(profile__in=_engaged(criteria).values("profile"))
    return people.order_by("name_key", "pk")


def _told(field: Field) -> QuerySet[Profile]:
    """Profiles that may be used for this field: a hidden one only with a consent of its own, which nobody is asked for yet."""
    closed = FieldAudience.objects.filter(profile=OuterRef("pk"), field=field, audience=Audience.NOBODY)
    return Profile.objects.listed().exclude(Exists(closed))


def _engaged(criteria: Criteria) -> QuerySet[Engagement]:
    engagements = Engagement.objects.standing()
    if criteria.courses or criteria.workshops:
        engagements = engagements.filter(Q(course__in=criteria.courses) | Q(ref__in=criteria.workshops))
    return engagements
