"""A fresh database is everybody's: nothing of this process goes on with the one before."""

import asyncio

import pytest
from django.contrib.auth.models import Group
from django.db import connections

pytestmark = pytest.mark.django_db(transaction=True)


class Loop:
    """The driver of a browser leaves an event loop running in the thread; this is what Django sees of it."""

    def __enter__(self):
        asyncio._set_running_loop(asyncio.new_event_loop())

    def __exit__(self, *raised):
        asyncio._get_running_loop().close()
        asyncio._set_running_loop(None)


@pytest.fixture
def as_with_a_browser(monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    return Loop()


def test_what_was_opened_before_the_loop_ran_is_closed_within_it(as_with_a_browser, django_db_setup):
    Group.objects.create(name="Before")
    outside = connections["default"]
    with as_with_a_browser:
        assert connections["default"] is not outside
        django_db_setup.fresh()
    assert outside.connection is None
    assert not Group.objects.filter(name="Before").exists()


def test_twin_django_alone_leaves_it_open(as_with_a_browser):
    Group.objects.create(name="Before")
    outside = connections["default"]
    with as_with_a_browser:
        connections.close_all()
    assert outside.connection is not None
