"""The next sessions somebody is expected at stand where they begin: on the front page and on their own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.workshops import actions
from courses.workshops import coming as ahead
from courses.workshops.coming import MOST
from courses.workshops.models import CohortSession, Place, Workshop
from tests.factories.accounts import PersonFactory, signed_in
from tests.factories.cms import make_home
from tests.factories.learning import do_lessons, enrol, make_course
from tests.factories.workshops import add, fresh, make_activity, make_workshop, office, sessions_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def officer():
    return PersonFactory(time_zone="Asia/Tokyo")


def workshop_in(officer, days, state="", **facts):
    """A workshop of two days that begins in some days, in which this officer has a seat."""
    starts = (NOW + timedelta(days=days)).replace(hour=9, minute=0, second=0, microsecond=0)
    workshop = make_workshop(activity=make_activity(starts=starts, **facts))
    place = add(workshop, officer)
    until = {"offered_until": NOW + timedelta(days=1)} if state == "offered" else {}
    if state:
        Place.objects.filter(pk=place.pk).update(state=state, **until)
    return fresh(workshop)


def coming(officer, at):
    return ahead.coming(ahead.seats(officer, at), at, officer.time_zone)


def titles(officer, at=None):
    return [one.workshop for one in coming(officer, at or NOW)]


def main(officer, address):
    return signed_in(officer).get(address).content.decode().split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("address", ["/", "/me/"])
def test_the_next_session_stands_above_the_course_with_date_zone_place_and_a_link(officer, address):
    make_home()
    do_lessons(enrol(officer, make_course(lessons=3)), number=1)
    workshop = workshop_in(officer, 10, title="Screening at airports", place="Bangkok")
    session = sessions_of(workshop)[0]
    page = main(officer, address)
    before, _, after = page.partition("Screening at airports")
    assert "Coming up" in before
    assert f"/learn/workshops/{workshop.public_id}/" in before
    assert "button-big" not in before
    told = after.partition("</li>")[0]
    assert f"{session.starts_local:%H:%M}" in told
    assert "Bangkok time" in told
    assert "For you:" in told
    assert "Tokyo time" in told
    assert session.title in told


@pytest.mark.parametrize("address", ["/", "/me/"])
def test_whoever_is_expected_nowhere_reads_nothing_of_it(officer, address):
    make_home()
    workshop_in(PersonFactory(), 10)
    assert "Coming up" not in main(officer, address)


def test_the_soonest_comes_first_and_each_workshop_once(officer):
    for days, title in [(20, "Later"), (3, "Sooner"), (9, "Between")]:
        workshop_in(officer, days, title=title)
    assert titles(officer) == ["Sooner", "Between", "Later"]


def test_no_more_than_three_are_shown_however_many_there_are(officer):
    for days in range(3, 3 + MOST + 1):
        workshop_in(officer, days)
    assert len(coming(officer, NOW)) == MOST


def test_what_is_more_than_four_weeks_off_waits(officer):
    workshop_in(officer, 40, title="Far off")
    assert titles(officer) == []
    assert titles(officer, NOW + timedelta(days=20)) == ["Far off"]


def test_the_second_day_follows_once_the_first_is_over_and_nothing_after_the_last(officer):
    first, second = sessions_of(workshop_in(officer, 3))
    told = [coming(officer, at) for at in (first.starts_at, first.ends_at, second.ends_at)]
    assert [[one.session for one in each] for each in told] == [[first.title], [second.title], []]


def test_a_cancelled_session_is_passed_over(officer):
    first, second = sessions_of(workshop_in(officer, 3))
    CohortSession.objects.filter(pk=first.pk).update(cancelled_at=NOW)
    assert [one.session for one in coming(officer, NOW)] == [second.title]


def test_a_workshop_called_off_or_closed_is_not_shown(officer):
    workshop_in(officer, 3, title="Stays")
    gone = workshop_in(officer, 4)
    actions.call_off(gone, "Flood", by=office())
    Workshop.objects.filter(pk=workshop_in(officer, 5).pk).update(state="closed")
    assert titles(officer) == ["Stays"]


@pytest.mark.parametrize("state", ["nominated", "approved", "waitlisted", "offered", "declined", "withdrawn"])
def test_without_a_seat_nobody_is_expected(officer, state):
    workshop_in(officer, 3, state)
    assert titles(officer) == []


@pytest.mark.parametrize("state", ["accepted", "confirmed", "attended", "no_show"])
def test_with_a_seat_one_is(officer, state):
    workshop_in(officer, 3, state, title="Mine")
    assert titles(officer) == ["Mine"]


def test_an_online_workshop_says_so_and_a_session_may_have_a_room_of_its_own(officer):
    workshop = workshop_in(officer, 3, place="", mode="online")
    CohortSession.objects.filter(workshop=workshop).update(place="")
    assert coming(officer, NOW)[0].lines[-1] == "Online"
    CohortSession.objects.filter(workshop=workshop).update(place="Room 4")
    assert coming(officer, NOW)[0].lines[-1] == "Room 4 · Online"


def test_it_asks_once_however_many_there_are(officer, django_assert_num_queries):
    for days in range(3, 8):
        workshop_in(officer, days)
    with django_assert_num_queries(1):
        coming(officer, NOW)
