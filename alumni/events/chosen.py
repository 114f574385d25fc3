"""Why somebody is on a list, beside what helps to see whether they belong there: read as the list is looked through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from alumni.profiles.finding import Facts, facts_of
from alumni.profiles.languages import NAMES, language_name
from alumni.profiles.models import Engagement
from cms.taxonomy.models import Programme
from lms.accounts.models import AgencyType, Member
from lms.notifications.models import Frequency, Preference

from .models import Invitation

STREAM = "events"


@dataclass(frozen=True)
class Row:
    """One person on the list."""

    invitation: Invitation
    serves: str
    mail_in: str
    speaks: str
    why: str
    wants_none: bool


def rows_of(invitations: Sequence[Invitation], criteria: Mapping[str, Any]) -> list[Row]:
    """These people with their facts, and which of what was asked each of them fits: five queries."""
    keys = [row.person_id for row in invitations if row.person_id]
    facts = facts_of(keys)
    off = Preference.objects.filter(person__in=keys, stream=STREAM, frequency=Frequency.OFF)
    without = set(off.values_list("person", flat=True))
    mails = dict(settings.LANGUAGES)
    return [
        Row(
            row,
            serves=" · ".join(text for text in (one.member[1], one.agency_type[1]) if text),
            mail_in=mails.get(row.person.language, row.person.language) if row.person else "",
            speaks=", ".join(one.languages.values()),
            why="; ".join(_fits(one, criteria)),
            wants_none=row.person_id in without,
        )
        for row in invitations
        for one in [facts.get(row.person_id or 0, Facts())]
    ]


def asked_for(criteria: Mapping[str, Any]) -> list[str]:
    """What was looked for, in words; nothing where nothing narrowed it."""
    asked = []
    if codes := criteria.get("member"):
        asked.append(_said(_("Member"), Member.objects.filter(code__in=codes).values_list("name", flat=True)))
    if codes := criteria.get("agency_type"):
        asked.append(_said(_("Kind of agency"), map(str, AgencyType.objects.filter(code__in=codes))))
    if codes := criteria.get("theme"):
        asked.append(_said(_("Theme"), Programme.objects.filter(code__in=codes).values_list("name", flat=True)))
    if codes := criteria.get("language"):
        asked.append(_said(_("Language"), [language_name(code) for code in codes if code in NAMES]))
    if keys := criteria.get("course"):
        asked.append(_said(_("Course completed"), _titles(course__in=keys)))
    if keys := criteria.get("workshop"):
        asked.append(_said(_("Workshop attended"), _titles(ref__in=keys)))
    if criteria.get("alumni_only"):
        asked.append(_("Alumni only"))
    return asked


def _fits(one: Facts, criteria: Mapping[str, Any]) -> list[str]:
    """Of what was asked, what is true of this person; where nothing was asked, that they are a verified officer."""
    fits = [text for name, (code, text) in (("member", one.member), ("agency_type", one.agency_type))
            if code in criteria.get(name, ())]  # fmt: skip
    for name, known in (("theme", one.themes), ("language", one.languages)):
        fits += [known[code] for code in criteria.get(name, ()) if code in known]
    wanted = {str(key) for name in ("course", "workshop") for key in criteria.get(name, ())}
    fits += [title for key, title in one.done.items() if key in wanted]
    if criteria.get("alumni_only") and one.done and not wanted:
        fits.append(_("completed training"))
    return fits or ([] if criteria else [_("verified officer")])


def _said(label: str, values: Any) -> str:
    return _("%(label)s: %(values)s") % {"label": label, "values": _(" or ").join(str(value) for value in values)}


def _titles(**where: Any) -> list[str]:
    found = Engagement.objects.filter(**where).select_related("course__masked_as").order_by("ref", "-pk")[:500]
    return sorted({one.shown_title() for one in found})
