"""From a bare machine to a running demo: what is checked first, what is skipped, and that nothing is left behind."""

import ast
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lms.setup import bootstrap, supervisor
from lms.setup.bootstrap import Stamp, Stop

SETUP = Path(bootstrap.__file__).parent


def listener():
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    return taken


def is_one_sentence(reason) -> bool:
    text = str(reason.value)
    return "\n" not in text and len(text) < 160


@pytest.mark.parametrize("script", ["bootstrap.py", "supervisor.py"])
def test_the_scripts_need_nothing_installed(script):
    tree = ast.parse((SETUP / script).read_text())
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names


def test_an_old_python_can_read_the_script_that_tells_it_so():
    ast.parse((SETUP / "bootstrap.py").read_text(), feature_version=(3, 7))


def test_an_old_python_is_told_which_one_is_needed():
    with pytest.raises(Stop, match=r"Python 3\.9; version 3\.11 or newer") as reason:
        bootstrap.check_python((3, 9))
    assert is_one_sentence(reason)


def test_the_missing_debian_package_is_named(monkeypatch):
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else True)
    with pytest.raises(Stop, match="apt install python3-venv") as reason:
        bootstrap.check_python()
    assert is_one_sentence(reason)


def test_a_missing_module_is_named(monkeypatch):
    monkeypatch.setattr(bootstrap, "importable", lambda name: name != "sqlite3")
    with pytest.raises(Stop, match="module sqlite3") as reason:
        bootstrap.check_python()
    assert is_one_sentence(reason)


def test_a_folder_that_cannot_be_written_is_named(monkeypatch, tmp_path):
    def refuse(**options):
        raise PermissionError(13, "no")

    monkeypatch.setattr(bootstrap.tempfile, "NamedTemporaryFile", refuse)
    with pytest.raises(Stop, match="Nothing can be written to") as reason:
        bootstrap.check_folder(tmp_path)
    assert is_one_sentence(reason)


def test_a_folder_inside_a_file_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Stop, match="Nothing can be written to"):
        bootstrap.check_folder(tmp_path / "file" / "data")


def test_a_busy_port_is_named_with_the_way_to_another():
    with listener() as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Stop, match=f"PORT {port} is taken .* PORT={port + 1}") as reason:
            bootstrap.check_port("127.0.0.1", str(port))
    assert is_one_sentence(reason)


@pytest.mark.parametrize("text", ["eighty", "0", "65536", "-1", "８０"])
def test_a_port_that_is_none_is_refused(text):
    with pytest.raises(Stop, match="PORT"):
        bootstrap.check_port("127.0.0.1", text)


def test_port_and_data_folder_can_be_chosen(tmp_path):
    with listener() as free:
        port = str(free.getsockname()[1])
    settings = bootstrap.demo_settings({"PORT": port, "DATA_DIR": str(tmp_path / "here"), "HOME": "/nowhere"})
    assert (settings["PORT"], settings["DATA_DIR"]) == (port, str(tmp_path / "here"))
    assert settings["DJANGO_SETTINGS_MODULE"] == "lms.settings.demo"
    assert settings["HOME"] == "/nowhere"


def test_a_stamp_survives_a_broken_file(tmp_path):
    stamp = Stamp(tmp_path / "stamp")
    stamp.set("a", "1")
    stamp.set("b", "2")
    assert (stamp.get("a"), stamp.get("b"), stamp.get("c")) == ("1", "2", "")
    stamp.path.write_text("{half")
    assert stamp.get("a") == ""


def test_a_second_start_runs_no_step_again(monkeypatch, tmp_path):
    done = []
    monkeypatch.setattr(bootstrap, "run", lambda name, command, settings: done.append(command[2]))
    settings = {"DATA_DIR": str(tmp_path)}
    bootstrap.prepare(settings)
    assert done == ["migrate", "createcachetable", "set_up", "load_demo"]
    (tmp_path / "db.sqlite3").write_text("")
    bootstrap.prepare(settings)
    assert len(done) == 4
    # A database that was taken away is made again.
    (tmp_path / "db.sqlite3").unlink()
    bootstrap.prepare(settings)
    assert len(done) == 8


def test_a_step_that_fails_shows_its_last_words_and_is_not_remembered(monkeypatch, tmp_path, capsys):
    said = "import sys; print('the cause'); sys.exit(3)"
    monkeypatch.setattr(bootstrap, "STEPS", [("Failing", ["x"])])
    monkeypatch.setattr(bootstrap, "venv_python", lambda: sys.executable)
    with pytest.raises(Stop, match="“Failing” did not succeed"):
        bootstrap.run("Failing", [sys.executable, "-c", said])
    assert "the cause" in capsys.readouterr().out
    assert not (tmp_path / "prepared.json").exists()


def test_a_long_step_shows_that_it_goes_on(monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "TICK", 0.1)
    bootstrap.run("Waiting", [sys.executable, "-c", "import time; time.sleep(0.5)"])
    assert capsys.readouterr().out.count("…") > 2


def test_packages_come_by_pip_where_the_fast_way_fails(monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    monkeypatch.setattr(bootstrap, "answers", lambda *_: True)
    ran = []

    def run(name, command, environment=None):
        ran.append(command)
        if "sync" in command:
            raise Stop("uv cannot run here")

    monkeypatch.setattr(bootstrap, "run", run)
    bootstrap.install("base")
    assert "--require-hashes" in ran[-1]
    assert ran[-1][1:3] == ["-m", "pip"]
    ran.clear()
    bootstrap.install("base")
    assert ran == []


def test_what_a_smaller_lock_takes_away_is_installed_again(monkeypatch, tmp_path):
    """`make demo` with another Python after `make install` leaves no tests, and `make install` has to notice."""
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    monkeypatch.setattr(bootstrap, "answers", lambda *_: True)
    synced = []
    monkeypatch.setattr(bootstrap, "run", lambda name, command, environment=None: synced.append(Path(command[-1]).stem))
    bootstrap.install("test")
    assert synced == ["uv", "test"]
    bootstrap.install("base")
    assert synced == ["uv", "test"]
    with monkeypatch.context() as other:
        other.setattr(bootstrap.sys, "version", "another")
        bootstrap.install("base")
    bootstrap.install("test")
    assert synced == ["uv", "test", "uv", "base", "uv", "test"]


PARTS = """
import sys, time
from lms.setup import supervisor
sleeper = [sys.executable, "-c", "import subprocess, sys, time; c = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); print('child', c.pid, flush=True); time.sleep(600)"]
supervisor.programs = lambda environment: {"web": sleeper, "worker": WORKER}
supervisor.PATIENCE, supervisor.PAUSE = 1.0, 0.0
supervisor.Supervisor._greet = lambda self: supervisor.say("ready")
supervisor.Supervisor._wait_for_web = lambda self: None
sys.exit(supervisor.Supervisor(dict(__import__("os").environ)).run())
"""


def supervise(worker):
    code = PARTS.replace("WORKER", worker)
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=bootstrap.ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A child nobody waits for yet is dead, but still listed.
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


@pytest.mark.processes
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_ending_leaves_nothing_running_not_even_grandchildren(how):
    process = supervise("sleeper")
    children = []
    for line in process.stdout:
        if "child" in line:
            children.append(int(line.split()[-1]))
        if len(children) == 2:
            break
    process.send_signal(how)
    out, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Stopped." in out
    deadline = time.monotonic() + 5
    while any(is_running(pid) for pid in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(is_running(pid) for pid in children)


@pytest.mark.processes
def test_a_part_that_does_not_stay_up_ends_all_with_a_sentence():
    falling = '[sys.executable, "-c", "print(\'I fall\')"]'
    process = supervise(falling)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "The worker stopped more than 5 times within a minute" in out
    assert out.count("I fall") == supervisor.MOST_RESTARTS + 1
