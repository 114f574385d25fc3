"""Which tests a second database has to be asked: together they ask it everything that the suite asks the first one.

The first pass notes, for each test that passed, what it asked: the statement, the line of ours that asked it, and how it failed
if it did. The second pass needs one test for each of these, and every test whose answer depends on more than the statement
(`each_database`). The others would ask it what it has been asked. .ci/run has the first pass note (STATEMENTS_TO) and the second
choose (STATEMENTS_FROM); without them every test is run.
"""

import heapq
import json
import os
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

ROOT = Path(__file__).resolve().parents[1]
OURS = tuple(f"{ROOT / package}{os.sep}" for package in ("lms", "cms", "courses", "alumni"))
LEFT_OUT = "left-out.txt"
# Each database is searched, backed up and looked after in its own way, and says in its own way that a value is too much for it.
EACH = (
    "tests/alumni/forum/test_searching.py",
    "tests/badinputs/",
    "tests/cms/library/test_searching.py",
    "tests/journeys/",
    "tests/lms/audit/",
    "tests/lms/desk/test_search.py",
    "tests/lms/operations/",
    "tests/lms/search/",
    "tests/lms/setup/test_database.py",
    "tests/lms/test_built_once.py",
)
COMMITTING = {"transactional_db", "django_db_reset_sequences", "live_server"}
# What differs from test to test and not in what is asked: how many values there are, which page of a list, how deep a savepoint is.
_VALUES = re.compile(r"\(%s(?:, ?%s)*\)")
_ROWS = re.compile(r"(?:\(…\)(?:, ?)?)+")
_BOUNDS = re.compile(r"\b(LIMIT|OFFSET) \d+")
_SAVEPOINT = re.compile(r"^(?:RELEASE |ROLLBACK TO )?SAVEPOINT ")


@dataclass
class Asked:
    """What a test asks, each a number that stands for the same thing in every process, and how many seconds it takes."""

    seconds: float = 0.0
    things: set[int] = field(default_factory=set)


class Notes:
    """A plugin of pytest that notes what each test asks, and writes it down for `known` at the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tests: dict[str, Asked] = {}
        self._now: Asked | None = None
        connection_created.connect(self._listen)

    def _listen(self, connection: BaseDatabaseWrapper, **said: object) -> None:
        if self._note not in connection.execute_wrappers:
            connection.execute_wrappers.append(self._note)

    def _note(self, execute, sql, params, many, context):
        fault = ""
        try:
            return execute(sql, params, many, context)
        except Exception as error:
            fault = type(error).__name__
            raise
        finally:
            if self._now and (shape := shape_of(str(sql))):
                self._now.things.add(number(shape, _line_of_ours(), fault))

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._now = Asked()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not self._now:
            return
        self._now.seconds += report.duration
        # What was skipped or failed has not asked all it would.
        if report.when == "call" and report.passed:
            self.tests[report.nodeid] = self._now

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self._now = None

    def pytest_sessionfinish(self) -> None:
        connection_created.disconnect(self._listen)
        self.folder.mkdir(parents=True, exist_ok=True)
        told = {test: [asked.seconds, sorted(asked.things)] for test, asked in self.tests.items()}
        (self.folder / f"{os.getpid()}.json").write_text(json.dumps(told))


@lru_cache(maxsize=4096)
def shape_of(sql: str) -> str:
    """A statement without what differs from one asking to the next; nothing for one that asks nothing."""
    if _SAVEPOINT.match(sql):
        return ""
    return _BOUNDS.sub(r"\1 …", _ROWS.sub("(…)", _VALUES.sub("(…)", sql)))


@lru_cache(maxsize=16384)
def number(*parts: str) -> int:
    return int.from_bytes(blake2b("\n".join(parts).encode(), digest_size=6).digest())


def _line_of_ours() -> str:
    """The innermost line of the product on the way to the database."""
    frame = sys._getframe(2)
    while frame and not frame.f_code.co_filename.startswith(OURS):
        frame = frame.f_back
    return f"{frame.f_code.co_filename.removeprefix(str(ROOT))}:{frame.f_lineno}" if frame else ""


def known(folder: Path) -> dict[str, Asked]:
    """What the processes of an earlier pass noted there, by test."""
    return {
        test: Asked(seconds, set(things))
        for file in sorted(folder.glob("*.json"))
        for test, (seconds, things) in json.loads(file.read_text()).items()
    }


def each_database(item: pytest.Item) -> bool:
    """Whether more than the statements decides: what happens at once or is committed, who else takes part, which values."""
    database = item.get_closest_marker("django_db")
    # By its mark, or by a fixture that makes it so.
    commits = bool(database and database.kwargs.get("transaction")) or not COMMITTING.isdisjoint(item.fixturenames)
    return (
        commits
        or item.nodeid.startswith(EACH)
        or any(map(item.get_closest_marker, ("processes", "postgresql", "redis")))
    )


def asking_nothing_new(always: Iterable[Asked], others: dict[str, Asked]) -> set[str]:
    """Those of the others that can be left out: whatever they ask, one that stays asks too.

    The one that asks most of what is still missing for its time comes first. How much that is only grows less: it is counted anew
    when a test's turn comes, and if another has become better meanwhile, the test waits for its turn again.
    """
    missing = set().union(*(asked.things for asked in others.values()))
    missing -= set().union(*(asked.things for asked in always))

    def worth(test: str) -> float:
        return -len(others[test].things & missing) / (others[test].seconds + 0.02)

    rest, turns = set(others), [(worth(test), test) for test in others]
    heapq.heapify(turns)
    while missing:
        best, test = heapq.heappop(turns)
        if (now := worth(test)) > best:
            heapq.heappush(turns, (now, test))
            continue
        missing -= others[test].things
        rest.remove(test)
    return rest


def left_out(items: Iterable[pytest.Item], folder: Path) -> set[str]:
    """The tests among these that tell a second database nothing new; what is not known of stays."""
    notes, always, others = known(folder), [], {}
    for item in sorted(items, key=lambda item: item.nodeid):
        if asked := notes.get(item.nodeid):
            if each_database(item):
                always.append(asked)
            else:
                others[item.nodeid] = asked
    chosen = asking_nothing_new(always, others)
    (folder / LEFT_OUT).write_text("".join(f"{test}\n" for test in sorted(chosen)))
    return chosen
