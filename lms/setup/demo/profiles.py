"""The network of the demo: officers who completed the course, most of them listed, each as open as they chose."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from alumni.profiles import actions
from alumni.profiles.models import Introduction, Profile
from cms.taxonomy.models import Programme
from courses.catalogue.models import CoursePage
from courses.learning.models import Enrolment
from lms.accounts.models import User

from .accounts import DOMAIN
from .people import make_person, take_course

PROFILES = Path(__file__).parents[1] / "content" / "demo" / "profiles.json"
PURPOSE = (
    "We are preparing a guide for first interviews at a small airport and would like to hear how you brief "
    "interpreters before they meet a passenger."
)


def make_profiles(course: CoursePage, *, staff: User) -> int:
    """Everyone of the list; profiles that say something already are left as they are. How many are listed in the end."""
    rows = json.loads(PROFILES.read_text())
    for number, row in enumerate(rows):
        if "person" in row:
            make_person(row["person"], course, staff, weeks=14 - number % 9)
    _complete(_person("alumna"), course, staff)
    while actions.add_missed():
        pass
    for row in rows:
        _say(row)
    _introduce(asker=_person("budi"), asked=_person("alumna"))
    return Profile.objects.listed().count()


def _person(name: str) -> User:
    person: User = User.objects.get(email=f"{name}@{DOMAIN}")
    return person


def _complete(person: User, course: CoursePage, staff: User) -> None:
    if not Enrolment.objects.filter(learner=person).exists():
        take_course(person, course, "completed", staff, timezone.now() - timedelta(weeks=20))


def _say(row: dict[str, Any]) -> None:
    """What one officer wrote, and whether they let themselves be found."""
    person = _person(row["key"])
    profile = Profile.objects.get(person=person)
    if profile.languages.exists():
        return
    facts = actions.Facts(
        aliases=tuple(row["aliases"]),
        unit=row["unit"],
        role_title=row["role_title"],
        languages=tuple((code, level) for code, level in row["languages"]),
        themes=tuple(Programme.objects.filter(code__in=row["themes"])),
        audiences=row["audiences"],
    )
    actions.edit(profile, facts, by=person)
    if row["listed"]:
        actions.list_publicly(profile, by=person)


def _introduce(*, asker: User, asked: User) -> None:
    """One question waits for the alumna."""
    if not Introduction.objects.filter(asker=asker).exists():
        actions.ask(Profile.objects.get(person=asked), PURPOSE, by=asker)
