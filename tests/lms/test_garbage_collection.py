"""What is loaded is not looked through again, and not at the end either."""

import gc
import importlib
import subprocess
import sys

import pytest

from lms.celery import keep_what_all_share
from lms.garbage_collection import SELDOM, keep_what_is_loaded


def said_by(program):
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return run.stdout


@pytest.fixture(autouse=True)
def _as_it_was():
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


def test_every_program_looks_seldom():
    assert said_by("import lms, gc; print(gc.get_threshold())").strip() == str(SELDOM)


PAIR = """
class One:
    def __del__(self): print("taken apart")
one = One(); one.itself = one
"""


def test_at_its_end_a_program_leaves_to_the_system_what_is_left():
    assert said_by(f"import lms{PAIR}") == ""


def test_control_python_alone_takes_it_apart():
    assert said_by(PAIR) == "taken apart\n"


def test_what_is_to_be_done_at_the_end_is_done():
    done = "import atexit; atexit.register(print, 'done')"
    assert said_by(f"{done}\nimport lms") == said_by(f"import lms\n{done}") == "done\n"


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
