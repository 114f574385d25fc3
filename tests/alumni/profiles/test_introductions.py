"""Introductions: asked with a purpose, answered once, over in time; an address after a yes, to one person (A12, case 50)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alumni.profiles import actions, tasks
from alumni.profiles.correspondence import asked_by, asked_of
from alumni.profiles.models import Introduction
from lms.accounts.actions import suspend
from lms.accounts.models import User
from lms.notifications.models import Message, Notification
from lms.privacy.actions import erase
from tests.factories.accounts import PersonFactory, staff
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


def test_the_first_of_two_answers_stands(one):
    assert actions.answer(one, yes=False, by=one.asked)
    assert not actions.answer(one, yes=True, by=one.asked)
    assert state_of(one) == State.DECLINED
    assert Notification.objects.filter(person=one.asker).count() == 1


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
