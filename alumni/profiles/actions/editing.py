"""What people say about themselves, to whom, and whether they are found at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from lms.accounts.models import User
from lms.audit.log import record

from ..audiences import CHOSEN, Audience, Field, allowed
from ..models import Alias, FieldAudience, Opening, Profile, SpokenLanguage
from .engaging import refresh_names

OWN = ["romanised_name", "unit", "role_title"]


class TooOpen(ValueError):  # noqa: N818 - named by what is wrong
    """A field cannot be opened to that many."""


@dataclass(frozen=True)
class Facts:
    """A profile as its owner wants it: everything they may say, and who may read which part."""

    romanised_name: str = ""
    aliases: tuple[str, ...] = ()
    unit: str = ""
    role_title: str = ""
    languages: tuple[tuple[str, str], ...] = ()
    themes: tuple[Any, ...] = ()
    audiences: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def edit(profile: Profile, facts: Facts, *, by: User) -> Profile:
    """Keep what the owner says. Each part takes effect at once, on every page (rule 6)."""
    profile = _locked(profile)
    for name in OWN:
        setattr(profile, name, getattr(facts, name))
    profile.save(update_fields=OWN)
    profile.themes.set(facts.themes)
    profile.aliases.all().delete()
    Alias.objects.bulk_create(Alias(profile=profile, name=name) for name in dict.fromkeys(facts.aliases))
    profile.languages.all().delete()
    spoken = dict(facts.languages)
    SpokenLanguage.objects.bulk_create(
        SpokenLanguage(profile=profile, code=code, level=level) for code, level in spoken.items()
    )
    _open(profile, facts.audiences)
    refresh_names(profile)
    record("profiles.edit", profile, by=by, audiences=dict(facts.audiences))
    return profile


def _open(profile: Profile, audiences: Mapping[str, str]) -> None:
    for name, chosen in audiences.items():
        part, audience = Field(name), Audience(chosen)
        if part not in CHOSEN or audience not in allowed(part):
            raise TooOpen(f"{part} cannot be opened to {audience}.")
        FieldAudience.objects.update_or_create(profile=profile, field=part, defaults={"audience": audience})


@transaction.atomic
def open_part(profile: Profile, part: Field, audience: Audience, *, by: User) -> Profile:
    """Another audience for one part, the others as they are; it takes effect at once. Safe twice."""
    profile = _locked(profile)
    if not profile.audiences.filter(field=part, audience=audience).exists():
        _open(profile, {part.value: audience.value})
        record("profiles.edit", profile, by=by, audiences={part.value: audience.value})
    return profile


@transaction.atomic
def list_publicly(profile: Profile, *, by: User) -> Profile:
    """Let the network find this person. The audiences of the fields hold from now on. Safe twice."""
    return _turn(profile, Profile.Listing.LISTED, "profiles.list", by)


@transaction.atomic
def hide(profile: Profile, *, by: User) -> Profile:
    """From this moment nobody finds this person any more, but for RSO staff who say why. Safe twice."""
    return _turn(profile, Profile.Listing.HIDDEN, "profiles.hide", by)


def _turn(profile: Profile, listing: str, act: str, by: User) -> Profile:
    profile = _locked(profile)
    if profile.listing != listing:
        profile.listing = listing
        profile.save(update_fields=["listing"])
        record(act, profile, by=by)
    return profile


@transaction.atomic
def open_hidden(profile: Profile, *, reason: str, by: User) -> Opening:
    """Somebody of the RSO reads a profile that is not listed. The reason is kept with it; the log says that it happened."""
    opening = Opening.objects.create(profile=profile, by=by, reason=reason)
    record("profiles.open_hidden", profile, by=by)
    return opening


def _locked(profile: Profile) -> Profile:
    return Profile.objects.select_for_update(of=("self",)).select_related("person").get(pk=profile.pk)
