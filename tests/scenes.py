"""Rows that a whole file stands on, made once for it."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from django.db import transaction

Made = TypeVar("Made")


def scene(make: Callable[[], Made]):
    """A fixture of this name: what `make` writes is there for every test of the file and gone after it.

    Each test writes in a transaction of its own within, so none sees what another did. What `make` gives back is the same object
    for all of them: a test that changes it asks the database for one of its own.
    """

    @pytest.fixture(scope="module", name=make.__name__)
    def made_once(django_db_setup, django_db_blocker):
        with django_db_blocker.unblock(), transaction.atomic():
            yield make()
            transaction.set_rollback(True)

    return made_once
