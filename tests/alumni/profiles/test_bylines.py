"""The name beside a post, by the one serialiser and in few queries."""

from uuid import uuid4

import pytest

from alumni.profiles.bylines import bylines
from lms.accounts.models import User
from lms.privacy.actions import erase
from tests.factories.accounts import PersonFactory, staff, with_role
from tests.factories.profiles import an_alumna, attended, listed


@pytest.fixture(autouse=True)
def _database(db):
    """Each test has its own."""


def of(person, viewer):
    return bylines([person], viewer)[person.pk]


def test_a_name_open_to_members_is_read_by_a_member():
    profile = listed(full_name="Siti Rahma", audiences={"name": "members", "country": "members"})
    byline = of(profile.person, PersonFactory())
    assert (byline.name, byline.detail, byline.initials) == ("Siti Rahma", "Thailand", "SR")
    assert byline.url == profile.get_absolute_url()


def test_who_keeps_the_name_to_the_cohort_is_an_officer_of_their_member_to_alumni():
    byline = of(listed(full_name="Siti Rahma").person, an_alumna())
    assert (byline.name, byline.initials) == ("Officer, Thailand", "")


def test_somebody_of_the_cohort_reads_the_name():
    workshop, mate = uuid4(), an_alumna()
    person = listed(full_name="Siti Rahma").person
    attended(person, workshop)
    attended(mate, workshop)
    assert of(person, mate).name == "Siti Rahma"


@pytest.mark.parametrize("someone", ["hidden", "without a profile"])
def test_who_is_not_listed_is_an_officer_and_nothing_more(someone):
    person = an_alumna(full_name="Siti Rahma") if someone == "hidden" else PersonFactory(full_name="Siti Rahma")
    byline = of(person, staff())
    assert (byline.name, byline.detail, byline.initials, byline.url) == ("An officer", "", "", None)


def test_one_reads_ones_own_name():
    person = an_alumna(full_name="Siti Rahma")
    assert of(person, person).name == "Siti Rahma"


def test_staff_and_moderators_are_named_with_their_office():
    assert of(staff(full_name="Dewi"), PersonFactory()).detail == "Regional Support Office"
    assert of(with_role("moderator", full_name="Malee"), PersonFactory()).name == "Malee"


def test_who_was_erased_is_a_former_member():
    person = an_alumna()
    erase(person, by=staff())
    assert of(User.objects.get(pk=person.pk), PersonFactory()).name == "Former member"


def test_somebody_who_is_not_verified_reads_no_name():
    profile = listed(audiences={"name": "members"})
    assert of(profile.person, PersonFactory(state="unverified")).name == "An officer"


def test_a_thousand_bylines_cost_as_many_queries_as_one(django_assert_max_num_queries):
    people = [listed(audiences={"name": "members"}).person.pk for _ in range(30)]
    viewer = an_alumna()
    with django_assert_max_num_queries(9):
        assert len(bylines(people, viewer)) == 30
