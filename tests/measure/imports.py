"""Prints what a list of 5,000 officers costs: time and peak memory to upload, check, write, and write once more (L-6).

`make measure-list`. On a fresh SQLite file, or on the empty database named by DATABASE_URL. ROWS changes the number.
"""

import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from io import StringIO
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.demo")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="lms-measure-"))
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.workshops import actions
from courses.workshops.models import Import, Place
from courses.workshops.roster_file.headings import columns
from lms.accounts.models import Invitation
from lms.notifications.models import Message
from lms.spreadsheets import write_xlsx
from tests.factories import imports as lists
from tests.factories import workshops as make

ROWS = int(os.environ.get("ROWS", "5000"))
SECONDS, MEGABYTES = 60, 150


def main() -> int:
    for command in ("migrate", "createcachetable", "set_up"):
        call_command(command, verbosity=0, stdout=StringIO())
    workshop, by = make.make_workshop(seats=500), make.office()
    rows = [lists.officer(number, member="Atlantis" if number % 500 == 0 else "TH") for number in range(ROWS)]
    before = memory()
    print(f"{connection.vendor}: {ROWS} rows, {before} MB before\n{'step':<26}{'seconds':>9}{'CPU':>9}{'peak MB':>9}")
    csv, xlsx = lists.a_list(rows), write_xlsx([lists.HEADINGS, *rows], title="Officers")
    step("upload CSV", lambda: actions.upload(workshop, "a.csv", csv, by=by))
    roster = step("upload XLSX", lambda: actions.upload(workshop, "a.xlsx", xlsx, by=by))
    fields = [column.field for column in columns(lists.HEADINGS)]
    step("check every row", lambda: actions.check(roster, fields, by=by))
    actions.confirm(roster, "good", by=by)
    seconds = step("write them", lambda: timed(roster))
    first = told(roster)
    again = lists.checked(workshop, rows, by=by)
    actions.confirm(again, "good", by=by)
    step("write them once more", lambda: timed(again))
    second = told(again)
    grown = memory() - before
    print(f"first: {first}\nagain: {second}\n{portion(workshop, by)} questions for a portion of 25 new rows")
    bad = len([row for row in rows if row[3] == "Atlantis"])
    whole = first == {"added": ROWS - bad, "rejected": bad} and second == {"unchanged": ROWS - bad, "rejected": bad}
    once = Place.objects.count() >= ROWS - bad and Message.objects.count() == Invitation.objects.count()
    fits = seconds <= SECONDS and grown <= MEGABYTES
    print("Every row is accounted for, and the second time changed nothing." if whole and once else "ROWS ARE MISSING")
    print(f"{seconds:.1f} s of {SECONDS} and {grown} MB of {MEGABYTES}: {'within' if fits else 'OVER'} the budget")
    return not (whole and once and fits)


def timed(roster: Import) -> float:
    began = time.monotonic()
    lists.finish(roster)
    return time.monotonic() - began


def told(roster: Import) -> dict[str, int]:
    return dict(Counter(lists.states(roster).values()))


def portion(workshop: Any, by: Any) -> int:
    roster = lists.confirmed(workshop, [lists.officer(f"-{number}") for number in range(25)], by=by)
    with CaptureQueriesContext(connection) as asked:
        actions.work_off(roster)
    return len(asked)


def step(name: str, act: Callable[[], Any]) -> Any:
    began = time.monotonic()
    used = time.process_time()
    result = act()
    spent = time.process_time() - used
    print(f"{name:<26}{time.monotonic() - began:>9.2f}{spent:>9.2f}{memory():>9}", flush=True)
    return result


def memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())
