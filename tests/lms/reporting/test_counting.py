"""What is counted, and what is not. Ids: O1, O2, O5, O6, H21, P25."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from cms.taxonomy.models import Purpose, StrategyPeriod
from courses.learning.models import Completion
from courses.workshops.models import Attendance, CohortSession
from lms.accounts.models import Affiliation
from lms.reporting.period import Period, quarter, year
from lms.reporting.question import Question, code_of
from lms.reporting.report import count
from tests.factories import reporting as made
from tests.factories import workshops
from tests.factories.learning import make_course
from tests.factories.workshops import make_activity, make_workshop, newcomer

pytestmark = pytest.mark.django_db
SPRING = quarter(2025, 2)
AT = made.AT


def counted(question=None, code="O1", at=None):
    """The groups of one figure as {(member, sex): (people, events)}."""
    found = count(question or Question(SPRING), at=at or timezone.now())
    groups = next(groups for told, groups in found.groups if told.code == code)
    sums = {}
    for group in groups:
        key = (group.keys["member"], group.sex)
        people, events = sums.get(key, (0, 0))
        sums[key] = (people + group.people, events + group.events)
    return sums


def purposes(question=None, code="O6"):
    found = count(question or Question(SPRING), at=timezone.now())
    groups = next(groups for told, groups in found.groups if told.code == code)
    sums = {}
    for group in groups:
        sums[group.keys["purpose"]] = sums.get(group.keys["purpose"], 0) + group.people
    return sums


@pytest.fixture
def strategy():
    period = StrategyPeriod.objects.create(code="2025", title="Strategy 2025", first_year=2025)
    return [Purpose.objects.create(period=period, number=number, title=f"Purpose {number}") for number in (1, 2)]


def test_a_person_with_two_enrolments_is_one_person():
    persons = made.people(3, sex="female")
    made.enrol(persons)
    made.enrol(persons[:2], at=AT + timedelta(days=3))
    assert counted() == {("TH", "female"): (3, 5)}


def test_only_what_began_in_the_period_counts_by_the_clock_of_the_office():
    """Bangkok is seven hours ahead: the last evening of March there is still March in London."""
    for at in ("2025-03-31T16:59:59", "2025-03-31T17:00:00", "2025-06-30T16:59:59", "2025-06-30T17:00:00"):
        made.enrol(made.people(1), at=datetime.fromisoformat(at).replace(tzinfo=UTC))
    assert counted() == {("TH", ""): (2, 2)}


def test_a_change_of_post_changes_no_figure_of_before():
    persons = made.people(2, sex="male")
    made.enrol(persons)
    before = counted()
    Affiliation.objects.filter(person__in=persons).update(member=made.member_of("VN"))
    persons[0].sex = "female"
    persons[0].save()
    assert counted() == before == {("TH", "male"): (2, 2)}


def test_who_moved_within_the_period_stands_where_they_began():
    (person,) = made.people(1)
    made.enrol([person])
    Affiliation.objects.filter(person=person).update(valid_to=AT + timedelta(days=1))
    Affiliation.objects.create(
        person=person,
        member=made.member_of("VN"),
        agency_type=made.kind_of("customs"),
        agency="B",
        valid_from=AT + timedelta(days=1),
    )
    made.enrol([person], at=AT + timedelta(days=2))
    assert counted() == {("TH", ""): (1, 2)}


def test_two_accounts_of_one_person_are_one_person():
    one, other = made.people(2)
    other.merged_into = one
    other.save()
    made.enrol([one, other])
    assert counted() == {("TH", ""): (1, 2)}


def test_who_has_no_member_and_no_sex_is_counted_as_not_recorded():
    persons = made.people(2)
    Affiliation.objects.filter(person__in=persons).delete()
    made.enrol(persons)
    assert counted() == {("", ""): (2, 2)}


def test_a_completion_counts_when_it_was_completed_and_only_while_it_stands():
    made.enrol(made.people(3, sex="female"), at=AT - timedelta(days=200), completed_at=AT)
    Completion.objects.filter(pk=Completion.objects.earliest("pk").pk).update(invalidated_at=AT)
    assert counted(code="O2") == {("TH", "female"): (2, 2)}
    assert counted(code="O1") == {}


def test_whoever_took_part_in_a_session_counts_and_whoever_did_not_does_not():
    persons = made.people(5, sex="female")
    workshop = make_workshop(activity=make_activity(days=2, starts=AT))
    for person, mark in zip(persons, ["present", "late", "remote", "excused", "absent"], strict=True):
        made.attend([person], workshop, mark=mark)
    assert counted(code="O6") == {("TH", "female"): (3, 3)}


def test_two_sessions_are_one_attendance_and_two_workshops_are_two():
    persons = made.people(2)
    workshop = make_workshop(activity=make_activity(days=2, starts=AT))
    places = made.attend(persons, workshop)
    second = CohortSession.objects.filter(workshop=workshop).latest("starts_at")
    Attendance.objects.bulk_create(
        Attendance(place=place, session=second, mark="present", at=timezone.now()) for place in places
    )
    made.attend(persons[:1], starts=AT + timedelta(days=20))
    assert counted(code="O6") == {("TH", ""): (2, 3)}


def test_a_cancelled_session_was_attended_by_nobody():
    made.attend(made.people(2))
    CohortSession.objects.update(cancelled_at=timezone.now())
    assert counted(code="O6") == {}


def test_in_a_workshop_the_post_of_that_day_counts():
    (person,) = made.people(1)
    Affiliation.objects.filter(person=person).update(valid_to=AT + timedelta(days=30))
    Affiliation.objects.create(
        person=person,
        member=made.member_of("VN"),
        agency_type=made.kind_of("customs"),
        agency="B",
        valid_from=AT + timedelta(days=30),
    )
    made.attend([person])
    assert counted(code="O6") == {("TH", ""): (1, 1)}


def test_of_whoever_joined_later_the_first_post_counts():
    made.attend(made.people(2, since=AT + timedelta(days=60)))
    assert counted(code="O6") == {("TH", ""): (2, 2)}


def test_whoever_has_no_account_yet_is_counted_with_what_the_invitation_says():
    workshop = make_workshop(activity=make_activity(days=2, starts=AT))
    place = workshops.add(workshop, newcomer())
    session = workshop.sessions.earliest("starts_at")
    Attendance.objects.create(place=place, session=session, mark="present", at=timezone.now())
    assert counted(code="O6") == {("TH", ""): (1, 1)}


def test_each_person_stands_under_one_purpose(strategy):
    first, second = strategy
    for persons, tags in ((3, [first]), (4, [first, second]), (5, [])):
        workshop = make_workshop(activity=make_activity(days=2, starts=AT), seats=30)
        workshop.activity.purposes.set(tags)
        made.attend(made.people(persons), workshop)
    assert purposes() == {code_of(first): 3, "several": 4, "none": 5}
    assert sum(purposes(Question(SPRING, purpose=first)).values()) == 7
    assert sum(purposes(Question(SPRING, purpose=second)).values()) == 4


def test_a_course_has_the_purpose_of_its_workshop(strategy):
    workshop = make_workshop(activity=make_activity(days=2, starts=AT))
    workshop.activity.purposes.set(strategy[:1])
    inside, outside = made.people(2)
    (place,) = made.attend([inside], workshop)
    (place.enrolment,) = made.enrol([inside])
    place.save()
    made.enrol([outside])
    assert purposes(code="O1") == {"2025-1": 1, "none": 1}
    assert purposes(Question(SPRING, purpose=strategy[0]), code="O1") == {"2025-1": 1}


def test_within_one_member_its_own_people_are_counted():
    made.enrol(made.people(2))
    made.enrol(made.people(3, member=made.member_of("VN")))
    made.attend(made.people(4, member=made.member_of("VN")))
    of_vn = Question(SPRING, member=made.member_of("VN"))
    assert counted(of_vn) == {("VN", ""): (3, 3)}
    assert counted(of_vn, code="O6") == {("VN", ""): (4, 4)}


def test_workshops_are_counted_as_planned_held_and_called_off():
    made.attend(made.people(1))
    make_workshop(activity=make_activity(days=2, starts=AT))
    found = count(Question(SPRING), at=timezone.now()).workshops
    assert sorted(found) == [("none", False, False), ("none", False, True)]


@pytest.mark.parametrize("persons", [5, 60])
def test_the_number_of_questions_does_not_grow(persons, django_assert_max_num_queries):
    course = make_course(lessons=1, final=False)
    for code in ("TH", "VN", "KH"):
        made.enrol(made.people(persons, member=made.member_of(code)), course=course, completed_at=AT)
        made.attend(made.people(persons, member=made.member_of(code)))
    with django_assert_max_num_queries(8):
        count(Question(year(2025)), at=timezone.now())


def test_a_year_and_some_days_are_periods_too():
    made.enrol(made.people(2))
    assert counted(Question(year(2025))) == {("TH", ""): (2, 2)}
    assert counted(Question(Period(AT.date(), AT.date()))) == {("TH", ""): (2, 2)}
