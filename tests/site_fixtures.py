"""One running site, and a browser for each file, for everything that looks at the whole program from outside."""

import os
import shutil

import pytest
from django.db import connections
from django.utils import translation
from playwright.sync_api import sync_playwright

from tests import site as whole

# Debian builds the same Chromium without a window as well: the same pages for a seventh less of the processor's time.
BUILDS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, BUILDS)), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


RUNNING: list[whole.Site] = []


@pytest.fixture(scope="session")
def site(tmp_path_factory, django_db_setup):
    """For the tests that stand in a row for it (tests/spreading.py)."""
    RUNNING.append(
        whole.start(
            tmp_path_factory.mktemp("site"), django_db_setup.template, DJANGO_SETTINGS_MODULE="tests.site_settings"
        )
    )
    yield RUNNING[0]
    end_site()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item, nextitem):
    """After the last test that drives it: its scheduler and its worker would be at work until all tests are over."""
    if "site" in item.fixturenames and not (nextitem and "site" in nextitem.fixturenames):
        end_site()


def end_site() -> None:
    while RUNNING:
        whole.stop(RUNNING.pop())


@pytest.fixture(scope="module")
def chromium():
    """For one file only: two drivers cannot run in one thread, and some files bring their own."""
    if not CHROMIUM:
        pytest.skip("U-1, U-6: Chromium is not installed on this machine")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # The driver runs an event loop in this thread; Django would take it for asynchronous code.
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def window(chromium):
    """`window()` is a phone's, 360 px wide, with cookies and a memory of its own. What it takes from Playwright, it may be told."""
    opened = []

    def open_window(**options):
        opened.append(chromium.new_context(**{"viewport": {"width": 360, "height": 740}, **options}))
        return opened[-1]

    with translation.override("en"):
        yield open_window
    for one in opened:
        one.close()
    # Opened beside the driver's event loop, they are out of sight once the loop is gone.
    connections.close_all()


@pytest.fixture
def phone(window):
    """A page on a phone; `phone(scripts=False)` has no JavaScript."""
    return lambda scripts=True, **options: window(java_script_enabled=scripts, has_touch=True, **options).new_page()
