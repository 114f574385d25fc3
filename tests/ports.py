"""Ports for the servers that tests start: free when asked for, and still free when the server is there.

The system gives the upper ports to outgoing connections, of which a browser makes hundreds, so that one of those may be taken
while the server it was meant for is still starting. Those below are given to nobody who does not name them.
"""

import itertools
import os
import socket

# Each process of a parallel run takes from a stretch of its own.
FIRST, EACH = 20_000, 1_000
# Two runs on one machine begin at different places in it.
_next = itertools.count(os.getpid() * 37)


def free_port() -> int:
    mine = FIRST + EACH * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for _ in range(EACH):
        port = mine + next(_next) % EACH
        if _is_free(port):
            return port
    raise AssertionError(f"No port is free between {mine} and {mine + EACH}.")


def _is_free(port: int) -> bool:
    with socket.socket() as asking:
        try:
            asking.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
