"""A membership opens doors from its first to its last moment, and no office opens a group."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alumni.groups import actions
from alumni.groups.models import Group, Membership
from lms.privacy import personal_data
from tests.factories.accounts import PersonFactory, admin, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return actions.found("Interpreters", Group.Kind.THEMATIC, by=None)


def test_a_member_sees_the_group_and_nobody_else_does(group):
    member = PersonFactory()
    actions.admit(member, group, by=None)
    assert list(Group.objects.visible_to(member)) == [group]
    for other in (PersonFactory(), staff(), admin()):
        assert not Group.objects.visible_to(other).exists()
        assert not Membership.objects.visible_to(other).exists()


def test_it_lapses_at_its_end_and_with_the_group(group):
    member, now = PersonFactory(), timezone.now()
    actions.admit(member, group, by=None, until=now + timedelta(days=1))
    assert Membership.objects.live(now + timedelta(hours=23)).exists()
    assert not Membership.objects.live(now + timedelta(days=1)).exists()
    Group.objects.update(sunset_at=now)
    assert not Group.objects.visible_to(member).exists()


def test_frozen_it_rests(group):
    member = PersonFactory()
    actions.admit(member, group, by=None)
    Membership.objects.update(frozen_reason="bounced")
    assert not Group.objects.visible_to(member).exists()


def test_admitting_twice_changes_nothing_and_coming_back_begins_anew(group):
    member = PersonFactory()
    first = actions.admit(member, group, by=None)
    assert actions.admit(member, group, by=None).valid_from == first.valid_from
    actions.end(first, by=None)
    actions.end(first, by=None)
    assert not Group.objects.visible_to(member).exists()
    assert actions.admit(member, group, by=None).valid_from > first.valid_from
    assert Membership.objects.count() == 1


def test_a_person_can_take_it_out_and_be_forgotten(group):
    member = PersonFactory()
    actions.admit(member, group, by=None)
    assert personal_data.export(member)["groups"]["groups"][0]["group__name"] == "Interpreters"
    actions.forget(member)
    assert not Membership.objects.exists()
