"""A server that a test starts gets a port that nobody else is given meanwhile."""

import socket
from pathlib import Path

from tests.ports import free_port

RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")


def test_no_port_is_given_out_twice_and_none_that_is_taken():
    first = free_port()
    with socket.socket() as server:
        server.bind(("127.0.0.1", first + 1))
        assert free_port() not in {first, first + 1}


def test_the_system_gives_none_of_them_to_an_outgoing_connection():
    # Linux says where it begins; others begin where IANA lets them.
    lowest = int(RANGE.read_text().split()[0]) if RANGE.exists() else 49_152
    assert free_port() < lowest
