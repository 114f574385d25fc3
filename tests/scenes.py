"""Rows that a whole file stands on, made once for it."""

import sys
from collections.abc import Callable
from contextlib import contextmanager
from copy import deepcopy
from inspect import Parameter, Signature, signature
from itertools import pairwise
from typing import TypeVar

import pytest
from django.db import transaction

from lms.search.gathering import indexed_once

Made = TypeVar("Made")
MADE = "_made_once"


def scene(make: Callable[..., Made]):
    """A fixture of this name: what `make` writes is there for every test of the file and gone after it.

    Each test writes in a transaction of its own within, and has its own copy of what `make` gives back, so that none sees what
    another did (tests/test_scenes.py), nor a scene that it does not ask for (`in_order`). What `make` asks for are scenes too.
    Not for files in which a test commits.
    """
    name, needs = make.__name__, list(signature(make).parameters)

    def made(django_db_setup, django_db_blocker, **given):
        with staged(django_db_blocker):
            with indexed_once():
                scene = make(**{need: given[_once(need)] for need in needs})
            yield scene

    def copied(**given):
        return deepcopy(given[_once(name)])

    # pytest finds a fixture by its name in the file, and has both in the right order only where one openly asks for the other.
    _asking(made, "django_db_setup", "django_db_blocker", *map(_once, needs))
    _asking(copied, _once(name))
    sys._getframe(1).f_globals[_once(name)] = pytest.fixture(scope="module", name=_once(name))(made)
    return pytest.fixture(name=name)(copied)


@contextmanager
def staged(blocker):
    """The database is open meanwhile, and what is written is taken back."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def in_order(items: list[pytest.Item]) -> list[pytest.Item]:
    """The tests of each file by the scenes they ask for: a scene that is made stays, so who asks for less comes first.

    Raises `pytest.UsageError` where of two tests each asks for a scene that the other does not ask for.
    """
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.nodeid.split("::", 1)[0], []).append(item)
    for file, tests in files.items():
        tests.sort(key=lambda item: len(scenes_of(item)))
        for less, more in pairwise(map(scenes_of, tests)):
            if less - more:
                told = ", another for ".join(", ".join(sorted(names)) for names in (less, more))
                raise pytest.UsageError(f"{file}: one test asks for {told}, and each would see the other's.")
    return [item for tests in files.values() for item in tests]


def scenes_of(item: pytest.Item) -> set[str]:
    """The scenes a test stands on, by name."""
    return {name.removesuffix(MADE) for name in item.fixturenames if name.endswith(MADE)}


def _once(name: str) -> str:
    return name + MADE


def _asking(fixture: Callable, *names: str) -> None:
    fixture.__signature__ = Signature([Parameter(name, Parameter.KEYWORD_ONLY) for name in names])
