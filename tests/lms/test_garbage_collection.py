"""What is loaded is not looked through again."""

import gc
import importlib

import pytest

from lms.celery import keep_what_all_share
from lms.garbage_collection import SELDOM, keep_what_is_loaded, look_seldom


@pytest.fixture(autouse=True)
def _as_it_was():
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


def test_a_command_looks_seldom():
    look_seldom()
    assert gc.get_threshold() == SELDOM


@pytest.mark.parametrize("keep", [keep_what_is_loaded, keep_what_all_share])
def test_a_server_and_a_worker_keep_what_is_loaded(keep):
    later = [[] for _ in range(100)]
    frozen = gc.get_freeze_count()
    keep()
    assert gc.get_freeze_count() >= frozen + len(later)
    assert gc.get_threshold() == SELDOM


def test_the_web_server_does_when_it_is_loaded():
    importlib.reload(importlib.import_module("lms.wsgi"))
    assert gc.get_threshold() == SELDOM
