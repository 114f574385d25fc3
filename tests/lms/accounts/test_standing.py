"""What every request asks about the person is one query, and says what the rows say (H11, C-10)."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from lms.accounts.backends import StandingBackend
from lms.accounts.models import RoleGrant, User
from lms.accounts.second_factor import FACTORS
from tests.factories.accounts import PersonFactory, staff

pytestmark = pytest.mark.django_db
KINDS = [*FACTORS, Authenticator.Type.RECOVERY_CODES]


def asked(person):
    return StandingBackend().get_user(person.pk)


def test_who_never_had_a_role_is_asked_for_in_one_query(django_assert_num_queries):
    person = PersonFactory()
    with django_assert_num_queries(1):
        user = asked(person)
        assert user.role_names() == frozenset()
        assert not user.has_second_factor


def test_a_role_that_stands_is_known_and_one_that_ended_is_not(django_assert_num_queries):
    person = staff()
    with django_assert_num_queries(2):
        assert asked(person).role_names() == {"staff"}
    RoleGrant.objects.filter(person=person).update(ends_at=timezone.now() - timedelta(seconds=1))
    assert asked(person).role_names() == frozenset()


@pytest.mark.parametrize("kind", KINDS)
def test_codes_and_passkeys_are_second_factors_and_recovery_codes_alone_are_none(kind):
    person, other = PersonFactory(), PersonFactory()
    Authenticator.objects.create(user=person, type=kind, data={})
    assert asked(person).has_second_factor is (kind in FACTORS)
    assert asked(other).has_second_factor is False


def test_somebody_elses_role_is_nobodys():
    staff()
    assert User.objects.with_standing().get(pk=PersonFactory().pk).had_a_role is False


def test_who_is_not_there_is_nobody():
    assert StandingBackend().get_user(0) is None
