"""About forty officers at every stage, brought there by the actions they would have used themselves."""

import json
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from courses.assessment import actions as assessment
from courses.assessment.models import Attempt
from courses.catalogue.models import CoursePage
from courses.credentials import actions as credentials
from courses.credentials.models import Certificate
from courses.learning import actions as learning
from courses.learning.journey import journey
from courses.learning.models import Enrolment
from lms.accounts import actions as accounts
from lms.accounts.facts import Details
from lms.accounts.models import Invitation, User

from .accounts import DOMAIN, PASSWORD, post

PEOPLE = Path(__file__).parents[1] / "content" / "demo" / "people.json"
SPACE = UUID("6f1d2f6e-4f0e-4a53-9a37-2d9d1c2f5b10")


def make_people(course: CoursePage, *, staff: User, officer: User) -> int:
    """Everyone of the list, and the demo officer half way through the course. Those that exist are left as they are."""
    made = 0
    for number, row in enumerate(json.loads(PEOPLE.read_text())):
        made += make_person(row, course, staff, weeks=12 - number % 10)
    if not Enrolment.objects.filter(learner=officer).exists():
        _study(officer, course, lessons=6, began=timezone.now() - timedelta(days=9))
    return made


@transaction.atomic
def make_person(row: dict[str, Any], course: CoursePage, staff: User, *, weeks: int) -> bool:
    """One officer of a list, brought to their stage; whether they were made now."""
    email = f"{row['key']}@{DOMAIN}"
    if User.objects.filter(email=email).exists() or Invitation.objects.filter(email=email).exists():
        return False
    where = post(row["member"], row["agency_type"], row["agency"], row["rank"])
    if row["stage"] == "invited":
        accounts.invite(email, row["full_name"], where, by=staff)
        return True
    details = Details(row["full_name"], row["native_name"], row["sex"], row["language"])
    person = accounts.sign_up(email, PASSWORD, details, where, agreed=["account"])
    accounts.confirm_address(person)
    if row["stage"] != "unverified":
        person = accounts.verify(person, by=staff)
        take_course(person, course, row["stage"], staff, timezone.now() - timedelta(weeks=weeks))
    return True


def take_course(person: User, course: CoursePage, stage: str, staff: User, began: datetime) -> None:
    """Bring a verified officer to a stage: verified, enrolled, lessons:N, withdrawn, failed, completed, certificate-withdrawn."""
    if stage == "verified":
        return
    what, _, number = stage.partition(":")
    lessons = {"enrolled": 0, "withdrawn": 4, "lessons": int(number or 0)}.get(what, 99)
    enrolment = _study(person, course, lessons=lessons, began=began)
    if what == "withdrawn":
        learning.withdraw(enrolment, by=person)
    if what in {"failed", "completed", "certificate-withdrawn"}:
        _take_final(person, enrolment, passing=what != "failed", at=began + timedelta(days=12))
    if what == "certificate-withdrawn":
        certificate = Certificate.objects.get(person=person)
        credentials.withdraw(
            certificate, reason="error", note="Entered twice by mistake; see the office's file.", by=staff
        )


def _study(person: User, course: CoursePage, *, lessons: int, began: datetime) -> Enrolment:
    enrolment = learning.enrol(person, course, by=person, at=began)
    for stop in journey(enrolment).stops[:lessons]:
        mark = uuid5(SPACE, f"{enrolment.registration}:{stop.lesson.page_key}")
        at = began + timedelta(hours=9 * stop.number)
        learning.mark_done(enrolment, stop.lesson.page_key, client_uuid=mark, locale="en", at=at)
    return enrolment


def _take_final(person: User, enrolment: Enrolment, *, passing: bool, at: datetime) -> None:
    """Answers every question: nearly all right, or too few."""
    accounts.confirm_certificate_name(person, person.full_name, by=person)
    quiz = enrolment.course.final
    if quiz is None:
        return
    attempt = assessment.start(person, quiz, context=enrolment.registration, at=at, by=person)
    chance, numbers = Random(person.pk), count(1)  # noqa: S311 - the same country every time
    wrong = set(chance.sample(range(1, attempt.slots.count() + 1), 2 if passing else 9))
    for slot in attempt.slots.select_related("revision").prefetch_related("revision__options"):
        response = _answer(slot, right=slot.position not in wrong)
        sent = assessment.Answer(
            position=slot.position,
            response=response,
            client_uuid=uuid5(SPACE, f"{attempt.public_id}:{slot.position}"),
            client_seq=next(numbers),
            locale="en",
        )
        assessment.save_answer(attempt, sent, at=at + timedelta(minutes=slot.position))
    attempt = Attempt.objects.get(pk=attempt.pk)
    assessment.submit(attempt, at=at + timedelta(minutes=30), by=person)


def _answer(slot: Any, *, right: bool) -> tuple[str, ...]:
    keys = [str(option.key) for option in slot.revision.options.all() if option.correct]
    others = [str(option.key) for option in slot.revision.options.all() if not option.correct]
    return tuple(sorted(keys)) if right else tuple(others[:1])
