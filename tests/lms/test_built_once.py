"""A question of every request is built once, and finds what Django's own would each time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore as Djangos
from django.contrib.sessions.models import Session
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from lms.accounts.actions import grant_role
from lms.accounts.backends import WITH_STANDING
from lms.accounts.models import RoleGrant, User
from lms.accounts.models.roles import STANDING
from lms.built_once import BuiltOnce
from lms.sessions import UNEXPIRED, SessionStore
from tests.factories.accounts import PersonFactory, staff, with_role

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def facts(row):
    return {name: (type(value), value) for name, value in vars(row).items() if name != "_state"}


def test_the_person_who_is_signed_in_is_whom_django_finds():
    for person in (PersonFactory(), staff(), with_role("trainer", second_factor=False)):
        found = WITH_STANDING.rows(person.pk)
        assert [facts(one) for one in found] == [facts(User.objects.with_standing().get(pk=person.pk))]
        assert not found[0].get_deferred_fields()
    assert WITH_STANDING.rows(0) == []


def test_the_roles_that_stand_are_those_django_finds_at_that_moment():
    person = staff()
    RoleGrant.objects.filter(person=person).update(starts_at=LONG_AGO, ends_at=LONG_AGO + timedelta(days=2))
    grant_role(person, "editor")
    now = timezone.now()
    for at in (LONG_AGO - timedelta(days=1), LONG_AGO, LONG_AGO + timedelta(days=2), now):
        assert STANDING.rows(person.pk, at) == list(RoleGrant.objects.filter(person=person).standing(at)), at
    assert [grant.role for grant in STANDING.rows(person.pk, LONG_AGO)] == ["staff"]
    assert STANDING.rows(PersonFactory().pk, now) == []


def test_each_role_knows_whose_it_is_without_asking(django_assert_num_queries):
    person = User.objects.get(pk=staff().pk)
    with django_assert_num_queries(1):
        assert [grant.person for grant in person.standing_grants()] == [person]


def test_a_session_is_read_as_django_reads_it():
    stored = SessionStore()
    stored["theme"] = "dark"
    stored.save()
    assert SessionStore(stored.session_key).load() == Djangos(stored.session_key).load() == {"theme": "dark"}
    Session.objects.update(expire_date=timezone.now())
    for engine in (SessionStore, Djangos):
        late = engine(stored.session_key)
        assert late.load() == {}
        assert late.session_key is None


def test_values_go_to_their_places_and_what_is_fixed_stays():
    """The same value twice, two of one type, and a constant of the question."""
    ask = BuiltOnce(lambda no, other: User.objects.filter(pk__in=[other, no, other], state="verified"), -1, -2)
    first, second, third = PersonFactory(), PersonFactory(), PersonFactory(state="suspended")
    assert set(ask.rows(first.pk, second.pk)) == {first, second}
    assert ask.rows(third.pk, second.pk) == [second]


HOSTILE = [
    "' OR '1'='1",
    "x' OR 1=1 --",
    "%s",
    "%(key)s",
    "%%",
    "x'; DELETE FROM django_session; --",
    '" OR ""="',
    "\\' OR 1=1 --",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_value_is_never_part_of_the_sql(typed):
    """Whoever sends a cookie chooses the key of a session."""
    stored = SessionStore()
    stored["theme"] = "dark"
    stored.save()
    odd = PersonFactory(full_name=typed)
    ask = BuiltOnce(lambda name: User.objects.filter(full_name=name), "a sample")
    assert ask.rows("a sample") == []
    assert ask.rows(typed) == [odd]
    assert UNEXPIRED.rows(typed, timezone.now()) == []
    assert SessionStore(stored.session_key).load() == {"theme": "dark"}


@pytest.mark.parametrize("key", [*HOSTILE, "a\x00bcdefghijk", "\xff\xfeabcdefghijk", "x" * 5_000, "é" * 300])
def test_a_cookie_of_any_words_is_nobodys(client, key):
    person = PersonFactory()
    client.force_login(person)
    client.raise_request_exception = False
    assert client.get("/me/account/").status_code == 200
    client.cookies["session"] = key
    answer = client.get("/me/account/")
    assert (answer.status_code, "/accounts/login/" in answer.headers.get("Location", "")) == (302, True)
    assert Session.objects.exists()


def test_a_value_that_does_not_come_through_as_it_is_is_refused():
    ask = BuiltOnce(lambda name: User.objects.filter(full_name=name.strip()), " a sample ")
    with pytest.raises(ValueError, match="a sample"):
        ask.rows("Anong")


def test_it_is_built_once(monkeypatch):
    built = []
    as_sql = SQLCompiler.as_sql
    monkeypatch.setattr(SQLCompiler, "as_sql", lambda *given, **more: built.append(1) or as_sql(*given, **more))
    ask = BuiltOnce(lambda pk: User.objects.filter(pk=pk), -1)
    person = PersonFactory()
    built.clear()
    assert [ask.rows(person.pk)[0] for _ in range(3)] == [person] * 3
    assert len(built) == 1
