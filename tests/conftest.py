"""What every test stands on: a database of its own, empty caches, no network beyond this machine."""

import os
import socket
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import RequestFactory, TransactionTestCase
from django.utils import translation

from lms.call_stack import with_room
from lms.garbage_collection import keep_what_is_loaded
from tests import databases, scenes, spreading, statements

# A worker asks Django at its start whether the program is whole, which is half of what its start takes. Those that tests start, and
# kill, have been told by `make check`; the workers of production ask (tests/journeys/test_production_runs.py).
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")
# How quick a machine is that does other things as well is not what a test is about.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")

pytest_plugins: list[str] = ["tests.site_fixtures"]


def pytest_configure(config):
    # In a process that hands out tests and runs none there is nothing to note.
    if (folder := os.environ.get("STATEMENTS_TO")) and not config.getoption("numprocesses", None):
        config.pluginmanager.register(statements.Notes(Path(folder)))


def pytest_collection_modifyitems(items):
    items[:] = sorted(scenes.in_order(items), key=lambda item: spreading.place(item.nodeid))
    for item in items:
        if item.nodeid.startswith(spreading.ONCE) or not asks_a_database(item):
            item.add_marker(pytest.mark.once)
    if folder := os.environ.get("STATEMENTS_FROM"):
        told_once = statements.left_out((one for one in items if not one.get_closest_marker("once")), Path(folder))
        for item in items:
            if item.nodeid in told_once:
                item.add_marker(pytest.mark.once)


def asks_a_database(item) -> bool:
    marks = item.get_closest_marker("django_db") or item.get_closest_marker("processes")
    return bool(marks) or "django_db_setup" in item.fixturenames


def pytest_collection_finish(session):
    keep_what_is_loaded()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    """As pytest does it, with the room that a request has from the web server (tests/lms/test_call_stack.py)."""
    runner = item.config.pluginmanager.get_plugin("runner")
    return with_room(runner.pytest_runtest_protocol, item=item, nextitem=nextitem)


def pytest_xdist_make_scheduler(config, log):
    return spreading.ByFile(config, log)


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


@pytest.fixture
def frame_is_known(db):
    """Words, menus and banners as a process has them all but once a minute: a page is then asked for its own costs.

    What asking anew costs is bounded by a test of its own, in tests/cms/test_frame.py.
    """
    from cms.pages.templatetags import site_words

    site_words.site_words()
    for place in ("main", "footer"):
        site_words.site_menu(place)
    site_words.site_banners({"request": RequestFactory().get("/")})


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
