"""What a list asks of the database grows with its portions, not with its rows; none is lost, and again changes nothing (L-6, INV-7).

`python -m tests.measure.imports` does the same with 5,000 rows and prints time and memory.
"""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.workshops import actions
from tests.factories import imports as lists
from tests.factories import workshops as make
from tests.factories.imports import officer

pytestmark = pytest.mark.django_db


def asked(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def test_l6_a_portion_asks_as_much_for_a_hundred_rows_as_for_a_few():
    lists.vocabulary()
    workshop, by = make.make_workshop(seats=500), make.office()
    writing, checking = [], []
    for at, size in enumerate((25, 50, 100)):
        rows = [officer(f"{at}-{number}") for number in range(size)]
        roster = actions.upload(workshop, "a.csv", lists.a_list(rows), by=by)
        fields = ["email", "full_name", "native_name", "member", "agency", "agency_type"]
        checking.append(asked(lambda roster=roster, fields=fields: actions.check(roster, fields, by=by)))
        actions.confirm(roster, "good", by=by)
        writing.append(asked(lambda roster=roster: lists.finish(roster)))
    # A portion asks for all of its rows at once, so does the check.
    assert writing[2] <= writing[0] + 10
    assert writing[2] <= 70
    assert checking[2] <= 40


def test_inv7_applied_unchanged_and_rejected_are_all_rows_of_the_file():
    lists.vocabulary()
    workshop, by = make.make_workshop(seats=500), make.office()
    rows = [officer(number, member="Atlantis" if number % 10 == 0 else "TH") for number in range(100)]
    first = lists.written(workshop, rows, by=by)
    assert Counter(lists.states(first).values()) == {"added": 90, "rejected": 10}
    second = lists.written(workshop, rows, by=by)
    assert Counter(lists.states(second).values()) == {"unchanged": 90, "rejected": 10}
    assert workshop.places.count() == 90
