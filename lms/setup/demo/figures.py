"""Enough officers for figures by member to be shown, and the report a donor was given. Their names are plainly invented."""

from datetime import datetime, time, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import get_default_timezone, localdate

from courses.catalogue.models import CoursePage
from courses.learning import actions as learning
from lms.accounts import actions as accounts
from lms.accounts.facts import Details
from lms.accounts.models import User
from lms.reporting.actions import For, freeze
from lms.reporting.models import Snapshot
from lms.reporting.period import Period, before, quarter_of
from lms.reporting.question import Question

from .accounts import DOMAIN, post

# Member: women, men, and those whose sex is not recorded.
OFFICERS = {"TL": (12, 12, 0), "NZ": (13, 11, 0), "ID": (11, 12, 0), "PH": (11, 10, 18)}
KINDS = ("immigration", "police_general", "customs")
SPACE = UUID("0c7f3b7a-3a86-4a36-9a0e-7f5b1d1c2a44")


def make_figures(course: CoursePage, *, staff: User) -> int:
    """Officers who began in the last quarter that is over, and its report. What is there is left as it is."""
    period = before(quarter_of(localdate()))
    made = 0
    for member, numbers in OFFICERS.items():
        sexes = [sex for sex, number in zip(("female", "male", ""), numbers, strict=True) for _ in range(number)]
        for number, sex in enumerate(sexes, start=1):
            made += _officer(member, number, sex, course, staff, _began(period, number))
    key = uuid5(SPACE, "report")
    if not Snapshot.objects.filter(client_key=key).exists():
        told = For("Enrolments of the quarter", "A donor of the demo", "Shows what a frozen report looks like.")
        freeze(Question(period), told, client_key=key, by=staff)
    return made


@transaction.atomic
def _officer(member: str, number: int, sex: str, course: CoursePage, staff: User, began: datetime) -> bool:
    email = f"figures-{member.lower()}-{number:02}@{DOMAIN}"
    if User.objects.filter(email=email).exists():
        return False
    where = post(member, KINDS[number % len(KINDS)], "Agency of the demo")
    details = Details(f"Demo Officer {member} {number:02}", "", sex)
    # Nobody signs in as one of them; a password each would take a tenth of the time the demo needs to be made.
    person = accounts.sign_up(email, None, details, where, agreed=["account"])
    accounts.confirm_address(person)
    person = accounts.verify(person, by=staff)
    learning.enrol(person, course, by=person, at=began)
    return True


def _began(period: Period, number: int) -> datetime:
    """Some morning of the quarter."""
    day = period.first + timedelta(days=number * 2 % 88)
    return timezone.make_aware(datetime.combine(day, time(9)), get_default_timezone())
