"""From a bare machine to a running demo: environment, packages, database, demo data, then the supervisor.

Runs under any `python3`, with nothing installed: so it imports the standard library only, and keeps to syntax that an
old Python can read, or it could not say that the Python is too old.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import hashlib
import importlib.util
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
OLDEST = (3, 11)
OLDEST_SQLITE = (3, 35)
TICK = 10.0
# What the test lock installs holds all that the base lock does.
INCLUDES = {"test": ["test", "base"], "base": ["base"]}
STEPS = [
    ("Preparing the database", ["migrate", "--noinput", "--verbosity", "0"]),
    ("Preparing the shared cache", ["createcachetable"]),
    ("Setting up members, roles and pages", ["set_up"]),
    ("Loading the demo", ["load_demo"]),
]


class Stop(Exception):  # noqa: N818 - not an error of the program: a reason to stop, in one sentence
    """Why it cannot go on, for the person at the keyboard."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bootstrap")
    parser.add_argument("what", choices=["demo", "install"])
    parser.add_argument("--lock", choices=sorted(INCLUDES), default="base")
    chosen = parser.parse_args(arguments)
    try:
        check_python()
        check_folder(ROOT)
        if chosen.what == "install":
            install(chosen.lock)
            return 0
        settings = demo_settings(os.environ)
        install(chosen.lock)
        prepare(settings)
        launch(settings)
    except Stop as reason:
        tell(f"\n{reason}")
        return 1
    except KeyboardInterrupt:
        tell("\nStopped. The next start goes on from here.")
        return 130
    return 0


def tell(text: str, end: str = "\n") -> None:
    sys.stdout.write(text + end)
    sys.stdout.flush()


# --- Can it work here? ---


def check_python(version: tuple[int, ...] = tuple(sys.version_info[:2])) -> None:
    if version < OLDEST:
        found, needed = (".".join(map(str, one)) for one in (version, OLDEST))
        raise Stop(f"This is Python {found}; version {needed} or newer is needed: make demo PYTHON=python3.11")
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            raise Stop(f"Python's module {module} is missing; on Debian install it with: apt install python3-venv")
    for module in ("ssl", "sqlite3", "ctypes"):
        if not importable(module):
            raise Stop(f"This Python was built without its module {module}; please use the python3 of Debian.")
    check_sqlite()


def importable(module: str) -> bool:
    try:
        importlib.import_module(module)
    except ImportError:
        return False
    return True


def check_sqlite() -> None:
    found = importlib.import_module("sqlite3").sqlite_version_info
    if found < OLDEST_SQLITE:
        raise Stop("SQLite {}.{} is too old; version 3.35 or newer is needed.".format(*found))


def check_folder(folder: Path) -> None:
    """It must be possible to write there; the rights of a folder do not tell, so a file is written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Stop(f"Nothing can be written to {folder} ({os.strerror(error.errno or errno.EACCES)}).") from None


def check_port(host: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 0 < int(text) < 65536:
        raise Stop(f"PORT is {text!r}; it must be a number from 1 to 65535, such as: make demo PORT=8001")
    port = int(text)
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Stop(why_not(host, port, error)) from None
    return port


def why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"PORT {port} is taken by another program; choose another: make demo PORT={port + 1}"
    if error.errno == errno.EACCES:
        return f"PORT {port} is reserved for the system; choose one above 1023: make demo PORT=8000"
    return f"The demo cannot listen on {host}, PORT {port} ({os.strerror(error.errno or errno.EINVAL)})."


def demo_settings(environment: os._Environ[str] | dict[str, str]) -> dict[str, str]:
    """The environment the demo runs in."""
    data = Path(environment.get("DATA_DIR") or ROOT / "var").expanduser().resolve()
    check_folder(data)
    host = environment.get("BIND") or "127.0.0.1"
    port = check_port(host, environment.get("PORT") or "8000")
    own = {"DATA_DIR": str(data), "PORT": str(port), "BIND": host, "DJANGO_SETTINGS_MODULE": "lms.settings.demo"}
    return {"LOG_LEVEL": "WARNING", **environment, **own, "PYTHONUNBUFFERED": "1"}


# --- The environment ---


def install(lock: str) -> None:
    """A virtual environment with exactly what the lock names, checked by hash. Skipped while nothing changed."""
    wanted = fingerprint([ROOT / "requirements" / f"{lock}.txt", ROOT / "requirements" / "uv.txt"])
    stamp = Stamp(VENV / "installed.json")
    if stamp.get(lock) == wanted and answers(venv_python()):
        return
    if not answers(venv_python(), "import pip"):
        run("Making the environment", [sys.executable, "-m", "venv", "--clear", str(VENV)])
    packages = str(ROOT / "requirements" / f"{lock}.txt")
    # What a smaller lock does not name is taken away again.
    stamp.forget()
    try:
        run("Fetching the installer", pip("install", "--require-hashes", "-r", str(ROOT / "requirements" / "uv.txt")))
        uv = [str(VENV / "bin" / "uv"), "pip", "sync", "--require-hashes", "--compile-bytecode", packages]
        # As pip does: an office network may sign with a certificate that only the machine knows.
        run("Installing packages", uv, {"UV_SYSTEM_CERTS": "true", **os.environ, "VIRTUAL_ENV": str(VENV)})
    except Stop:
        tell("Trying again with pip, which takes about three times as long.")
        run("Installing packages", pip("install", "--require-hashes", "-r", packages))
    for included in INCLUDES[lock]:
        stamp.set(included, fingerprint([ROOT / "requirements" / f"{included}.txt", ROOT / "requirements" / "uv.txt"]))


def venv_python() -> str:
    return str(VENV / "bin" / "python")


def pip(*arguments: str) -> list[str]:
    return [venv_python(), "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments]


def answers(python: str, code: str = "import django, gunicorn") -> bool:
    try:
        found = subprocess.run([python, "-c", code], capture_output=True, check=False)  # noqa: S603 - our own words
        return found.returncode == 0
    except OSError:
        return False


# --- The data ---


def prepare(settings: dict[str, str]) -> None:
    """Database, vocabularies, demo. Each command may run twice; all are skipped while nothing of them changed."""
    data = Path(settings["DATA_DIR"])
    stamp = Stamp(data / "prepared.json")
    sources = [*ROOT.glob("*/*/migrations/*.py"), *(ROOT / "lms" / "setup").rglob("*.*")]
    wanted = fingerprint([path for path in sources if is_source(path)])
    address = settings.get("DATABASE_URL", "")
    is_there = bool(address) or (data / "db.sqlite3").exists()
    if is_there and stamp.get("data") == wanted + address:
        return
    for name, command in STEPS:
        run(name, [venv_python(), str(ROOT / "manage.py"), *command], settings)
    stamp.set("data", wanted + address)


def is_source(path: Path) -> bool:
    """What the database or the demo is made from; these two scripts are not."""
    return path.is_file() and "__pycache__" not in path.parts and path.name not in {"bootstrap.py", "supervisor.py"}


def launch(settings: dict[str, str]) -> None:
    """The supervisor takes this process's place, so that Ctrl-C reaches it."""
    os.chdir(ROOT)
    supervisor = str(ROOT / "lms" / "setup" / "supervisor.py")
    os.execve(venv_python(), [venv_python(), "-I", supervisor], settings)  # noqa: S606 - no shell is meant


# --- Running a step ---


def run(name: str, command: list[str], environment: dict[str, str] | os._Environ[str] | None = None) -> None:
    """One long step, with a sign of life every ten seconds; what it said is shown only where it fails."""
    began = time.monotonic()
    tell(f"{name} …", end="")
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 - our own words
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT
        )
        try:
            while wait(process) is None:
                tell(f" {time.monotonic() - began:.0f} s …", end="")
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            raise
        if process.returncode == 0:
            tell(f" done ({time.monotonic() - began:.0f} s)")
            return
        said.seek(0)
        last = said.read().decode(errors="replace").strip().splitlines()[-15:]
    tell(" failed\n" + "\n".join(f"    {line}" for line in last))
    raise Stop(f"“{name}” did not succeed; what it said last is above.")


def wait(process: subprocess.Popen[bytes]) -> int | None:
    try:
        return process.wait(timeout=TICK)
    except subprocess.TimeoutExpired:
        return None


def fingerprint(files: list[Path]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for file in sorted(files):
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


class Stamp:
    """A small file that remembers what was done, and with what."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def get(self, name: str) -> str:
        return str(self._read().get(name, ""))

    def set(self, name: str, value: str) -> None:
        text = json.dumps({**self._read(), name: value})
        partial = self.path.with_suffix(".partial")
        partial.write_text(text)
        partial.replace(self.path)

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)

    def _read(self) -> dict[str, str]:
        with contextlib.suppress(OSError, ValueError):
            found = json.loads(self.path.read_text())
            return found if isinstance(found, dict) else {}
        return {}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
