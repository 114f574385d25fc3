"""Issuing: the row, with everything that will be printed, written in the transaction of the achievement."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from courses.catalogue.models import CoursePage
from courses.learning.models import Achievement
from lms.accounts.models import Member, Organisation, User
from lms.audit.log import record
from lms.faults import fault_point

from ..codes import new_code
from ..models import Certificate, Correction, SerialCounter, Signatory
from ..names import name_mark, search_key
from ..numbers import number_of
from ..pdf import CURRENT_TEMPLATE
from ..printing import hours_of, language_of_name

OFFICE = "Regional Support Office of the Bali Process"
PLACE = "Bangkok"
# More certificates than are ever issued between two backups.
SKIPPED = 1000
# What a new version of a certificate takes over from the one it replaces.
CARRIED = (
    "person_id", "achievement_id", "period", "title", "title_language", "hours", "completed_on", "cohort", "partners",
    "issuer_id", "issuer_name", "place", "signatory", "signatory_role", "language", "rule_version", "display",
)  # fmt: skip


@transaction.atomic
def issue(achievement: Achievement, *, by: User | None = None, at: datetime | None = None) -> Certificate | None:
    """The one certificate of an achievement. Safe twice: what was issued once stays as it is, withdrawn or not (C5, C10).

    Completed courses and attended workshops are certified so far; other achievements get none.
    """
    achievement = Achievement.objects.select_for_update(of=("self",)).select_related("person").get(pk=achievement.pk)
    earlier = achievement.certificates.order_by("pk").last()
    if earlier:
        return earlier
    facts = _facts(achievement)
    if facts is None:
        return None
    certificate = _insert(facts, at or timezone.now())
    record("credentials.issue", certificate, by=by, number=certificate.number)
    fault_point("certificate.issued")
    return certificate


@transaction.atomic
def reissue(
    certificate: Certificate, *, by: User, name: str = "", native_name: str = "", at: datetime | None = None
) -> Certificate:
    """A new version with its own number and code, linked to the old one. Safe twice (C3, C7).

    The old one becomes superseded; a withdrawn one stays withdrawn.
    """
    old = Certificate.objects.select_for_update().get(pk=certificate.pk)
    replacement = Certificate.objects.filter(replaces=old).first()
    if replacement:
        return replacement
    if old.state != Certificate.State.WITHDRAWN:
        old.state = Certificate.State.SUPERSEDED
        old.save(update_fields=["state"])
    facts = {field: getattr(old, field) for field in CARRIED}
    facts |= {"name": name or old.name, "native_name": native_name if name else old.native_name, "replaces": old}
    facts["name_language"] = language_of_name(facts["native_name"] or facts["name"], [old.name_language])
    new = _insert(facts, at or timezone.now())
    settled = {"settled_at": new.issued_at, "settled_by": by, "outcome": Correction.Outcome.ISSUED}
    old.corrections.open().update(**settled)
    record("credentials.reissue", new, by=by, replaces=old.number, number=new.number)
    return new


@transaction.atomic
def choose_display(certificate: Certificate, display: str, *, by: User) -> Certificate:
    """The holder decides what a stranger who has the code may see of their name (C8)."""
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if certificate.display != display:
        certificate.display = Certificate.Display(display)
        certificate.save(update_fields=["display"])
        record("credentials.display", certificate, by=by, display=display)
    return certificate


@transaction.atomic
def skip_numbers(*, since: datetime, by: User | None = None, count: int = SKIPPED) -> None:
    """After a restore: numbers given since the backup are on certificates in people's hands, so a block is left out.

    A number left out does no harm; one given twice would (F-28, INV-1).
    """
    zone = timezone.get_default_timezone()
    for year in range(timezone.localtime(since, zone).year, timezone.localtime(timezone=zone).year + 1):
        SerialCounter.objects.get_or_create(year=year)
        SerialCounter.objects.filter(year=year).update(last=F("last") + count)
        record("credentials.skip", None, by=by, year=year, count=count)


def _facts(achievement: Achievement) -> dict[str, Any] | None:
    """All that will be printed; None for a kind of achievement that is not certified."""
    completion = achievement.completion
    if achievement.kind == Achievement.Kind.COURSE and completion is not None:
        enrolment = completion.enrolment
        about = _course_facts(enrolment.course) | {"period": enrolment.period, "rule_version": completion.rule_version}
        return _person_facts(achievement, enrolment.member) | about
    if achievement.kind == Achievement.Kind.ATTENDED:
        post = achievement.person.affiliation()
        return _person_facts(achievement, post.member if post else None) | _workshop_facts(achievement)
    return None


def _person_facts(achievement: Achievement, member: Member | None) -> dict[str, Any]:
    person = achievement.person
    name, native_name = person.printed_name(), person.native_name
    spoken = member.languages.split(";") if member else []
    return {
        "person_id": person.pk,
        "achievement_id": achievement.pk,
        "name": name,
        "native_name": "" if native_name == name else native_name,
        "name_language": language_of_name(native_name or name, [person.language, *map(str.strip, spoken)]),
        "completed_on": timezone.localdate(achievement.achieved_at, timezone.get_default_timezone()),
    }


def _course_facts(course: CoursePage) -> dict[str, Any]:
    return {
        "title": course.title,
        "title_language": course.locale.language_code,
        "hours": hours_of(course.minutes),
        **_issuer_facts(course.organisation),
    }


def _workshop_facts(achievement: Achievement) -> dict[str, Any]:
    """What the achievement says of the workshop; nothing is asked of the workshop itself (C1)."""
    return {
        "title": achievement.title,
        "title_language": achievement.title_language or "en",
        "hours": hours_of(achievement.minutes),
        "cohort": achievement.cohort,
        "partners": achievement.partners,
        "rule_version": 1,
        **_issuer_facts(None),
    }


def _issuer_facts(organisation: Organisation | None) -> dict[str, Any]:
    issuer = organisation or Organisation.objects.filter(kind=Organisation.Kind.RSO).first()
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    signatory = Signatory.objects.signing(today).filter(organisation=issuer).first() if issuer else None
    issuer_name = issuer.name if issuer else OFFICE
    return {
        "issuer": issuer,
        "issuer_name": issuer_name,
        "place": (issuer and issuer.city) or PLACE,
        "signatory": signatory.name if signatory else issuer_name,
        "signatory_role": signatory.role if signatory else "",
    }


def _insert(facts: dict[str, Any], at: datetime) -> Certificate:
    code = new_code()
    return Certificate.objects.create(
        **facts,
        number=_next_number(at),
        code=code,
        issued_at=at,
        template_version=CURRENT_TEMPLATE,
        name_key=search_key(facts["name"], facts["native_name"]),
        name_mark=name_mark(code, facts["name"]),
    )


def _next_number(at: datetime) -> str:
    """The next number of the year, taken under lock; a rolled-back issue gives it back, an issued one never does."""
    year = timezone.localtime(at, timezone.get_default_timezone()).year
    SerialCounter.objects.get_or_create(year=year)
    counter = SerialCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return number_of(year, counter.last)
