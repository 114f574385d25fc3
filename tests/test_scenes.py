"""A scene is made once for a file, and no test of it sees what another did (tests/scenes.py)."""

from types import SimpleNamespace

import pytest

from lms.accounts.models import User
from tests.factories.accounts import PersonFactory
from tests.scenes import in_order, scene, staged

pytestmark = pytest.mark.django_db
NAMES = ["first", "second"]
made = []


@scene
def officer():
    made.append("officer")
    return PersonFactory(full_name="As made")


@scene
def both(officer):
    made.append("both")
    return officer, PersonFactory(full_name="Beside")


@pytest.mark.parametrize("name", NAMES)
def test_what_a_test_writes_and_changes_is_gone_in_the_next(officer, both, name):
    assert both[0] == officer
    assert (officer.full_name, both[0].full_name, both[1].full_name) == ("As made", "As made", "Beside")
    assert set(User.objects.values_list("full_name", flat=True)) == {"As made", "Beside"}
    for person in (officer, both[1]):
        person.full_name = name
        person.save()
    both[0].full_name = name
    PersonFactory()


def test_it_was_made_once(both):
    assert made == ["officer", "both"]


def test_what_a_test_has_is_a_copy(both, both_made_once):
    assert both == both_made_once
    assert not {id(person) for person in both} & {id(person) for person in both_made_once}


def test_what_was_made_is_gone_after_it(django_db_blocker):
    with staged(django_db_blocker):
        PersonFactory(full_name="On stage")
        assert User.objects.filter(full_name="On stage").exists()
    assert not User.objects.filter(full_name="On stage").exists()


def asking(test, *scenes):
    return SimpleNamespace(nodeid=f"a.py::{test}", fixturenames=["db", *(f"{name}_made_once" for name in scenes)])


def test_who_asks_for_less_comes_first_and_sees_nothing_of_the_rest():
    tests = [asking("two", "space", "topic"), asking("none"), asking("one", "space"), asking("another")]
    assert [item.nodeid for item in in_order(tests)] == ["a.py::none", "a.py::another", "a.py::one", "a.py::two"]


def test_two_who_would_each_see_what_only_the_other_asks_for_are_refused():
    with pytest.raises(pytest.UsageError, match=r"a\.py: one test asks for space, another for topic"):
        in_order([asking("one", "space"), asking("other", "topic")])
