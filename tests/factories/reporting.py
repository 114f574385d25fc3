"""Enrolments, completions and attendance by the hundred: rows alone, for what is counted and not how it came about."""

from datetime import UTC, datetime, timedelta
from itertools import count

from django.utils import timezone

from courses.learning.models import Completion, Enrolment
from courses.workshops.models import Attendance, Place
from lms.accounts.models import Affiliation, AgencyType, User
from tests.factories.accounts import AgencyTypeFactory, MemberFactory
from tests.factories.learning import make_course
from tests.factories.workshops import make_activity, make_workshop

_numbers = count(1)
AT = datetime(2025, 5, 12, 9, tzinfo=UTC)


def people(number, *, sex="", member=None, kind=None, since=None):
    """So many people with a post."""
    made = User.objects.bulk_create(
        User(email=f"counted{next(_numbers)}@agency.example", full_name="Counted", state="verified", sex=sex)
        for _ in range(number)
    )
    where = {"member": member or member_of("TH"), "agency_type": kind or kind_of("immigration"), "agency": "Bureau"}
    Affiliation.objects.bulk_create(
        Affiliation(person=one, valid_from=since or AT - timedelta(days=900), **where) for one in made
    )
    return made


def member_of(code):
    return MemberFactory(code=code, name=f"Member {code}")


def kind_of(code):
    return AgencyType.objects.filter(code=code).first() or AgencyTypeFactory(code=code, label=code.title())


def enrol(persons, *, course=None, at=AT, completed_at=None):
    """Each with what was copied from their post and sex."""
    course = course or make_course(lessons=1, final=False)
    made = []
    for person in persons:
        post = person.affiliations.order_by("-valid_from").first()
        made.append(
            Enrolment(
                learner=person,
                course=course,
                enrolled_at=at,
                closed_at=completed_at,
                member=post and post.member,
                agency_type=post and post.agency_type,
                sex=person.sex,
            )
        )
    made = Enrolment.objects.bulk_create(made)
    if completed_at:
        Completion.objects.bulk_create(
            Completion(enrolment=one, rule_version=1, reason="rules met", completed_at=completed_at) for one in made
        )
    return made


def attend(persons, workshop=None, *, mark="present", starts=AT):
    """A place for each and the same mark in the first session."""
    workshop = workshop or make_workshop(activity=make_activity(days=1, starts=starts), seats=200)
    session = workshop.sessions.earliest("starts_at")
    now = timezone.now()
    places = Place.objects.bulk_create(
        Place(workshop=workshop, person=one, state="attended", added_at=now, changed_at=now) for one in persons
    )
    Attendance.objects.bulk_create(Attendance(place=one, session=session, mark=mark, at=now) for one in places)
    return places
