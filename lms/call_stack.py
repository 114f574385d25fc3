"""Room for calls, so that a loop deep in the stack does not ask the system for memory at each of its calls.

Python keeps the frames of its calls in chunks of 16 kB, and gives a chunk back to the system as soon as the first frame in it
returns. A request goes through some hundred nested calls, so now and then a loop stands at the very end of a chunk: each call
in it then maps a page, touches it and gives it back. That took a third of the time of our tests and part of every request.
Python's own remedy (python/cpython issue 142183) is in its newest versions alone, and not in Debian's.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
# One slot holds a reference, 8 bytes. A frame that says it needs a little more than half of 512 kB is given a chunk of that
# size; what it says it needs it never touches, and everything it calls has the other half: some thousand frames.
SLOTS = 33_000


def with_room(call: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Call, with room for everything that it calls in turn."""
    return call(*args, **kwargs)


with_room.__code__ = with_room.__code__.replace(co_stacksize=SLOTS)
