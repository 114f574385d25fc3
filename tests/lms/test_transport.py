"""The embedded broker with real worker processes: killed, doubled, stopped. Ids: F-1, F-6, F-25, D-6."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from celery import Celery
from kombu.exceptions import OperationalError
from kombu.transport import TRANSPORT_ALIASES

from lms.transport import Box

TRANSPORT_ALIASES["sqlite"] = "lms.transport:Transport"
APP = """
import os, signal, time
from celery import Celery
from kombu.transport import TRANSPORT_ALIASES
from lms import transport

TRANSPORT_ALIASES["sqlite"] = "lms.transport:Transport"
if os.environ.get("NO_RENEWAL"):
    transport.Box.renew = lambda self, tags: None
app = Celery("embedded", fixups=[], broker=f"sqlite:///{os.environ['FOLDER']}/broker.sqlite3")
app.conf.update(
    broker_transport_options={"lease": float(os.environ["LEASE"]), "polling_interval": 0.02},
    task_acks_late=True, task_reject_on_worker_lost=True, worker_prefetch_multiplier=1, task_ignore_result=True,
    worker_enable_remote_control=False, worker_lost_wait=0.2,
)


def note(what):
    with open(f"{os.environ['FOLDER']}/log", "a") as log:
        log.write(what + "\\n")


@app.task(name="work")
def work(name, seconds):
    note(f"start {name}")
    time.sleep(seconds)
    note(f"end {name}")


@app.task(name="die")
def die():
    note("start die")
    os.kill(os.getpid(), signal.SIGKILL)
"""


class Yard:
    """A folder with a broker, workers that belong to it, and the log they write."""

    def __init__(self, folder: Path, lease: float):
        self.folder, self.lease, self.workers = folder, lease, []
        (folder / "embedded_app.py").write_text(APP)
        self.box = Box(folder / "broker.sqlite3", lease=lease)
        self.app = Celery("sender", fixups=[], set_as_current=False, broker=f"sqlite:///{folder}/broker.sqlite3")

    def send(self, task: str, *args):
        self.app.send_task(task, args)

    def start(self, pool="prefork", size=2, **env):
        command = [sys.executable, "-m", "celery", "-A", "embedded_app", "worker", "-P", pool, "-c", str(size)]
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "warning"]
        root = str(Path(__file__).resolve().parents[2])
        settings = {"FOLDER": str(self.folder), "LEASE": str(self.lease), "PYTHONPATH": f"{self.folder}:{root}", **env}
        worker = subprocess.Popen(
            [*command, "-n", f"w{len(self.workers)}@here"],
            cwd=self.folder,
            env={**os.environ, **settings},
            start_new_session=True,
            stdout=(self.folder / "out").open("a"),
            stderr=subprocess.STDOUT,
        )
        self.workers.append(worker)
        return worker

    def log(self) -> Counter:
        path = self.folder / "log"
        return Counter(path.read_text().splitlines()) if path.exists() else Counter()

    def wait_for(self, condition, seconds=40.0):
        start = time.monotonic()
        while not condition():
            out = self.folder / "out"
            assert time.monotonic() - start < seconds, (self.log(), self.box.depth(), out.exists() and out.read_text())
            time.sleep(0.02)
        return time.monotonic() - start

    def kill(self, worker):
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    def close(self):
        for worker in self.workers:
            if worker.poll() is None:
                self.kill(worker)
        self.app.close()
        self.box.close()


@pytest.fixture
def yard(tmp_path, request):
    yard = Yard(tmp_path, lease=getattr(request, "param", 1.0))
    yield yard
    yard.close()


def test_a_message_is_given_to_one_taker_by_priority_and_age(tmp_path):
    box = Box(tmp_path / "b", lease=60)
    for tag, priority in [("old", 0), ("new", 0), ("urgent", 9)]:
        box.put("celery", tag, priority, tag)
    assert [box.take("celery")[1] for _ in range(3)] == ["urgent", "old", "new"]
    assert box.take("celery") is None
    assert box.depth()["running"] == 3


def test_a_freed_message_comes_back_and_a_dropped_one_does_not(tmp_path):
    box = Box(tmp_path / "b", lease=60)
    box.put("celery", "a", 0, "a")
    box.take("celery")
    box.free(["a"])
    assert box.take("celery") == (2, "a")
    box.drop("a")
    assert box.depth() == {"waiting": 0, "running": 0, "aside": 0, "oldest": None}


def test_a_message_that_never_finishes_is_set_aside(tmp_path):
    box = Box(tmp_path / "b", lease=60, max_deliveries=3)
    box.put("celery", "poison", 0, "poison")
    for _ in range(3):
        box.take("celery")
        box.free(["poison"])
    assert box.take("celery") is None
    assert box.depth()["aside"] == 1


def test_the_same_message_put_twice_is_there_once(tmp_path):
    box = Box(tmp_path / "b")
    box.put("celery", "a", 0, "a")
    box.put("celery", "a", 0, "a")
    assert box.depth()["waiting"] == 1


def test_a_dead_broker_raises_one_known_error(tmp_path):
    (tmp_path / "file").write_text("")
    app = Celery("sender", fixups=[], set_as_current=False, broker=f"sqlite:///{tmp_path}/file/broker.sqlite3")
    with pytest.raises(OperationalError):
        app.send_task("work", ("a", 0), retry=False)


@pytest.mark.parametrize("pool", ["prefork", "threads"])
def test_a_task_of_a_killed_worker_is_done_by_the_next_within_its_lease(yard, pool):
    yard.send("work", "long", 1.0)
    first, second = yard.start(pool, 1), yard.start(pool, 1)
    yard.wait_for(lambda: yard.log()["start long"])
    holder = first if _holds(yard, first) else second
    yard.kill(holder)
    waited = yard.wait_for(lambda: yard.log()["start long"] == 2)
    assert waited < yard.lease + 1.5
    yard.wait_for(lambda: yard.log()["end long"] == 1 and yard.box.depth()["running"] == 0)


def _holds(yard, worker) -> bool:
    """Stops the other worker's renewal for a moment to see whose lease grows."""
    before = yard.box.run("SELECT lease FROM message")[0][0]
    other = next(w for w in yard.workers if w is not worker)
    os.killpg(other.pid, signal.SIGSTOP)
    time.sleep(yard.lease * 0.6)
    grew = yard.box.run("SELECT lease FROM message")[0][0] > before
    os.killpg(other.pid, signal.SIGCONT)
    return grew


@pytest.mark.parametrize("renews", [True, False], ids=["guard", "control"])
def test_a_task_longer_than_its_lease_is_not_doubled(yard, renews):
    env = {} if renews else {"NO_RENEWAL": "1"}
    workers = [yard.start("prefork", 1, **env), yard.start("threads", 1, **env)]
    yard.send("work", "warm", 0)
    yard.wait_for(lambda: yard.log()["end warm"])
    yard.send("work", "long", 3.5)
    yard.wait_for(lambda: yard.log()["end long"])
    runs = yard.log()["start long"]
    assert all(worker.poll() is None for worker in workers)
    assert runs == 1 if renews else runs > 1


def test_two_workers_do_a_hundred_tasks_once_each(yard):
    for number in range(100):
        yard.send("work", str(number), 0)
    yard.start("prefork", 2)
    yard.start("threads", 2)
    yard.wait_for(lambda: sum(yard.box.depth()[key] for key in ("waiting", "running")) == 0)
    assert yard.log() == Counter(f"{what} {number}" for number in range(100) for what in ("start", "end"))


def test_a_stopped_worker_finishes_its_task_and_leaves_the_others_at_once(tmp_path):
    yard = Yard(tmp_path, lease=60.0)
    try:
        for name in ("one", "two", "three"):
            yard.send("work", name, 0.6)
        worker = yard.start("prefork", 1)
        yard.wait_for(lambda: yard.log()["start one"])
        worker.send_signal(signal.SIGTERM)
        worker.wait(timeout=20)
        assert yard.log()["end one"] == 1
        depth = yard.box.depth()
        assert depth["running"] == 0
        assert depth["waiting"] + sum(v for k, v in yard.log().items() if k.startswith("end")) == 3
    finally:
        yard.close()


def test_a_task_that_kills_its_process_is_given_up_and_the_others_are_done(yard):
    yard.send("die")
    yard.send("work", "good", 0)
    yard.start("prefork", 1)
    yard.wait_for(lambda: yard.log()["end good"] and yard.box.depth()["aside"])
    assert yard.log()["start die"] == 5
