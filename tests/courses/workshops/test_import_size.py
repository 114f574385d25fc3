"""What a list asks of the database grows with its rows and no faster; none is lost, and again changes nothing (L-6, INV-7).

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


def test_l6_questions_grow_with_the_rows_and_no_faster():
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
    assert writing[2] - writing[1] <= 2.1 * (writing[1] - writing[0])
    assert writing[2] / 100 <= 45
    # The check asks for all of these rows at once.
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
