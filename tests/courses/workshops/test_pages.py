"""The pages of /teach/ through HTTP: what they say, what they keep, what they refuse, and how few questions they ask."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.learning.models import Enrolment
from courses.workshops.models import CohortSession, Place, Workshop
from lms.accounts.models import Invitation, RoleGrant
from tests.factories import workshops as make
from tests.factories.accounts import AgencyTypeFactory, MemberFactory, PersonFactory, signed_in
from tests.factories.learning import do_lessons, make_course
from tests.scenes import scene

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"workshops:{name}", args=[getattr(arg, "public_id", arg) for arg in args])


@scene
def workshop():
    return make.make_workshop(course=make_course(lessons=1))


@pytest.fixture
def client(trainer):
    return signed_in(trainer)


@pytest.fixture
def office():
    return signed_in(make.office())


def test_a_trainer_sees_own_cohorts_and_what_needs_them(client, workshop):
    other = make.make_workshop()
    text = client.get(page("teach")).content.decode()
    assert workshop.activity.title in text
    assert other.activity.title not in text
    assert "Mark attendance: Day 1" in text


def test_the_office_sees_all_and_that_a_cohort_has_no_trainer(office, workshop):
    make.make_trainer(workshop)
    other = make.make_workshop()
    text = office.get(page("teach")).content.decode()
    assert workshop.activity.title in text
    assert other.activity.title in text
    assert text.count("No trainer is appointed.") == 1


def test_h11_access_ends_with_the_role_on_the_next_request(client, trainer, workshop):
    place = make.add(workshop)
    assert client.get(page("roster", workshop)).status_code == 200
    RoleGrant.objects.filter(person=trainer).update(ends_at=timezone.now() - timedelta(seconds=1))
    for address in (page("teach"), page("roster", workshop), page("place", workshop, place), page("close", workshop)):
        assert client.get(address).status_code == 404
    session = make.sessions_of(workshop)[0]
    assert client.post(page("attendance", workshop, session), {"all": "present"}).status_code == 404


def test_h12_another_cohort_and_its_places_are_not_there(client, workshop):
    other = make.make_workshop()
    place, session = make.add(other), make.sessions_of(other)[0]
    for address in (
        page("roster", other),
        page("place", other, place),
        page("place", workshop, place),
        page("session", workshop, session),
        page("attendance", workshop, session),
        page("set-up", workshop),
        page("open"),
    ):
        assert client.get(address).status_code == 404


def test_h12_a_trainer_sees_agency_and_member_but_no_address_and_no_sex(client, workshop):
    officer = PersonFactory(email="quiet@agency.example", sex="female")
    place = make.add(workshop, officer)
    for address in (page("roster", workshop), page("place", workshop, place)):
        text = client.get(address).content.decode()
        assert "Immigration Bureau" in text
        assert "quiet@agency.example" not in text
        assert "Female" not in text


def test_the_office_adds_an_account_by_its_exact_address(office, workshop):
    officer = PersonFactory(email="known@agency.example")
    answer = office.post(page("add", workshop), {"email": "Known@agency.example"}, follow=True)
    assert f"{officer.full_name} has a place." in answer.content.decode()
    assert Place.objects.get().person == officer


def test_adding_somebody_new_asks_who_they_are_and_invites_them_h7(office, workshop):
    client = office
    MemberFactory(code="TH", name="Thailand")
    AgencyTypeFactory()
    asked = client.post(page("add", workshop), {"email": "new@agency.example"})
    assert "This address has no account yet" in asked.content.decode()
    typed = {
        "email": "new@agency.example",
        "full_name": "ณัฐ",
        "member": "TH",
        "agency": "Royal Thai Police",
        "agency_type": "immigration",
        "language": "en",
    }
    bad = client.post(page("add", workshop), {**typed, "agency": ""})
    assert "ณัฐ" in bad.content.decode()
    assert "Write the name of the agency." in bad.content.decode()
    assert not Place.objects.exists()
    client.post(page("add", workshop), typed)
    assert Place.objects.get().invitation == Invitation.objects.get(email="new@agency.example")


def test_a_step_and_its_undo(client, workshop):
    place = make.add(workshop)
    moved = {"to": "withdrawn", "reason": "Posted elsewhere.", "seen": "confirmed"}
    answer = client.post(page("place-move", workshop, place), moved, follow=True)
    assert "Undo the step to “Withdrawn”" in answer.content.decode()
    client.post(page("place-undo", workshop, place))
    assert make.fresh(place).state == "confirmed"


def test_withdrawing_asks_why_and_keeps_what_was_chosen(client, workshop):
    place = make.add(workshop)
    answer = client.post(page("place-move", workshop, place), {"to": "withdrawn", "seen": "confirmed"})
    assert "Say why." in answer.content.decode()
    assert make.fresh(place).state == "confirmed"


def test_h1_an_illegal_step_is_refused(client, workshop):
    place = make.add(workshop)
    for step in ("completed", "nominated", "accepted", "nonsense", "\x00"):
        answer = client.post(page("place-move", workshop, place), {"to": step, "seen": "confirmed"})
        assert answer.status_code == 200
    assert make.fresh(place).state == "confirmed"


def test_h25_a_decision_on_an_old_page_is_not_written_over_a_newer_one(client, workshop):
    place = make.add(workshop)
    client.post(page("place-move", workshop, place), {"to": "withdrawn", "reason": "Ill.", "seen": "confirmed"})
    answer = client.post(page("place-move", workshop, place), {"to": "declined", "reason": "No.", "seen": "accepted"})
    assert answer.status_code == 200
    assert make.fresh(place).state == "withdrawn"


def test_a_session_is_added_moved_cancelled_and_put_back(client, workshop):
    typed = {
        "title": "Field visit",
        "starts_local": "2026-03-02T09:00",
        "ends_local": "2026-03-02T12:30",
        "zone": "Asia/Jakarta",
        "place": "Port of Semarang",
    }
    client.post(page("session-add", workshop), typed)
    session = CohortSession.objects.get(title="Field visit")
    assert session.starts_at.isoformat() == "2026-03-02T02:00:00+00:00"
    client.post(page("session", workshop, session), {**typed, "zone": "Asia/Jayapura"})
    session.refresh_from_db()
    assert (session.starts_at.hour, session.sequence) == (0, 1)
    assert "nobody is told" in client.get(page("session-cancel", workshop, session)).content.decode()
    assert CohortSession.objects.get(pk=session.pk).is_standing()
    client.post(page("session-cancel", workshop, session))
    assert not CohortSession.objects.get(pk=session.pk).is_standing()
    client.post(page("session-reinstate", workshop, session))
    assert CohortSession.objects.get(pk=session.pk).is_standing()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("ends_local", "2026-03-02T08:00", "It must end after it begins."),
        ("ends_local", "2026-03-09T08:00", "A session lasts a day at most."),
        ("zone", "Mars/Base", "Select a valid choice"),
        ("starts_local", "yesterday", "Enter a valid date/time."),
        ("title", "", "This field is required."),
    ],
)
def test_a_session_that_cannot_be_is_refused_and_what_was_typed_stays(client, workshop, field, value, said):
    typed = {"title": "Field visit", "starts_local": "2026-03-02T09:00", "ends_local": "2026-03-02T12:30"}
    typed |= {"zone": "Asia/Jakarta", "place": "Port of Semarang", field: value}
    answer = client.post(page("session-add", workshop), typed)
    assert said in answer.content.decode()
    assert "Port of Semarang" in answer.content.decode()


def test_all_present_then_exceptions_h13(client, workshop):
    there, ill = make.add(workshop), make.add(workshop)
    session = make.sessions_of(workshop)[0]
    address = page("attendance", workshop, session)
    assert "Mark all 2 as present" in client.get(address).content.decode()
    client.post(address, {"all": "present"})
    client.post(address, {f"mark-{ill.pk}": "excused", f"seen-{ill.pk}": "present", f"mark-{there.pk}": "present"})
    assert dict(session.attendance.values_list("place", "mark")) == {there.pk: "present", ill.pk: "excused"}


def test_h13_an_exception_chosen_before_all_present_stays_one(client, workshop):
    there, away = make.add(workshop), make.add(workshop)
    session = make.sessions_of(workshop)[0]
    typed = {f"mark-{away.pk}": "absent", f"seen-{away.pk}": "", f"mark-{there.pk}": "", f"seen-{there.pk}": ""}
    client.post(page("attendance", workshop, session), {"all": "present", **typed})
    assert dict(session.attendance.values_list("place", "mark")) == {there.pk: "present", away.pk: "absent"}


def test_h25_two_trainers_at_once_see_the_conflict_and_lose_nothing(client, workshop):
    one, two = make.add(workshop), make.add(workshop)
    session = make.sessions_of(workshop)[0]
    make.mark(session, {one: "late"})
    typed = {f"mark-{one.pk}": "absent", f"seen-{one.pk}": "", f"mark-{two.pk}": "present", f"seen-{two.pk}": ""}
    text = client.post(page("attendance", workshop, session), typed).content.decode()
    assert "somebody else marked “Late” meanwhile, you chose “Absent”" in text
    assert dict(session.attendance.values_list("place", "mark")) == {one.pk: "late", two.pk: "present"}


def test_odd_marks_are_no_error_page(client, workshop):
    make.add(workshop)
    session = make.sessions_of(workshop)[0]
    odd = {"mark-99999999999999999999": "present", "mark-x": "present", "mark-1": "\x00", "reason": "\x00" * 700}
    answer = client.post(page("attendance", workshop, session), odd, follow=True).content.decode()
    assert "3 marks were left out, and nothing is changed for them" in answer
    assert "Saved." not in answer


def test_a_mark_of_somebody_who_is_not_marked_here_is_said_and_the_others_are_kept(client, workshop):
    there, elsewhere = make.add(workshop), make.add(make.make_workshop())
    session = make.sessions_of(workshop)[0]
    address = page("attendance", workshop, session)
    strange = {f"mark-{elsewhere.pk}": "present", f"seen-{elsewhere.pk}": ""}
    said = client.post(address, strange, follow=True).content.decode()
    assert "1 mark was left out, and nothing is changed for it" in said
    assert "Saved." not in said
    assert not session.attendance.exists()
    said = client.post(address, {**strange, f"mark-{there.pk}": "late"}, follow=True).content.decode()
    assert "1 mark was left out" in said
    assert "Saved." in said
    assert dict(session.attendance.values_list("place", "mark")) == {there.pk: "late"}


def test_closing_shows_who_and_why_and_wants_the_number_typed(client, workshop):
    there, away = make.add(workshop), make.add(workshop)
    make.mark_everything(workshop, [there])
    make.mark_everything(workshop, [away], "absent")
    text = client.get(page("close", workshop)).content.decode()
    assert "1 certificate" in text
    assert "Was not there" in text
    wrong = client.post(page("close", workshop), {"count": "2"})
    assert "The list now has 1." in wrong.content.decode()
    assert make.fresh(workshop).state == "running"
    client.post(page("close", workshop), {"count": "1"})
    assert make.fresh(workshop).state == "closed"
    assert (make.fresh(there).state, make.fresh(away).state) == ("completed", "no_show")


def test_staff_make_a_workshop_of_an_activity_and_appoint_a_trainer(office):
    activity, course = make.make_activity(days=3), make_course(lessons=1)
    typed = {"activity": activity.public_id, "seats": "20", "course": course.pk, "attendance_percent": "80"}
    office.post(page("open"), typed)
    workshop = Workshop.objects.get(activity=activity)
    assert (workshop.seats, workshop.course, workshop.sessions.count()) == (20, course, 3)
    person = PersonFactory(email="teacher@academy.example")
    office.post(page("trainer-appoint", workshop), {"email": "teacher@academy.example"})
    assert Workshop.objects.visible_to(type(person).objects.get(pk=person.pk)).get() == workshop
    office.post(page("trainer-dismiss", workshop, person))
    assert not Workshop.objects.visible_to(type(person).objects.get(pk=person.pk)).exists()


def test_h4_seats_below_those_taken_are_refused(office):
    workshop = make.make_workshop(seats=3)
    for _ in range(3):
        make.add(workshop)
    typed = {"seats": "2", "attendance_percent": "80"}
    assert "3 seats are taken." in office.post(page("set-up", workshop), typed).content.decode()
    assert make.fresh(workshop).seats == 3


def test_h2_the_office_gives_a_seat_past_the_limit_and_a_trainer_cannot(office, client):
    workshop = make.make_workshop(seats=1)
    make.add(workshop)
    place = make.add(workshop)
    trainer = signed_in(make.make_trainer(workshop))
    assert trainer.post(page("place-seat", workshop, place), {"over": "Because."}).status_code == 404
    assert "Reason" in office.post(page("place-seat", workshop, place), {"over": ""}).content.decode()
    office.post(page("place-seat", workshop, place), {"over": "Co-chairs asked."})
    assert make.fresh(place).state == "confirmed"


def test_h3_an_offer_is_answered_by_the_person_it_was_made_to(office):
    workshop, officer = make.coming(seats=1), PersonFactory()
    first, place = make.add(workshop), make.add(workshop, officer)
    office.post(page("place-move", workshop, first), {"to": "withdrawn", "reason": "Ill.", "seen": "confirmed"})
    mine = signed_in(officer)
    assert "A seat is kept for you until" in mine.get(page("mine", workshop)).content.decode()
    assert signed_in(PersonFactory()).get(page("mine", workshop)).status_code == 404
    mine.post(page("answer", workshop), {"answer": "yes"})
    assert make.fresh(place).state == "confirmed"


def test_h13_i_am_here_during_the_session_and_a_way_on_outside_it():
    now = timezone.now().replace(tzinfo=None)
    workshop = make.make_workshop(activity=make.make_activity(days=1, zone="UTC", starts=now - timedelta(hours=1)))
    officer = PersonFactory()
    make.add(workshop, officer)
    mine, session = signed_in(officer), make.sessions_of(workshop)[0]
    mine.post(page("here", workshop, session))
    mine.post(page("here", workshop, session))
    assert session.attendance.get().source == "self"
    over = make.make_workshop()
    make.add(over, officer)
    answer = mine.post(page("here", over, make.sessions_of(over)[0]), follow=True)
    assert "Ask your trainer to mark you." in answer.content.decode()


def test_a_closed_workshop_takes_no_more_changes(client, workshop):
    place = make.add(workshop)
    make.mark_everything(workshop, [place])
    client.post(page("close", workshop), {"count": "1"})
    assert client.get(page("add", workshop)).status_code == 404
    assert client.get(page("session-add", workshop)).status_code == 404
    assert client.post(page("place-move", workshop, place), {"to": "withdrawn"}).status_code == 404
    assert client.get(page("roster", workshop)).status_code == 200


@pytest.fixture
def full(workshop):
    """Seventy people: more than a page."""
    workshop.seats = 80
    workshop.save()
    for number in range(70):
        make.add(workshop, PersonFactory(full_name=f"Officer {number:03d}"))
    make.mark_everything(workshop, list(Place.objects.all()))
    return workshop


def test_long_lists_are_paged_and_ask_few_questions(client, full, django_assert_max_num_queries):
    session = make.sessions_of(full)[0]
    budgets = {
        page("teach"): 14,
        page("roster", full): 20,
        page("attendance", full, session): 17,
        page("close", full): 14,
    }
    for address, budget in budgets.items():
        client.get(address)
        with django_assert_max_num_queries(budget):
            answer = client.get(address)
        assert len(answer.content) < 60_000, address
    first = client.get(page("roster", full)).content.decode()
    assert "Officer 049" in first
    assert "Officer 050" not in first
    last = Place.objects.get(person__full_name="Officer 049")
    second = client.get(page("roster", full), {"after": last.public_id}).content.decode()
    assert "Officer 050" in second
    assert "Officer 049" not in second


def test_whoever_has_not_moved_on_in_the_course_is_pointed_out_and_filtered_by_one_rule(client, workshop):
    names = ["Quiet Officer", "New Officer", "Moving Officer"]
    quiet, _new, moving = (make.add(workshop, PersonFactory(full_name=name)) for name in names)
    for place in (quiet, moving):
        Enrolment.objects.filter(pk=place.enrolment_id).update(enrolled_at=timezone.now() - timedelta(days=8))
    do_lessons(moving.enrolment, 1)
    roster = client.get(page("roster", workshop)).content.decode()
    assert roster.count("has not moved on for 7 days") == 1
    assert "Only those who have not moved on in the course for 7 days" in roster
    found = client.get(page("roster", workshop), {"silent": "on"}).content.decode()
    assert [name in found for name in names] == [True, False, False]


def test_the_roster_is_searched_and_filtered_by_its_address(client, workshop):
    make.add(workshop, PersonFactory(full_name="นารี พรหมมา"))
    gone = make.add(workshop, PersonFactory(full_name="Gone Officer"))
    make.actions.move(gone, "withdrawn", by=make.office())
    found = client.get(page("roster", workshop), {"q": "พรหม"}).content.decode()
    assert "นารี พรหมมา" in found
    assert "Gone Officer" not in found
    assert "Gone Officer" in client.get(page("roster", workshop), {"state": "withdrawn"}).content.decode()
    assert "Nobody found" in client.get(page("roster", workshop), {"q": "nobody at all"}).content.decode()
    assert client.get(page("roster", workshop), {"after": "nonsense", "state": "\x00"}).status_code == 200
