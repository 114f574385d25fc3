"""A profile begins with the first completion, grows once with each, and loses what is taken back (A1, case 43)."""

import pytest
from django.db import transaction

from alumni.profiles import actions, tasks
from alumni.profiles.audiences import RULES
from alumni.profiles.models import Engagement, FieldAudience, Profile
from alumni.profiles.permissions import is_alumnus, is_member
from courses.learning import actions as learning
from courses.learning.models import Achievement
from lms.privacy.actions import erase
from tests.factories.accounts import PersonFactory, staff
from tests.factories.credentials import a_completion
from tests.factories.profiles import an_achievement, an_alumna


@pytest.fixture(autouse=True)
def _database(db):
    """Each test has its own."""


def test_a_profile_begins_with_the_first_completion_and_is_not_listed():
    person = an_alumna()
    profile = person.profile
    assert profile.listing == Profile.Listing.HIDDEN
    assert {row.field: row.audience for row in profile.audiences.all()} == {
        field: rule.default for field, rule in RULES.items()
    }


def test_five_replays_of_the_news_make_one_engagement():
    """A1."""
    achievement = an_achievement()
    for _ in range(5):
        actions.add_engagement(achievement)
    assert Engagement.objects.count() == Profile.objects.count() == 1
    assert FieldAudience.objects.count() == len(RULES)


def test_news_that_is_told_after_its_completion_was_taken_back_gives_no_badge():
    """Case 43: out of order."""
    achievement = an_achievement()
    learning.invalidate(achievement.completion, by=staff(), reason="Wrong person")
    actions.add_engagement(achievement)
    assert not Engagement.objects.standing().exists()
    assert not is_alumnus(achievement.person)


def test_taking_a_completion_back_removes_the_badge_at_once_and_completing_again_brings_it_back():
    """Case 43."""
    person = an_alumna()
    achievement = Achievement.objects.get(person=person)
    assert is_alumnus(person)
    learning.invalidate(achievement.completion, by=staff(), reason="Wrong person")
    assert not is_alumnus(person)
    learning.complete(achievement.completion.enrolment, at=achievement.achieved_at)
    assert is_alumnus(person)
    assert Engagement.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_committed_completion_reaches_the_profile(monkeypatch):
    monkeypatch.setattr(tasks.add_engagement, "delay", tasks.add_engagement)
    completion = a_completion(PersonFactory())
    learning.release(completion, by=None)
    assert Engagement.objects.get().ref == completion.enrolment.registration


@pytest.mark.django_db(transaction=True)
def test_a_dead_broker_undoes_nothing_and_the_sweep_follows(monkeypatch):
    """Decision 22 and 0011."""

    def dead(*_):
        raise ConnectionError

    monkeypatch.setattr(tasks.add_engagement, "delay", dead)
    with transaction.atomic():
        achievement = learning.release(a_completion(PersonFactory()), by=None)
    assert Achievement.objects.filter(pk=achievement.pk).exists()
    assert not Engagement.objects.exists()
    tasks.add_missed()
    tasks.add_missed()
    assert Engagement.objects.get().achievement == achievement


def test_one_that_fails_does_not_stop_the_sweep(monkeypatch):
    first, second = an_achievement(), an_achievement()
    real = actions.engaging.add_engagement

    def fails_once(achievement):
        if achievement.pk == first.pk:
            raise ValueError
        return real(achievement)

    monkeypatch.setattr(actions.engaging, "add_engagement", fails_once)
    assert actions.add_missed() == 1
    assert Engagement.objects.get().achievement == second


def test_the_sweep_leaves_who_was_erased_alone():
    achievement = an_achievement()
    erase(achievement.person, by=staff())
    assert actions.add_missed() == 0
    assert not Profile.objects.exists()


def test_membership_needs_a_verified_account():
    assert is_member(PersonFactory())
    assert not is_member(PersonFactory(state="unverified"))
    assert not is_alumnus(an_alumna(state="suspended"))
