"""Whatever the suite asks a database, the tests that stay ask too (tests/statements.py)."""

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection
from hypothesis import given
from hypothesis import strategies as st

from tests.statements import LEFT_OUT, ROOT, Asked, Notes, asking_nothing_new, known, left_out, shape_of

TESTS = st.dictionaries(
    st.sampled_from([f"tests/test_{letter}.py" for letter in "abcdefgh"]),
    st.builds(Asked, st.floats(0, 9), st.sets(st.integers(0, 12), max_size=5)),
)


# --- Which can be left out ---


def all_of(asked):
    return set().union(*(one.things for one in asked))


@given(TESTS, st.sets(st.integers(0, 12)))
def test_everything_is_asked_by_what_stays_and_each_that_stays_was_needed(others, always):
    out = asking_nothing_new([Asked(1.0, always)], others)
    stay = [asked for test, asked in others.items() if test not in out]
    assert all_of(stay) | always == all_of(others.values()) | always
    assert len(stay) <= len(all_of(others.values()) - always)


def test_of_two_that_ask_the_same_the_quicker_stays():
    others = {"slow": Asked(5.0, {1, 2}), "quick": Asked(0.1, {1, 2}), "other": Asked(0.1, {2, 3})}
    assert asking_nothing_new([], others) == {"slow"}


def test_what_is_asked_anyway_needs_nobody_else():
    assert asking_nothing_new([Asked(1.0, {1, 2})], {"one": Asked(0.1, {1}), "more": Asked(0.1, {1, 3})}) == {"one"}


def a_test(nodeid, *marks, fixtures=(), **database):
    marked = dict.fromkeys(marks, SimpleNamespace(kwargs={})) | {"django_db": SimpleNamespace(kwargs=database)}
    return SimpleNamespace(nodeid=nodeid, fixturenames=["db", *fixtures], get_closest_marker=marked.get)


def test_what_commits_takes_part_in_more_or_is_not_known_of_stays(tmp_path):
    every = [
        f"tests/{name}" for name in ("a.py::commits", "a.py::worker", "badinputs/a.py::odd", "a.py::page", "a.py::live")
    ]
    note = Notes(tmp_path)
    note.tests = {test: Asked(1.0, {1}) for test in every}
    note.pytest_sessionfinish()
    items = [
        a_test(every[0], transaction=True),
        a_test(every[1], "processes"),
        a_test(every[2]),
        a_test(every[3]),
        a_test(every[4], fixtures=["live_server"]),
        a_test("tests/a.py::new"),
    ]
    assert left_out(items, tmp_path) == {"tests/a.py::page"}
    assert (tmp_path / LEFT_OUT).read_text() == "tests/a.py::page\n"


def test_with_nothing_noted_everything_stays(tmp_path):
    assert left_out([a_test("tests/a.py::page")], tmp_path) == set()


# --- What is noted ---


@pytest.fixture
def noted(db, tmp_path):
    """Runs these lines as one test each, as if they stood in the product, and gives what each asked."""
    notes = Notes(tmp_path)
    notes._listen(connection)

    def run(*lines, outcome="passed"):
        for at, line in enumerate(lines):
            test = f"tests/a.py::{at}"
            notes.pytest_runtest_logstart(test)
            said = line if isinstance(line, tuple) else ("lms/some_lines.py", line)
            try:
                exec(compile(said[1], ROOT / said[0], "exec"), {"cursor": connection.cursor()})
            except DatabaseError:
                connection.needs_rollback = False
            report = {"nodeid": test, "when": "call", "duration": 0.5, "passed": outcome == "passed"}
            notes.pytest_runtest_logreport(SimpleNamespace(**report))
            notes.pytest_runtest_logfinish(test)
        notes.pytest_sessionfinish()
        return [asked.things for asked in known(tmp_path).values()]

    yield run
    connection.execute_wrappers.remove(notes._note)


ASKING = "cursor.execute('SELECT 1 WHERE 1 IN (%s, %s)', [1, 2])"


def test_the_same_asked_with_other_values_is_the_same(noted):
    first, other, more, twice = noted(
        ASKING,
        ASKING.replace("[1, 2]", "[3, 4]"),
        ASKING.replace("%s, %s", "%s").replace(", 2]", "]"),
        f"{ASKING}; {ASKING}",
    )
    assert first == other == more == twice
    assert len(first) == 1


def test_another_statement_another_line_and_another_end_are_not_the_same(noted):
    asked = noted(
        ASKING,
        ASKING.replace("WHERE", "WHERE 1 = 1 AND"),
        f"\n{ASKING}",
        ("cms/some_lines.py", ASKING),
        ASKING.replace("[1, 2]", "[1]"),
    )
    assert [len(things) for things in asked] == [1] * 5
    assert len(all_of(Asked(0.0, things) for things in asked)) == 5


def test_a_line_of_a_test_or_of_a_library_is_none_of_ours(noted):
    of_a_test, of_a_library = noted(("tests/a.py", ASKING), ("lib/site-packages/a.py", f"\n{ASKING}"))
    assert of_a_test == of_a_library


def test_of_a_test_that_did_not_pass_nothing_is_known(noted):
    assert noted(ASKING, outcome="skipped") == []


@pytest.mark.parametrize("undone", ['SAVEPOINT "s1"', "RELEASE SAVEPOINT s1", "ROLLBACK TO SAVEPOINT s1"])
def test_a_savepoint_asks_nothing(undone):
    assert shape_of(undone) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT a FROM b LIMIT 21", "SELECT a FROM b LIMIT 5"),
        ("SELECT a FROM b LIMIT 5 OFFSET 10", "SELECT a FROM b LIMIT 5 OFFSET 20"),
        ("INSERT INTO b (x, y) VALUES (%s, %s)", "INSERT INTO b (x, y) VALUES (%s, %s), (%s, %s)"),
        ("SELECT a FROM b WHERE c IN (%s)", "SELECT a FROM b WHERE c IN (%s, %s, %s)"),
    ],
)
def test_how_many_and_which_page_is_no_other_statement(one, other):
    assert shape_of(one) == shape_of(other)


@pytest.mark.parametrize(
    "other",
    [
        "SELECT a FROM b WHERE c = %s ORDER BY d DESC",
        "SELECT a FROM b WHERE c > %s ORDER BY d",
        "SELECT a FROM b WHERE c IN (%s) ORDER BY d",
        "SELECT a FROM b WHERE c = %s",
    ],
)
def test_another_condition_or_order_is_another_statement(other):
    assert shape_of("SELECT a FROM b WHERE c = %s ORDER BY d") != shape_of(other)
