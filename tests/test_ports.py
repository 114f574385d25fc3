"""A server that a test starts gets a port that nobody else is given meanwhile."""

import socket
from pathlib import Path

import pytest

from tests.ports import free_port

RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")


def test_no_port_is_given_out_twice_and_none_that_is_taken():
    first = free_port()
    with socket.socket() as server:
        server.bind(("127.0.0.1", first + 1))
        assert free_port() not in {first, first + 1}


@pytest.mark.skipif(not RANGE.exists(), reason="Only Linux says which ports it gives to outgoing connections")
def test_the_system_gives_none_of_them_to_an_outgoing_connection():
    lowest = int(RANGE.read_text().split()[0])
    assert free_port() < lowest
