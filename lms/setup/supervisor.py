"""The demo's web server, worker and scheduler under one foreground process: started, watched, ended together.

Standard library only, so that it is light and starts at once.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[2]
# A part that stops this often within a minute cannot be helped by starting it again.
MOST_RESTARTS = 5
WITHIN = 60.0
PAUSE = 2.0
# As long as a task may take to finish before it is cut off; its lease then gives it to the next worker.
PATIENCE = 15.0
START_LIMIT = 120.0
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
# One process with four threads; its log speaks of faults only, and it opens no socket to be steered by.
WEB = "--worker-class gthread --workers 1 --threads 4 --timeout 60 --graceful-timeout 10 --log-level warning"
WEB += " --no-control-socket"
# Nobody listens to gossip or heartbeats where there is one worker and a broker without broadcast.
WORKER = "--pool prefork --concurrency 2 --without-gossip --without-mingle --without-heartbeat"


def programs(environment: dict[str, str]) -> dict[str, list[str]]:
    """What runs: the web server, a worker and the scheduler, as separate processes."""
    celery = [sys.executable, "-m", "celery", "--quiet", "-A", "lms"]
    quiet = ["--loglevel", environment.get("LOG_LEVEL", "WARNING")]
    return {
        "web": [
            sys.executable,
            "-m",
            "gunicorn",
            "lms.wsgi:application",
            "--bind",
            listens_at(environment),
            *WEB.split(),
        ],
        "worker": [*celery, "worker", *WORKER.split(), "--hostname", "demo@%h", *quiet],
        "beat": [*celery, "beat", "--pidfile", "", *quiet],
    }


def listens_at(environment: dict[str, str]) -> str:
    host = environment.get("BIND", "127.0.0.1")
    return f"{f'[{host}]' if ':' in host else host}:{environment.get('PORT', '8000')}"


def surroundings(environment: dict[str, str]) -> dict[str, str]:
    """A demo may well be run by root in a container; Celery's page of warnings would bury the accounts."""
    return {**environment, "PYTHONWARNINGS": "ignore:You're running the worker"}


class Part:
    """One of the processes, its output with its name in front, and how often it had to be started."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        self.name, self.command, self.environment = name, command, environment
        self.starts: list[float] = []
        self.process: subprocess.Popen[str]

    def start(self) -> None:
        self.starts.append(time.monotonic())
        self.process = subprocess.Popen(  # noqa: S603 - our own words
            self.command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            # A group of its own: Ctrl-C reaches this process alone, which then ends the others in order.
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
        threading.Thread(target=self._forward, args=(self.process,), daemon=True).start()

    def _forward(self, process: subprocess.Popen[str]) -> None:
        for line in process.stdout or []:
            say(f"{self.name:<6} | {line.rstrip()}")

    def has_stopped(self) -> bool:
        return not self.starts or self.process.poll() is not None

    def is_hopeless(self) -> bool:
        return sum(time.monotonic() - start < WITHIN for start in self.starts) > MOST_RESTARTS

    def ask_to_end(self) -> None:
        # The main process only: it lets its own children finish.
        if self.starts and not self.has_stopped():
            self.process.terminate()

    def end_now(self) -> None:
        """Whatever is left of its group, children of a process that died included."""
        if not self.starts:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.process.wait()


class Supervisor:
    """Starts the parts, starts again what falls over, and ends all together."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.parts = [Part(name, command, surroundings(environment)) for name, command in programs(environment).items()]
        self.accounts: subprocess.Popen[str] | None = None
        self.asked = 0
        self.verdict = 0

    def run(self) -> int:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        # The web server first and alone, so that on a slow machine the first page is there soonest.
        for part in self.parts:
            part.start()
            if part is self.parts[0]:
                self._wait_for_web()
        threading.Thread(target=self._greet, daemon=True).start()
        while not self.asked:
            self._mend()
            time.sleep(0.2)
        self._end()
        return self.verdict

    def _wait_for_web(self) -> None:
        limit = time.monotonic() + START_LIMIT
        address = f"http://{reached_at(self.environment)}/-/liveness"
        while not self.asked and time.monotonic() < limit and not self.parts[0].has_stopped():
            if answers(address):
                return
            time.sleep(0.2)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.asked += 1

    def _mend(self) -> None:
        for part in self.parts:
            if self.asked or not part.has_stopped():
                continue
            if part.is_hopeless():
                say(
                    f"The {part.name} stopped more than {MOST_RESTARTS} times within a minute; its last words are above."
                )
                self.verdict = 1
                self.asked = 1
                return
            say(f"The {part.name} stopped (exit {part.process.returncode}) and is started again.")
            part.end_now()
            time.sleep(PAUSE)
            part.start()

    def _end(self) -> None:
        say("Stopping …")
        if self.accounts is not None:
            self.accounts.kill()
        for part in self.parts:
            part.ask_to_end()
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit and self.asked < 2 and not all(part.has_stopped() for part in self.parts):
            time.sleep(0.1)
        for part in self.parts:
            part.end_now()
        say("Stopped." if not self.verdict else "Stopped, because a part did not stay up.")

    def _greet(self) -> None:
        """Address and accounts, now that the first page can be served."""
        command = [sys.executable, str(ROOT / "manage.py"), "demo_accounts"]
        self.accounts = subprocess.Popen(  # noqa: S603 - our own words
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        words, trouble = self.accounts.communicate()
        address = f"http://localhost:{self.environment.get('PORT', '8000')}/"
        words = words.strip() or "\n".join(trouble.strip().splitlines()[-1:])
        if not self.asked:
            say(f"\nThe demo is ready: {address}\n\n{words}\n\nMails: {address}-/mail/ (staff). Ctrl-C ends all.\n")


def reached_at(environment: dict[str, str]) -> str:
    """Where this machine reaches the server, also when it listens to all."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 # nosec B104 - what is asked for, not what is opened
    host = environment.get("BIND", "127.0.0.1")
    return listens_at({**environment, "BIND": everywhere.get(host, host)})


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310 # nosec B310 - our own address
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def end_with_parent() -> None:
    """On Linux a part is told to end should this process be killed outright."""
    if LIBC is not None:
        LIBC.prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


_one_at_a_time = threading.Lock()


def say(text: str) -> None:
    with _one_at_a_time:
        try:
            sys.stdout.write(text + "\n")
            sys.stdout.flush()
        except (OSError, ValueError):
            # Whoever read our words has gone; the work goes on.
            return


if __name__ == "__main__":
    sys.exit(Supervisor(dict(os.environ)).run())
