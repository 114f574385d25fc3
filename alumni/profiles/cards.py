"""The one serialiser: what a viewer reads of a person, on a page, in a list, in a mail, in a file and beside a post.

Nothing else in the platform may read a profile for somebody else to see.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.credentials.names import initials as letters_of
from courses.learning.models import Achievement

from .audiences import Audience, Field, Relation, open_fields
from .languages import language_name
from .models import Engagement, Profile, SpokenLanguage
from .seeing import Viewer, fields_open_to, may_know, with_facts


@dataclass(frozen=True)
class Card:
    """What one viewer reads of one person. What they may not read is simply not there."""

    public_id: uuid.UUID
    name: str
    native_name: str = ""
    romanised_name: str = ""
    aliases: tuple[str, ...] = ()
    is_named: bool = False
    initials: str = ""
    country: str = ""
    agency_type: str = ""
    agency: str = ""
    unit: str = ""
    role: str = ""
    languages: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    courses: tuple[str, ...] = ()
    workshops: tuple[str, ...] = ()
    email: str = ""
    url: str = ""
    is_self: bool = False
    # Whether the viewer may know that this person is listed at all.
    is_known: bool = False

    def detail(self) -> str:
        """Where the person serves, as far as it may be read; a member that stands in the name's place not once more."""
        country = self.country if self.is_named else ""
        return " · ".join(part for part in (country, self.agency_type) if part)


def card_of(profile: Profile, viewer: Any, *, with_reason: bool = False) -> Card:
    """One card. `with_reason` is for staff who said why they open a hidden profile."""
    return cards_of([profile], viewer, with_reason=with_reason)[0]


def cards_of(profiles: Iterable[Profile], viewer: Any, *, with_reason: bool = False) -> list[Card]:
    """Cards in the order given; the number of queries does not grow with the number of profiles."""
    viewer = Viewer.of(viewer)
    order = [profile.pk for profile in profiles]
    found = {profile.pk: profile for profile in _whole(order, viewer)}
    return [_card_for(viewer, found[pk], with_reason=with_reason) for pk in order if pk in found]


def _card_for(viewer: Viewer, profile: Any, *, with_reason: bool) -> Card:
    fields = fields_open_to(viewer, profile, with_reason=with_reason)
    card = _card(profile, fields, is_self=viewer.pk == profile.person_id)
    return replace(card, is_known=may_know(viewer, profile, fields))


def card_as(profile: Profile, circle: str) -> Card:
    """One's own card as others read it, or would if one were listed (A4): the same rules, an imagined viewer."""
    viewer = Viewer()
    whole = _whole([profile.pk], viewer)[0]
    chosen = {row.field: row.audience for row in whole.audiences.all()}
    relation = IMAGINED[circle]
    return _card(whole, open_fields(chosen, relation, listed=True), is_self=False)


def unnamed_as(profile: Profile) -> str:
    """What stands in the place of the name for those who completed training; nothing where they read the name."""
    card = card_as(profile, Audience.ALUMNI.value)
    return "" if card.is_named else card.name


def cards_with(profiles: Iterable[Profile], fields: frozenset[Field]) -> list[Card]:
    """Cards of exactly these fields: what a person agreed to show one other person, and nothing else."""
    order = [profile.pk for profile in profiles]
    found = {profile.pk: profile for profile in _whole(order, Viewer())}
    return [_card(found[pk], fields, is_self=False) for pk in order]


# Who a person may look at their own profile as.
IMAGINED = {
    Audience.MEMBERS.value: Relation(is_member=True),
    Audience.ALUMNI.value: Relation(is_member=True, is_alumnus=True),
    Audience.SAME_COUNTRY.value: Relation(is_member=True, is_alumnus=True, is_compatriot=True),
    Audience.COHORT.value: Relation(is_member=True, is_alumnus=True, is_mate=True),
    Audience.RSO.value: Relation(is_member=True, is_staff=True),
}


def _whole(pks: list[int], viewer: Viewer) -> list[Any]:
    done = Engagement.objects.standing().select_related("course__masked_as")
    facts = with_facts(Profile.objects.filter(pk__in=pks), viewer)
    return list(facts.prefetch_related("languages", "themes", "aliases", Prefetch("engagements", done, to_attr="done")))


def shown_name(profile: Any, fields: frozenset[Field]) -> str:
    """The name, or what stands in its place: "Officer, Thailand"."""
    if Field.NAME in fields:
        return str(profile.person.full_name)
    post = present_post(profile)
    if Field.COUNTRY in fields and post:
        return _("Officer, %(country)s") % {"country": post.member.name}
    return _("An officer")


def present_post(profile: Any) -> Any:
    return next(iter(profile.person.present_posts), None)


def initials_of(name: str) -> str:
    """Two letters at most, in the script of the name."""
    return "".join(letters_of(name).replace(".", "").split()[:2])


def _card(profile: Any, fields: frozenset[Field], *, is_self: bool) -> Card:
    parts = {
        Field.NAME: _names, Field.COUNTRY: _country, Field.AGENCY_TYPE: _agency_type, Field.AGENCY: _agency,
        Field.ROLE: _role, Field.LANGUAGES: _languages, Field.THEMES: _themes, Field.COURSES: _courses,
        Field.WORKSHOPS: _workshops, Field.WORK_EMAIL: _email,
    }  # fmt: skip
    name = shown_name(profile, fields)
    card = Card(profile.public_id, name, is_self=is_self, url=reverse("profiles:card", args=[profile.public_id]))
    for field in Field:
        if field in fields:
            card = replace(card, **parts[field](profile))
    return card


def _names(profile: Any) -> dict[str, Any]:
    person = profile.person
    return {
        "native_name": "" if person.native_name == person.full_name else person.native_name,
        "romanised_name": "" if profile.romanised_name == person.full_name else profile.romanised_name,
        "aliases": tuple(alias.name for alias in profile.aliases.all()),
        "is_named": True,
        "initials": initials_of(person.full_name),
    }


def _country(profile: Any) -> dict[str, Any]:
    post = present_post(profile)
    return {"country": post.member.name if post else ""}


def _agency_type(profile: Any) -> dict[str, Any]:
    post = present_post(profile)
    return {"agency_type": str(post.agency_type) if post else ""}


def _agency(profile: Any) -> dict[str, Any]:
    post = present_post(profile)
    return {"agency": post.agency if post else "", "unit": profile.unit}


def _role(profile: Any) -> dict[str, Any]:
    post = present_post(profile)
    rank = str(post.get_rank_band_display()) if post and post.rank_band else ""
    return {"role": " · ".join(part for part in (profile.role_title, rank) if part)}


def _languages(profile: Any) -> dict[str, Any]:
    levels = dict(SpokenLanguage.Level.choices)
    return {"languages": tuple(f"{language_name(one.code)} ({levels[one.level]})" for one in profile.languages.all())}


def _themes(profile: Any) -> dict[str, Any]:
    return {"themes": tuple(theme.name for theme in profile.themes.all())}


def _courses(profile: Any) -> dict[str, Any]:
    return {"courses": _titles(one for one in profile.done if one.is_course())}


def _workshops(profile: Any) -> dict[str, Any]:
    return {"workshops": _titles(one for one in profile.done if not one.is_course())}


def _titles(done: Iterable[Engagement]) -> tuple[str, ...]:
    kinds = dict(Achievement.Kind.choices)
    return tuple(one.shown_title() if one.is_course() else f"{one.shown_title()} – {kinds[one.kind]}" for one in done)


def _email(profile: Any) -> dict[str, Any]:
    return {"email": profile.person.email}
