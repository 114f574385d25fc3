"""The name beside a post, a reply, a row: for many people at once, as one viewer may read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import RoleGrant, User

from .audiences import Field
from .cards import initials_of, present_post, shown_name
from .models import Profile
from .seeing import Viewer, fields_open_to, may_know, pks_of, with_facts

# They act for the network, not for themselves: their names are known.
OFFICIAL: dict[str, Promise] = {
    RoleGrant.Role.STAFF: _("Regional Support Office"),
    RoleGrant.Role.ADMIN: _("Regional Support Office"),
    RoleGrant.Role.MODERATOR: _("Moderator"),
}


@dataclass(frozen=True)
class Byline:
    """Who wrote something, as one viewer may read it. `url` leads to the card where there is one."""

    name: str
    detail: str = ""
    initials: str = ""
    url: str | None = None


def bylines(people: Iterable[Any], viewer: Any) -> dict[int, Byline]:
    """A byline for each of these people (or keys), by their key; as many queries for one as for a thousand."""
    pks = pks_of(people)
    viewer = Viewer.of(viewer)
    profiles = {one.person_id: one for one in with_facts(Profile.objects.filter(person__in=pks), viewer)}
    official = _officials(pks)
    return {pk: official.get(pk) or _byline(profiles.get(pk), viewer) for pk in pks}


def _officials(pks: list[int]) -> dict[int, Byline]:
    """Staff and moderators by name and office; who left is named as nobody in particular."""
    grants = RoleGrant.objects.standing(timezone.now()).filter(person__in=pks, role__in=OFFICIAL)
    found = {
        pk: Byline(name, str(OFFICIAL[role]), initials_of(name))
        for pk, name, role in grants.order_by("-role").values_list("person", "person__full_name", "role")
    }
    gone = User.objects.filter(pk__in=pks, state=User.State.ERASED).values_list("pk", flat=True)
    return found | dict.fromkeys(gone, Byline(str(_("Former member"))))


def _byline(profile: Any, viewer: Viewer) -> Byline:
    if profile is None:
        return Byline(str(_("An officer")))
    fields = fields_open_to(viewer, profile)
    name, post = shown_name(profile, fields), present_post(profile)
    parts = [(Field.COUNTRY, post.member.name), (Field.AGENCY_TYPE, str(post.agency_type))] if post else []
    # A country that already stands in the place of the name is not said twice.
    said = {Field.COUNTRY} if Field.NAME not in fields else set()
    detail = " · ".join(text for field, text in parts if field in fields and field not in said)
    named = Field.NAME in fields
    seen = may_know(viewer, profile, fields)
    return Byline(name, detail, initials_of(name) if named else "", profile.get_absolute_url() if seen else None)
