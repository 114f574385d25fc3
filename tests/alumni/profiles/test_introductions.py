"""Introductions: asked with a purpose, answered once, over in time; an address after a yes, to one person (A12, case 50)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from alumni.profiles import actions, tasks
from alumni.profiles.correspondence import asked_by, asked_of
from alumni.profiles.models import Introduction
from alumni.profiles.own_data import export
from lms.accounts.actions import reinstate, suspend
from lms.accounts.models import User
from lms.audit.models import Entry
from lms.notifications.delivery import deliver_due
from lms.notifications.models import Message, Notification
from lms.notifications.notice_kinds import shown
from lms.privacy.actions import erase
from tests.factories.accounts import PersonFactory, signed_in, staff
from tests.factories.profiles import an_alumna, asked, listed

State = Introduction.State


@pytest.fixture(autouse=True)
def _database(db):
    """Each test has its own."""


@pytest.fixture
def one():
    """A question that waits for its answer."""
    return asked(an_alumna(full_name="Chan Dara"), listed(full_name="Siti Rahma"))


def state_of(introduction):
    return Introduction.objects.get(pk=introduction.pk).state


def test_asking_twice_while_an_answer_is_open_asks_once(one):
    profile = one.asked.profile
    assert asked(one.asker, profile).pk == one.pk
    assert Introduction.objects.count() == Notification.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Introduction.objects.create(
            asker=one.asker, asked=one.asked, purpose="x", created_at=timezone.now(), expires_at=timezone.now()
        )


def test_the_mail_holds_ids_only(one):
    """Decision 21."""
    mail = Message.objects.get(person=one.asked)
    assert list(mail.context) == ["notice"]


@pytest.mark.parametrize("who", ["themselves", "a learner", "somebody unverified", "a hidden person"])
def test_who_may_not_ask_or_be_asked_is_refused(who):
    profile = listed()
    asker = {
        "themselves": profile.person,
        "a learner": PersonFactory(),
        "somebody unverified": an_alumna(state="unverified"),
    }
    if who == "a hidden person":
        profile = actions.hide(profile, by=profile.person)
    with pytest.raises(actions.MayNotAsk):
        asked(asker.get(who) or an_alumna(), profile)


def test_five_in_a_week_and_the_sixth_a_week_later():
    asker, now = an_alumna(), timezone.now()
    for _ in range(5):
        asked(asker, listed(), at=now)
    last = listed()
    with pytest.raises(actions.AskedTooOften):
        asked(asker, last, at=now + timedelta(days=6))
    assert asked(asker, last, at=now + timedelta(days=7, seconds=1)).is_pending()


@pytest.mark.parametrize(("first", "state"), [(False, State.DECLINED), (True, State.ACCEPTED)])
def test_the_first_of_two_answers_stands_and_only_a_yes_is_told(one, first, state):
    assert actions.answer(one, yes=first, by=one.asked)
    assert not actions.answer(one, yes=not first, by=one.asked)
    assert state_of(one) == state
    assert Notification.objects.filter(person=one.asker).count() == first


def as_the_asker_reads(one, at=None):
    """The words and nothing that differs with the person."""
    (letter,) = asked_by(one.asker, at)
    return letter.state, letter.is_open(), letter.can_show, letter.card is not None


@pytest.mark.parametrize("days", [0, 13, 14, 89])
def test_a_no_reads_as_no_answer_at_every_moment(one, days):
    """Decision 0022."""
    silent = asked(an_alumna(), listed(full_name="Siti Rahma"), at=one.created_at)
    actions.answer(one, yes=False, by=one.asked)
    at = one.created_at + timedelta(days=days)
    if days >= 14:
        actions.expire(at)
    assert as_the_asker_reads(one, at) == as_the_asker_reads(silent, at)
    own = [export(row.asker)["introductions_asked"][0]["state"] for row in (one, silent)]
    assert own == ["pending"] * 2 if days < 14 else own


def test_after_a_question_one_asks_the_same_person_again_after_ninety_days_whatever_came_of_it(one):
    silent = asked(an_alumna(), listed(), at=one.created_at)
    back = asked(an_alumna(), listed(), at=one.created_at)
    actions.answer(one, yes=False, by=one.asked)
    actions.take_back(back, by=back.asker)
    actions.expire(one.created_at + timedelta(days=14))
    for row in (one, silent, back):
        before = row.created_at + timedelta(days=89, hours=23)
        assert asked(row.asker, row.asked.profile, at=before).pk == row.pk
        again = asked(row.asker, row.asked.profile, at=row.created_at + timedelta(days=90, seconds=1))
        assert (again.pk != row.pk, again.state) == (True, State.PENDING)


def test_after_a_yes_nobody_asks_again(one):
    actions.answer(one, yes=True, by=one.asked)
    assert asked(one.asker, one.asked.profile, at=one.created_at + timedelta(days=400)).pk == one.pk


def test_the_asker_takes_back_what_waits_and_the_other_reads_it_no_more(one):
    assert not actions.take_back(one, by=one.asked)
    assert actions.take_back(one, by=one.asker)
    assert not actions.take_back(one, by=one.asker)
    assert not actions.answer(one, yes=True, by=one.asked)
    assert state_of(one) == State.TAKEN_BACK
    assert asked_of(one.asked) == []
    notice = Notification.objects.get(person=one.asked)
    assert shown([notice], one.asked) == {}
    assert Entry.objects.filter(act="profiles.take_back").count() == 1


def test_a_mail_about_a_question_that_was_taken_back_does_not_leave(one):
    actions.take_back(one, by=one.asker)
    Message.objects.update(not_before=timezone.now())
    deliver_due()
    assert set(Message.objects.filter(person=one.asked).values_list("state", flat=True)) == {"suppressed"}


def test_taking_back_after_a_no_reads_as_taking_back_what_waits(one):
    actions.answer(one, yes=False, by=one.asked)
    assert actions.take_back(one, by=one.asker)
    assert as_the_asker_reads(one)[0] == State.TAKEN_BACK
    late = asked(an_alumna(), listed())
    assert not actions.take_back(late, by=late.asker, at=late.expires_at)


def test_only_who_was_asked_answers(one):
    assert not actions.answer(one, yes=True, by=one.asker)
    assert not actions.answer(one, yes=True, by=staff())
    assert state_of(one) == State.PENDING


def test_it_is_over_after_fourteen_days_even_before_the_tick(one):
    later = one.created_at + timedelta(days=14)
    assert not actions.answer(one, yes=True, by=one.asked, at=later)
    assert actions.expire(later - timedelta(seconds=1)) == 0
    assert actions.expire(later) == 1
    assert actions.expire(later) == 0
    assert state_of(one) == State.EXPIRED
    tasks.close_introductions()


def test_the_address_is_shown_after_a_yes_and_to_the_asker_alone(one):
    address = one.asked.email
    assert not actions.show_address(one, by=one.asker)
    actions.answer(one, yes=True, by=one.asked)
    assert address not in str(asked_by(one.asker))
    assert not actions.show_address(one, by=one.asked)
    assert actions.show_address(one, by=one.asker)
    assert address in str(asked_by(one.asker))
    assert one.asker.email not in str(asked_of(one.asked))


def test_a_no_tells_nothing_of_who_said_it(one):
    actions.answer(one, yes=False, by=one.asked)
    page = str([letter.card for letter in asked_by(one.asker)])
    assert one.asked.email not in page
    assert "Siti Rahma" not in page


def test_who_asks_is_read_by_name_by_the_one_they_ask_listed_or_not(one):
    assert [letter.card.name for letter in asked_of(one.asked)] == ["Chan Dara"]


def test_accepted_then_the_asker_is_suspended():
    """Case 50: not revealed if not yet shown; both told."""
    asker, profile = an_alumna(), listed()
    one = asked(asker, profile)
    actions.answer(one, yes=True, by=profile.person)
    suspend(asker, "Left the service.", by=staff())
    assert not actions.show_address(one, by=User.objects.get(pk=asker.pk))
    actions.expire(timezone.now())
    actions.expire(timezone.now())
    assert state_of(one) == State.CUT_OFF
    assert profile.person.email not in str(asked_by(asker))
    assert Notification.objects.filter(kind="profiles.introduction_closed", person=profile.person).count() == 1
    told = Notification.objects.filter(kind="profiles.introduction_closed").values_list("person", flat=True)
    assert set(told) <= {asker.pk, profile.person_id}


def test_while_the_asker_is_suspended_nobody_reads_their_name_or_says_yes_to_them(one):
    browser, by = signed_in(one.asked), staff()
    address = reverse("profiles:answer", args=[one.public_id])
    suspend(one.asker, "Under inquiry.", by=by)
    assert "Chan Dara" not in browser.get(reverse("profiles:introductions")).content.decode()
    assert browser.get(address).status_code == 404
    browser.post(address, {"answer": "yes"})
    assert state_of(one) == State.PENDING
    reinstate(one.asker, "Cleared.", by=by)
    assert "Chan Dara" in browser.get(reverse("profiles:introductions")).content.decode()
    assert browser.get(address).status_code == 200


def test_what_was_answered_names_no_asker_who_is_suspended(one):
    actions.answer(one, yes=False, by=one.asked)
    suspend(one.asker, "Left the service.", by=staff())
    (letter,) = asked_of(one.asked)
    assert letter.card is None


def test_what_was_shown_before_stays_shown():
    """Case 50: only what has not been read yet is held back."""
    asker, profile = an_alumna(), listed()
    one = asked(asker, profile)
    actions.answer(one, yes=True, by=profile.person)
    actions.show_address(one, by=asker)
    suspend(asker, "Left the service.", by=staff())
    actions.expire(timezone.now())
    assert state_of(one) == State.ACCEPTED


def test_erasing_somebody_ends_their_introductions_and_their_words(one):
    erase(one.asker, by=staff())
    one.refresh_from_db()
    assert (one.state, one.purpose) == (State.CUT_OFF, "")


def test_the_lists_cost_the_same_however_long(django_assert_max_num_queries):
    profile = listed()
    for _ in range(12):
        asked(an_alumna(), profile)
    with django_assert_max_num_queries(9):
        assert len(asked_of(profile.person)) == 12
