"""One running site, and a browser for each file, for everything that looks at the whole program from outside."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests import site as whole

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def site(tmp_path_factory, django_db_setup):
    running = whole.start(
        tmp_path_factory.mktemp("site"), django_db_setup.template, DJANGO_SETTINGS_MODULE="tests.site_settings"
    )
    yield running
    whole.stop(running)


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
def phone(chromium):
    """A phone of 360 px; `phone(scripts=False)` has no JavaScript."""
    contexts = []

    def open_phone(scripts=True, **options):
        context = chromium.new_context(
            viewport={"width": 360, "height": 740}, java_script_enabled=scripts, has_touch=True, **options
        )
        contexts.append(context)
        return context.new_page()

    yield open_phone
    for context in contexts:
        context.close()
