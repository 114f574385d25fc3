"""An installation begins with nobody: the first who joined is made an administrator, and only the first."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lms.accounts.models import User
from tests.factories.accounts import PersonFactory, with_role

pytestmark = pytest.mark.django_db


def make(email):
    call_command("first_administrator", email, stdout=StringIO())


def test_who_has_joined_becomes_the_first_administrator():
    person = PersonFactory(state="unverified")
    make(person.email.upper())
    person = User.objects.get(pk=person.pk)
    assert person.is_verified()
    assert person.has_role("admin")


def test_there_is_a_first_one_only_once():
    with_role("admin")
    with pytest.raises(CommandError, match="There is an administrator already"):
        make(PersonFactory().email)


def test_nobody_is_made_one_by_an_address_that_is_unknown_or_not_confirmed():
    with pytest.raises(CommandError, match="Nobody has joined"):
        make("nobody@agency.example")
    with pytest.raises(CommandError, match="not confirmed"):
        make(PersonFactory(address__verified=False).email)
