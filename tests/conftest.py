"""What every test stands on: a database of its own, empty caches, no network beyond this machine."""

import socket

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import TransactionTestCase
from django.utils import translation

from tests import databases

pytest_plugins: list[str] = ["tests.site_fixtures"]


@pytest.fixture(scope="session")
def worker_name(request) -> str:
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, worker_name):
    with django_db_blocker.unblock():
        copies = databases.copies(worker_name)
        copies.ensure_template()
        copies.fresh()

        # After a test that commits: a fresh copy instead of a flush, which would take what migrations wrote with it.
        def start_afresh(self) -> None:
            copies.fresh()

        original = TransactionTestCase._fixture_teardown
        TransactionTestCase._fixture_teardown = start_afresh
    yield copies
    TransactionTestCase._fixture_teardown = original
    with django_db_blocker.unblock():
        copies.drop()


@pytest.fixture(autouse=True)
def _as_left_at_the_start():
    """No cache and no language is handed on from test to test."""
    yield
    translation.activate(settings.LANGUAGE_CODE)
    for alias in caches:
        if "Database" not in type(caches[alias]).__name__:
            caches[alias].clear()


@pytest.fixture(autouse=True, scope="session")
def _no_network():
    """Nothing leaves this machine: a test that tries fails."""
    connect = socket.socket.connect

    def only_here(self, address):
        host = address[0] if isinstance(address, tuple) else ""
        if self.family != socket.AF_UNIX and host not in {"127.0.0.1", "::1", "localhost", "0.0.0.0"}:
            raise OSError(f"A test tried to reach {host}.")
        return connect(self, address)

    socket.socket.connect = only_here
    yield
    socket.socket.connect = connect
