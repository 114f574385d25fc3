"""What a report is asked for: a period and what it is narrowed to. And the names under which it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _

from cms.taxonomy.models import CooperationArea, Purpose
from lms.accounts.models import AgencyType, Member

from .counting import Asked
from .hiding import ACROSS_MEMBERS, WITHIN_ONE
from .period import Period
from .tables import AGENCY_TYPE, MEMBER, NONE, NOT_RECORDED, PURPOSE, SEVERAL, Names

# Instead of a period's code: the days themselves stand in the address.
DAYS = "days"


@dataclass(frozen=True)
class Question:
    """One report as it is asked for."""

    period: Period
    purpose: Purpose | None = None
    area: CooperationArea | None = None
    member: Member | None = None

    @property
    def k(self) -> int:
        """Members are compared, or one member reads of itself (decision 24)."""
        return WITHIN_ONE if self.member else ACROSS_MEMBERS

    def asked(self) -> Asked:
        start, end = self.period.moments(get_default_timezone())
        keys = {name: one.pk for name, one in self._chosen().items()}
        return Asked(start, end, **keys)

    def narrowed(self) -> list[dict[str, str]]:
        """What it is narrowed to, for people and for comparing."""
        labels = {"purpose": _("Strategic purpose"), "area": _("Area of cooperation"), "member": _("Member")}
        return [
            {"name": name, "key": code_of(one), "label": str(labels[name]), "text": str(one)}
            for name, one in self._chosen().items()
        ]

    def values(self) -> dict[str, str]:
        """As they stand in the address."""
        days = {"first": self.period.first.isoformat(), "last": self.period.last.isoformat()}
        code = self.period.code()
        when = {"period": DAYS, **days} if "--" in code else {"period": code}
        return when | {name: code_of(one) for name, one in self._chosen().items()}

    def _chosen(self) -> dict[str, Any]:
        chosen = {"purpose": self.purpose, "area": self.area, "member": self.member}
        return {name: one for name, one in chosen.items() if one is not None}


def code_of(one: Purpose | CooperationArea | Member) -> str:
    """What a purpose, an area or a member is known by for good."""
    if isinstance(one, Member):
        return one.code
    return f"{one.period.code}-{one.number if isinstance(one, Purpose) else one.code}"


def period_name(period: Period) -> str:
    """For people: the quarter or the year by its name, and always the days."""
    days = _("%(first)s to %(last)s") % {"first": day_name(period.first), "last": day_name(period.last)}
    code = period.code()
    if "--" in code:
        return days
    if "-Q" not in code:
        return f"{code} ({days})"
    year, number = code.split("-Q")
    return _("Quarter %(number)s of %(year)s (%(days)s)") % {"number": number, "year": year, "days": days}


def day_name(day: date | datetime) -> str:
    return date_format(day, "j F Y")


@dataclass(frozen=True)
class Registry:
    """Members, kinds of agency and purposes: by their names in order, and by the keys of their rows."""

    names: Names
    codes: Mapping[str, Mapping[Any, Any]]


def registry(question: Question) -> Registry:
    """Three questions. Of one member there is no table by member."""
    members, kinds, purposes = Member.objects.all(), AgencyType.objects.all(), Purpose.objects.select_related("period")
    names = {
        MEMBER: {one.code: one.name for one in members} | {NOT_RECORDED: _("Not recorded")},
        AGENCY_TYPE: {one.code: str(one) for one in kinds} | {NOT_RECORDED: _("Not recorded")},
        PURPOSE: {code_of(one): str(one) for one in purposes}
        | {SEVERAL: _("Several purposes"), NONE: _("No purpose recorded")},
    }
    codes = {MEMBER: {one.pk: one.code for one in members}, AGENCY_TYPE: {one.pk: one.code for one in kinds}}
    codes[PURPOSE] = {one.pk: code_of(one) for one in purposes}
    if question.member:
        del names[MEMBER]
    return Registry(names, codes)
