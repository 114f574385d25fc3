import subprocess
import sys
import time

import pytest
from django.core.exceptions import ImproperlyConfigured

from lms.faults import fault_point, install

# As the worker of a fault test would: settings that name a point and a marker, then the point itself, twice.
PROGRAM = """
import sys
from django.conf import settings
settings.configure(FAULT=sys.argv[1], FAULT_MARKER=sys.argv[2] or None, FAULT_GATE=sys.argv[3] or None)
from lms.faults import fault_point
fault_point("testing.before")
print("before", flush=True)
fault_point("testing.here")
print("after", flush=True)
"""


def run(name: str, marker: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-c", PROGRAM, name, marker, ""], capture_output=True, text=True, timeout=60)


def test_a_point_nobody_asked_for_does_nothing():
    assert fault_point("testing.here") is None


def test_an_installed_fault_happens_inside_the_block_only():
    calls = []
    with install("testing.here", lambda: calls.append(1)):
        fault_point("testing.here")
        fault_point("testing.elsewhere")
    fault_point("testing.here")
    assert calls == [1]


def test_a_fault_may_raise_what_it_stands_for():
    def broken() -> None:
        raise ImproperlyConfigured

    with install("testing.here", broken), pytest.raises(ImproperlyConfigured):
        fault_point("testing.here")


@pytest.mark.processes
def test_a_process_dies_at_the_named_point_and_only_once(tmp_path):
    marker = str(tmp_path / "died")
    first, second = run("testing.here", marker), run("testing.here", marker)
    assert (first.returncode, first.stdout) == (-9, "before\n")
    assert (second.returncode, second.stdout) == (0, "before\nafter\n")


@pytest.mark.processes
def test_without_a_marker_it_dies_each_time_and_without_the_name_never():
    assert [run("testing.here", "").returncode, run("testing.here", "").returncode] == [-9, -9]
    assert run("testing.nowhere", "").returncode == 0


@pytest.mark.processes
def test_at_a_gate_it_waits_until_the_test_opens_it(tmp_path):
    gate = tmp_path / "gate"
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "testing.here", "", str(gate)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "before\n"
    until = time.monotonic() + 60
    while not gate.exists() and time.monotonic() < until:
        time.sleep(0.01)
    assert process.poll() is None
    gate.unlink()
    assert process.communicate(timeout=60)[0] == "after\n"
    assert process.returncode == 0
