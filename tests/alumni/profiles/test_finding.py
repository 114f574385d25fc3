"""Whom staff find for an audience, and what a person takes along or has erased."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from alumni.profiles import actions
from alumni.profiles.finding import Criteria, people_matching
from alumni.profiles.models import Alias, Engagement, FieldAudience, Profile, SpokenLanguage
from cms.taxonomy.models import Programme
from courses.credentials.models import Certificate
from courses.learning import actions as learning
from courses.learning.models import Achievement
from lms.privacy.actions import erase, hand_out
from tests.factories.accounts import MemberFactory, PersonFactory, staff
from tests.factories.credentials import a_course
from tests.factories.profiles import an_achievement, an_alumna, asked, attended, listed, open_to


@pytest.fixture(autouse=True)
def _database(db):
    """Each test has its own."""


def found(**criteria):
    return set(people_matching(Criteria(**criteria)))


def test_member_and_agency_are_those_of_the_account():
    thailand, laos = MemberFactory(code="TH"), MemberFactory(code="LA")
    thai, lao = an_alumna(affiliation__member=thailand), PersonFactory(affiliation__member=laos)
    PersonFactory(affiliation__member=thailand, state="suspended")
    assert found(members=[thailand.pk]) == {thai}
    assert found(members=[thailand.pk, laos.pk]) == {thai, lao}
    assert found(alumni_only=True) == {thai}


def test_what_somebody_took_part_in_counts_once_and_while_it_stands():
    course, person = a_course(), PersonFactory()
    actions.add_engagement(an_achievement(person, course=course))
    workshop = attended(an_alumna(), an_achievement().ref).ref
    assert found(courses=[course.pk]) == {person}
    assert len(people_matching(Criteria(courses=[course.pk], workshops=[workshop]))) == 2
    learning.invalidate(Achievement.objects.get(person=person).completion, by=staff(), reason="Wrong person")
    assert found(courses=[course.pk]) == set()


def test_themes_and_languages_of_hidden_people_are_not_used():
    """Section 9: used for routing while hidden only with separate consent."""
    theme = Programme.objects.get_or_create(code="TIP", defaults={"name": "Trafficking"})[0]
    profile = listed()
    profile.themes.add(theme)
    SpokenLanguage.objects.create(profile=profile, code="th")
    assert found(themes=[theme.pk]) == found(languages=["th"]) == {profile.person}
    open_to(profile, themes="nobody")
    assert found(themes=[theme.pk]) == set()
    actions.hide(profile, by=profile.person)
    assert found(languages=["th"]) == set()


def test_a_person_takes_their_profile_along_and_nobody_elses_words():
    """A6."""
    profile, asker = listed(full_name="Siti Rahma"), an_alumna(full_name="Chan Dara")
    Alias.objects.create(profile=profile, name="Nok")
    asked(asker, profile, purpose="Something private")
    actions.open_hidden(profile, reason="The member asked", by=staff())
    taken = json.dumps(hand_out(profile.person, by=profile.person)["profile"], cls=DjangoJSONEncoder)
    for word in ("Siti Rahma", "Nok", "who_reads_what", "The member asked"):
        assert word in taken
    assert "Something private" not in taken
    assert "Chan Dara" not in taken
    assert "Something private" in json.dumps(hand_out(asker, by=asker)["profile"], cls=DjangoJSONEncoder)
    assert hand_out(PersonFactory(), by=staff())["profile"] == {"profile": None}


def test_erasing_takes_the_profile_and_leaves_the_credential():
    """Rule 7."""
    person = PersonFactory()
    achievement = an_achievement(person)
    actions.add_engagement(achievement)
    profile = listed(person)
    Alias.objects.create(profile=profile, name="Nok")
    erase(person, by=staff())
    assert not Profile.objects.exists()
    assert not Engagement.objects.exists()
    assert not FieldAudience.objects.exists()
    assert Achievement.objects.filter(pk=achievement.pk).exists()
    assert Certificate.objects.count() == 0
    assert actions.add_missed() == 0
