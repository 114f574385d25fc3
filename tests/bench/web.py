"""The program as it is in production, with a clock at the database: what took longer than 100 ms, and how long all of it took.

The folder named by STATEMENTS gets one file for each process, written anew every second.
"""

import json
import os
import re
import threading
import time
from pathlib import Path
from typing import Any

from django.db.backends.signals import connection_created

from lms.wsgi import application as application

SLOW = 0.1
FOLDER = Path(os.environ["STATEMENTS"])
WORDS = re.compile(r"'[^']*'|\b\d+\b|%s(?:, %s)+")
total: dict[str, Any] = {"seconds": 0.0, "statements": 0, "slow": {}}
lock = threading.Lock()


def clocked(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    began = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        note(str(sql), time.perf_counter() - began)


def note(sql: str, took: float) -> None:
    with lock:
        total["seconds"] += took
        total["statements"] += 1
        if took > SLOW:
            kept = total["slow"].setdefault(WORDS.sub("?", sql)[:600], [0, 0.0])
            kept[0] += 1
            kept[1] = max(kept[1], took)


def install(connection: Any, **kwargs: Any) -> None:
    if clocked not in connection.execute_wrappers:
        connection.execute_wrappers.append(clocked)


def write() -> None:
    """In the process that answers: a fork has threads of its own."""
    while True:
        time.sleep(1)
        with lock:
            text = json.dumps(total)
        path = FOLDER / f"{os.getpid()}.json"
        path.with_suffix(".part").write_text(text)
        path.with_suffix(".part").replace(path)


connection_created.connect(install)
threading.Thread(target=write, daemon=True).start()
