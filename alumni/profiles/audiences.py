"""Who may see which field of a profile. Plain rules, no database: levels, defaults, and the most each field allows.

A level is a test of its own, not a rung of a ladder: who is picked is who sees it (community.md section 9). Staff of the
RSO are admitted by every level but "nobody".
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """To whom a field is shown, from the closed to the open."""

    NOBODY = "nobody", _("Nobody")
    RSO = "rso", _("RSO staff only")
    COHORT = "cohort", _("People I attended a workshop with")
    GROUP = "group", _("People in a group of mine")
    SAME_COUNTRY = "same_country", _("Officers of my own member")
    ALUMNI = "alumni", _("Everybody who completed training")
    MEMBERS = "members", _("Every verified officer")


OPENNESS = list(Audience)
# The same in few words, beside a field.
SHORT = {
    Audience.NOBODY: _("Nobody"),
    Audience.RSO: _("RSO staff"),
    Audience.COHORT: _("My workshops"),
    Audience.GROUP: _("My groups"),
    Audience.SAME_COUNTRY: _("My own member"),
    Audience.ALUMNI: _("All who trained"),
    Audience.MEMBERS: _("All verified officers"),
}


class Field(models.TextChoices):
    """What a profile says, in parts that each have an audience."""

    NAME = "name", _("Name")
    COUNTRY = "country", _("Member")
    AGENCY_TYPE = "agency_type", _("Kind of agency")
    AGENCY = "agency", _("Agency and unit")
    ROLE = "role", _("Rank and role")
    LANGUAGES = "languages", _("Languages")
    THEMES = "themes", _("Themes")
    COURSES = "courses", _("Courses completed")
    WORKSHOPS = "workshops", _("Workshops")
    WORK_EMAIL = "work_email", _("Work e-mail")


@dataclass(frozen=True)
class Rule:
    """Where a field starts, and the most its owner may open it."""

    default: Audience
    most: Audience


RULES: Mapping[Field, Rule] = {
    Field.NAME: Rule(Audience.COHORT, Audience.MEMBERS),
    Field.COUNTRY: Rule(Audience.ALUMNI, Audience.MEMBERS),
    Field.AGENCY_TYPE: Rule(Audience.ALUMNI, Audience.MEMBERS),
    Field.AGENCY: Rule(Audience.COHORT, Audience.ALUMNI),
    Field.ROLE: Rule(Audience.COHORT, Audience.ALUMNI),
    Field.LANGUAGES: Rule(Audience.ALUMNI, Audience.MEMBERS),
    Field.THEMES: Rule(Audience.ALUMNI, Audience.MEMBERS),
    Field.COURSES: Rule(Audience.ALUMNI, Audience.MEMBERS),
    Field.WORKSHOPS: Rule(Audience.NOBODY, Audience.COHORT),
    # Otherwise by an accepted introduction, to that person.
    Field.WORK_EMAIL: Rule(Audience.RSO, Audience.RSO),
}
# What the owner chooses; an address is never theirs to publish.
CHOSEN = [field for field in Field if RULES[field].most != Audience.RSO]


def allowed(field: Field) -> list[Audience]:
    """The audiences the owner of a field may choose among."""
    return OPENNESS[: OPENNESS.index(RULES[field].most) + 1]


def effective(field: Field, chosen: str | None) -> Audience:
    """What holds: what was chosen, never more than the field allows; nobody where nothing is recorded."""
    audience = Audience(chosen) if chosen else Audience.NOBODY
    return min(audience, RULES[field].most, key=OPENNESS.index)


@dataclass(frozen=True)
class Relation:
    """What one viewer is to one profile."""

    is_self: bool = False
    is_staff: bool = False
    is_member: bool = False
    is_alumnus: bool = False
    is_mate: bool = False
    in_group: bool = False
    is_compatriot: bool = False


def admitted(relation: Relation) -> frozenset[Audience]:
    """The audiences this viewer belongs to."""
    if relation.is_staff:
        return frozenset(OPENNESS) - {Audience.NOBODY}
    if not relation.is_member:
        return frozenset()
    tests = {
        Audience.MEMBERS: True,
        Audience.ALUMNI: relation.is_alumnus,
        Audience.SAME_COUNTRY: relation.is_compatriot,
        Audience.GROUP: relation.in_group,
        Audience.COHORT: relation.is_mate,
    }
    return frozenset(audience for audience, holds in tests.items() if holds)


def open_fields(chosen: Mapping[str, str], relation: Relation, *, listed: bool) -> frozenset[Field]:
    """min(field, listing, what the viewer may): the fields this viewer reads. The owner reads all of them."""
    if relation.is_self:
        return frozenset(Field)
    if not listed:
        return frozenset()
    circles = admitted(relation)
    return frozenset(field for field in Field if effective(field, chosen.get(field)) in circles)
