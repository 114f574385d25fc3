"""Room for calls: a loop deep in the stack asks the system for nothing."""

import resource
import sys
from threading import Thread

import pytest

from lms import wsgi
from lms.call_stack import with_room
from lms.celery import app

DEPTHS, CALLS = 400, 50


def leaf():
    return None


def looping(depth):
    """The same loop at each depth: at one of them a chunk of the stack ends."""
    for _ in range(CALLS):
        leaf()
    return depth and looping(depth - 1)


def pages_taken(call):
    """How often this thread was given a page of memory meanwhile."""
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    call()
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def without_room(call):
    """From the ground of a stack of its own, whatever room this test was given."""
    taken = []
    thread = Thread(target=lambda: taken.append(pages_taken(call)))
    thread.start()
    thread.join()
    return taken[0]


def test_a_call_returns_and_raises_what_it_would():
    assert with_room(divmod, 7, 2) == (3, 1)
    assert with_room(int, "11", base=2) == 3
    with pytest.raises(ZeroDivisionError):
        with_room(divmod, 7, 0)


def test_a_loop_takes_no_memory_anew_at_each_call():
    assert without_room(lambda: with_room(looping, DEPTHS)) < CALLS


def test_a_task_and_a_request_are_given_room(monkeypatch):
    @app.task(shared=False)
    def loop():
        looping(DEPTHS)

    monkeypatch.setattr(wsgi, "_django", lambda environ, start_response: looping(DEPTHS))
    assert without_room(loop) < CALLS
    assert without_room(lambda: wsgi.application({}, None)) < CALLS


def test_control_without_room_it_does_at_the_end_of_a_chunk():
    taken = without_room(lambda: looping(DEPTHS))
    # Later versions keep one chunk (python/cpython issue 142183): once none without it is supported, lms/call_stack.py can go.
    assert taken >= CALLS or sys.version_info >= (3, 13)
