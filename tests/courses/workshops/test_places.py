"""The life of a place: legal steps only, each with actor, time and reason; offers; undo (H1, H3, H25)."""

from datetime import timedelta
from itertools import pairwise, product

import pytest
from django.utils import timezone

from courses.workshops import actions
from courses.workshops.models import Place, PlaceChange
from courses.workshops.states import STEPS, PlaceState, may_follow
from lms.accounts.actions import suspend
from lms.audit.models import Entry
from lms.notifications.models import Message
from tests.factories import workshops as make
from tests.factories.accounts import PersonFactory

from .test_announcing import later

pytestmark = pytest.mark.django_db

ILLEGAL = [(old, new) for old, new in product(PlaceState.values, repeat=2) if old != new and not may_follow(old, new)]


def in_state(state):
    """A place as if its history had led there."""
    place = make.add(make.make_workshop())
    deadline = timezone.now() + timedelta(days=1) if state == "offered" else None
    Place.objects.filter(pk=place.pk).update(state=state, offered_until=deadline)
    return make.fresh(place)


def test_h1_the_steps_are_those_of_the_table():
    path = ["nominated", "approved", "accepted", "confirmed", "attended", "completed"]
    assert all(may_follow(old, new) for old, new in pairwise(path))
    assert all(may_follow("approved", other) for other in ("waitlisted", "declined"))
    assert may_follow("confirmed", "no_show")
    assert not STEPS["completed"]


def test_h1_every_step_not_in_the_table_is_refused_and_leaves_no_trace():
    workshop = make.make_workshop(seats=30)
    place = make.add(workshop)
    for old, new in ILLEGAL:
        deadline = timezone.now() + timedelta(days=1)
        Place.objects.filter(pk=place.pk).update(state=old, offered_until=deadline)
        with pytest.raises(actions.WrongStep):
            actions.move(make.fresh(place), new, by=make.office())
    assert place.changes.count() == 1


def test_h1_a_step_says_who_when_and_why():
    place = in_state("nominated")
    at = timezone.now() - timedelta(hours=3)
    actions.move(place, "declined", by=make.office(), reason="Served there before.", at=at)
    change = place.changes.get(new="declined")
    assert (change.old, change.by, change.at, change.reason) == (
        "nominated",
        make.office(),
        at,
        "Served there before.",
    )
    entry = Entry.objects.filter(act="workshops.move_place").latest("pk")
    assert entry.data == {"old": "nominated", "new": "declined"}


def test_a_step_taken_twice_is_one():
    place = in_state("nominated")
    for _ in range(2):
        actions.move(place, "approved", by=make.office())
    assert place.changes.filter(new="approved").count() == 1


def test_h25_a_step_from_a_state_that_is_gone_is_refused():
    place = in_state("approved")
    with pytest.raises(actions.Overtaken):
        actions.move(place, "declined", by=make.office(), seen="nominated")
    assert make.fresh(place).state == "approved"


def test_h3_a_seat_that_comes_free_is_offered_to_the_first_with_a_deadline():
    workshop = make.coming(seats=1)
    seated, first, second = make.add(workshop), make.add(workshop), make.add(workshop)
    actions.move(seated, "withdrawn", by=make.office())
    first = make.fresh(first)
    assert (first.state, make.fresh(second).state) == ("offered", "waitlisted")
    assert first.offered_until > timezone.now()
    assert Message.objects.get(kind="workshops.offer").person == first.person


def test_h3_an_offer_nobody_answers_goes_to_the_next():
    workshop = make.coming(seats=1)
    seated, first, second = make.add(workshop), make.add(workshop), make.add(workshop)
    actions.move(seated, "withdrawn", by=make.office())
    later = timezone.now() + timedelta(days=4)
    assert [actions.pass_on_lapsed(later), actions.pass_on_lapsed(later)] == [1, 0]
    assert (make.fresh(first).state, make.fresh(second).state) == ("declined", "offered")


def test_h3_a_workshop_whose_last_session_has_begun_offers_nothing_and_a_free_seat_is_given_by_hand():
    workshop = make.make_workshop(seats=1)
    seated, first = make.add(workshop), make.add(workshop)
    actions.move(seated, "withdrawn", by=make.office())
    assert (make.fresh(first).state, actions.next_in_line(workshop)) == ("waitlisted", None)
    assert not Message.objects.filter(kind="workshops.offer").exists()
    actions.change_seats(workshop, 2, by=make.office())
    assert make.add(workshop).state == "confirmed"
    assert actions.give_seat(first, by=make.office()).state == "confirmed"


def test_h3_an_offer_is_kept_until_the_last_session_begins_and_no_longer_whenever_that_is():
    starts = (timezone.now() + timedelta(days=2)).replace(hour=9, minute=0, second=0, microsecond=0)
    workshop = make.make_workshop(days=2, starts=starts, seats=1)
    seated, place = make.add(workshop), make.add(workshop)
    day_1 = make.sessions_of(workshop)[0]
    actions.add_session(workshop, later(day_1, 24), by=make.office())
    last = actions.add_session(workshop, later(day_1, 48), by=make.office())
    actions.move(seated, "withdrawn", by=make.office())
    assert make.fresh(place).offered_until < last.starts_at
    for session in make.sessions_of(workshop)[1:]:
        actions.cancel_session(session, by=make.office())
    assert make.fresh(place).offered_until == day_1.starts_at
    workshop.sessions.filter(pk=day_1.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    assert actions.pass_on_lapsed(day_1.starts_at) == 1
    assert make.fresh(place).state == "declined"


def test_h3_an_offer_that_was_taken_back_is_not_made_anew_once_the_last_session_has_begun():
    workshop = make.coming(seats=1)
    seated, place = make.add(workshop), make.add(workshop)
    actions.move(seated, "withdrawn", by=make.office())
    actions.move(place, "withdrawn", by=make.office())
    workshop.sessions.update(starts_at=timezone.now())
    with pytest.raises(actions.Overtaken):
        actions.undo(place.changes.last(), by=make.office())


def test_h3_an_offer_is_not_taken_after_its_deadline():
    workshop = make.coming(seats=1)
    seated, first = make.add(workshop), make.add(workshop)
    actions.move(seated, "withdrawn", by=make.office())
    with pytest.raises(actions.Overtaken):
        actions.answer_offer(first, accept=True, by=first.person, at=timezone.now() + timedelta(days=4))


def test_h3_declining_passes_the_offer_on():
    workshop = make.coming(seats=1)
    seated, first, second = make.add(workshop), make.add(workshop), make.add(workshop)
    actions.move(seated, "withdrawn", by=make.office())
    for _ in range(2):
        actions.answer_offer(first, accept=False, by=first.person)
    assert (make.fresh(first).state, make.fresh(second).state) == ("declined", "offered")


def test_h3_who_could_not_answer_is_passed_over():
    """No account yet, or a closed one: the next who can answer gets the offer."""
    workshop = make.coming(seats=1)
    seated, invited = make.add(workshop), make.add(workshop, make.newcomer())
    closed, able = make.add(workshop), make.add(workshop)
    suspend(closed.person, "Left.", by=make.office())
    actions.move(seated, "withdrawn", by=make.office())
    assert [make.fresh(place).state for place in (invited, closed, able)] == ["waitlisted", "waitlisted", "offered"]


def test_h3_the_waitlisted_do_not_count_as_booked():
    workshop = make.make_workshop(seats=2)
    make.add(workshop), make.add(workshop), make.add(workshop)
    assert workshop.places.seated().count() == 2


def test_h4_more_seats_are_offered():
    workshop = make.coming(seats=1)
    make.add(workshop)
    waiting = [make.add(workshop) for _ in range(3)]
    actions.change_seats(workshop, 3, by=make.office())
    assert [make.fresh(place).state for place in waiting] == ["offered", "offered", "waitlisted"]


def test_h4_fewer_seats_than_are_taken_are_refused():
    workshop = make.make_workshop(seats=3)
    for _ in range(2):
        make.add(workshop)
    actions.change_seats(workshop, 2, by=make.office())
    with pytest.raises(actions.TooFewSeats) as refusal:
        actions.change_seats(workshop, 1, by=make.office())
    assert refusal.value.taken == 2


def test_accepting_needs_a_seat():
    workshop = make.coming(seats=1)
    make.add(workshop)
    place = make.add(workshop)
    Place.objects.filter(pk=place.pk).update(state="approved")
    with pytest.raises(actions.CohortFull):
        actions.move(make.fresh(place), "accepted", by=make.office())


def test_undo_brings_the_state_back_within_a_day_and_not_later():
    place = make.add(make.make_workshop())
    actions.move(place, "withdrawn", by=make.office())
    change = place.changes.last()
    almost, over = change.at + timedelta(hours=24), change.at + timedelta(hours=24, seconds=1)
    with pytest.raises(actions.Overtaken):
        actions.undo(change, by=make.office(), at=over)
    for _ in range(2):
        assert actions.undo(change, by=make.office(), at=almost).state == "confirmed"
    assert PlaceChange.objects.get(pk=change.pk).undone_by.new == "confirmed"


def test_undo_of_adding_withdraws_the_place():
    place = make.add(make.make_workshop())
    assert actions.undo(place.changes.last(), by=make.office()).state == "withdrawn"


def test_undo_takes_no_seat_that_was_offered_to_another_but_the_first_place_on_the_waiting_list():
    workshop = make.coming(seats=1)
    place, heir, waiting = make.add(workshop), make.add(workshop), make.add(workshop)
    actions.move(place, "withdrawn", by=make.office())
    for _ in range(2):
        assert actions.undo(place.changes.filter(new="withdrawn").get(), by=make.office()).state == "waitlisted"
    assert make.fresh(heir).state == "offered"
    assert list(workshop.places.queue()) == [place, waiting]


def test_undo_of_leaving_the_waiting_list_keeps_the_number():
    workshop = make.coming(seats=1)
    make.add(workshop)
    first, second = make.add(workshop), make.add(workshop)
    actions.move(first, "withdrawn", by=make.office())
    actions.undo(first.changes.last(), by=make.office())
    assert list(workshop.places.queue()) == [first, second]


def test_undo_of_taking_an_offer_back_makes_it_anew():
    workshop = make.coming(seats=1)
    seated, place = make.add(workshop), make.add(workshop)
    actions.move(seated, "withdrawn", by=make.office())
    actions.move(place, "withdrawn", by=make.office())
    place = actions.undo(place.changes.last(), by=make.office())
    assert (place.state, place.offered_until > timezone.now()) == ("offered", True)
    assert Message.objects.filter(kind="workshops.offer", person=place.person).count() == 2


def test_somebody_moves_up_one_place_and_no_more_however_often_it_is_pressed():
    workshop = make.coming(seats=1)
    make.add(workshop)
    first, second, third = make.add(workshop), make.add(workshop), make.add(workshop)
    actions.move_up(third, by=make.office(), seen=3)
    with pytest.raises(actions.Overtaken):
        actions.move_up(third, by=make.office(), seen=3)
    assert list(workshop.places.queue()) == [first, third, second]
    actions.move_up(third, by=make.office(), seen=2)
    actions.move_up(third, by=make.office(), seen=1)
    assert [actions.numbers(workshop)[place.pk] for place in (third, first, second)] == [1, 2, 3]
    assert Entry.objects.filter(act="workshops.move_up").count() == 2


def test_moving_up_works_among_those_who_were_added_in_one_moment():
    workshop, at = make.coming(seats=1), timezone.now()
    make.add(workshop)
    first, second, third = (make.add(workshop, at=at) for _ in range(3))
    actions.move_up(third, by=make.office())
    assert list(workshop.places.queue()) == [first, third, second]


def test_a_free_seat_is_given_to_somebody_who_could_not_answer_an_offer():
    workshop = make.coming(seats=1)
    seated, invited, other = (
        make.add(workshop),
        make.add(workshop, make.newcomer()),
        make.add(workshop, make.newcomer()),
    )
    with pytest.raises(actions.CohortFull):
        actions.give_seat(invited, by=make.office())
    actions.move(seated, "withdrawn", by=make.office())
    for _ in range(2):
        assert actions.give_seat(invited, by=make.office()).state == "confirmed"
    with pytest.raises(actions.CohortFull):
        actions.give_seat(other, by=make.office())


def test_nothing_moves_in_a_closed_workshop():
    workshop = make.make_workshop()
    place = make.add(workshop)
    make.mark_everything(workshop, [place])
    actions.close(workshop, by=make.office(), expected=1)
    with pytest.raises(actions.WorkshopIsOver):
        actions.add_to_cohort(workshop, PersonFactory(), by=make.office())
    with pytest.raises(actions.WorkshopIsOver):
        actions.move(place, "withdrawn", by=make.office())
