"""No small number can be worked out from what a report shows. Ids: D-3, C-41, H21."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lms.reporting import hiding
from lms.reporting.hiding import FEW, HIDDEN, bounds, is_few, open_rows, veil
from lms.reporting.tables import DIMENSIONS, SEXES, Group, Told, Words, figure

from . import attack

TOLD = Told("O1", "People enrolled", "Each once.", "Enrolments")
WORDS = Words({key: key or "not recorded" for key in (*SEXES, "people")}, *[dict.fromkeys(DIMENSIONS, "By")] * 2, "All")
KEYS = {"member": ["a", "b", "c", "d"], "agency_type": ["p", "q", ""], "purpose": ["1", "several", "none"]}
NAMES = {dimension: {key: key or "Not recorded" for key in keys} for dimension, keys in KEYS.items()}

# Small numbers are what matters; now and then a large one hides them.
counts = st.one_of(st.integers(0, 4), st.integers(0, 14), st.integers(0, 60))
groups = st.lists(
    st.builds(
        lambda member, agency, purpose, sex, people: Group(
            {"member": member, "agency_type": agency, "purpose": purpose}, sex, people, people
        ),
        *(st.sampled_from(KEYS[dimension]) for dimension in DIMENSIONS),
        st.sampled_from(SEXES),
        counts,
    ),
    max_size=25,
)


def made(people, k=10, forced=()):
    return figure(TOLD, people, NAMES, WORDS, k=k, forced=forced)


def shown_cells(report):
    for table in report["tables"]:
        for row in table["rows"]:
            yield from row["cells"][:5]
    yield from [*report["sexes"], report["people"]]


@given(groups, st.sampled_from([5, 10]))
def test_no_small_number_of_people_is_shown(people, k):
    assert not [cell for cell in shown_cells(made(people, k)) if isinstance(cell, int) and is_few(cell, k)]


places = st.tuples(
    st.just("O1"), st.just("member"), st.sampled_from(KEYS["member"]), st.sampled_from(["female", "people", "events"])
)


@settings(deadline=None, max_examples=150)
@given(groups, st.sampled_from([5, 10]), st.sets(places, max_size=2))
def test_nothing_hidden_follows_by_subtraction_that_is_small(people, k, forced):
    """Across the three tables of a figure and their totals. What follows may be large or nobody, never a few."""
    report = made(people, k, forced)
    told = attack.derived(report, KEYS)
    small = []
    for table, row, column in told:
        cells = attack.cells_of(people, table)
        rows = KEYS[table] if row == "all" else [row]
        sexes = SEXES if column == "people" else [column]
        if is_few(sum(cells.get((one, sex), 0) for one in rows for sex in sexes), k):
            small.append((table, row, column))
    assert not small


def test_the_same_attack_finds_a_small_number_where_only_small_ones_are_hidden(monkeypatch):
    """The twin: without the further hidden numbers, subtraction gives the small one away."""
    people = [
        Group({"member": key, "agency_type": "p", "purpose": "1"}, "female", number, number)
        for key, number in {"a": 40, "b": 30, "c": 3}.items()
    ]
    assert attack.derived(made(people), KEYS) == []
    monkeypatch.setattr(hiding, "_keeps", lambda *_: True)
    assert ("member", "c", "people") in attack.derived(made(people), KEYS)


@settings(deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=5), st.integers(3, 4))
def test_to_whoever_knows_the_rule_a_few_may_still_be_any_of_them(values, k):
    marks = veil(values, k)
    assume(marks is not None)
    few = [at for at, mark in enumerate(marks) if mark == FEW]
    seen = {at: set() for at in few}
    for guess in attack.look_alikes(values, marks, k):
        for at in few:
            seen[at].add(guess[at])
    assert all(numbers == set(range(1, k)) for numbers in seen.values())


@given(st.lists(counts, max_size=8), st.sampled_from([5, 10]))
def test_hidden_are_the_few_and_as_few_others_as_needed(values, k):
    marks = veil(values, k)
    if marks is None:
        return
    assert [mark == FEW for mark in marks] == [is_few(value, k) for value in values]
    if not any(is_few(value, k) for value in values):
        assert not any(marks)


def test_nobody_is_not_a_small_number():
    assert veil([0, 0, 25], 10) == ["", "", ""]


def test_two_small_ones_at_their_largest_do_not_hide_one_another():
    """Nine and nine are eighteen and nothing else is, so a third number goes with them."""
    assert veil([9, 9, 30, 50], 10) == [FEW, FEW, HIDDEN, ""]


def test_where_nothing_protects_the_line_is_not_told():
    assert veil([3, 12], 10) is None


def test_a_number_hidden_for_another_reason_is_not_alone():
    marks = veil([40, 50, 60], 10, forced={1})
    assert marks[1] == HIDDEN
    assert marks.count(HIDDEN) == 2


def test_women_and_men_are_hidden_last():
    assert veil([30, 90, 4, 60], 10, spared=(0, 1)) == ["", "", FEW, HIDDEN]


vectors = st.dictionaries(st.integers(0, 2), st.tuples(*[st.integers(0, 4)] * 3), min_size=1, max_size=3)


@settings(deadline=None, max_examples=50)
@given(vectors)
def test_a_small_number_in_a_shut_row_could_be_many_others(rows):
    """Every table that looks the same is tried: rule two promises k different numbers for each small cell."""
    k = 3
    assume(all(sum(row) >= k for row in rows.values()))
    columns = [sum(column) for column in zip(*rows.values(), strict=True)]
    assume(not any(is_few(column, k) for column in columns))
    opened = open_rows(rows, None, k)
    shut = [at for at in rows if at not in opened]
    seen = [[set() for _ in range(3)] for _ in shut]
    for table in attack.tables_alike(rows, opened, None):
        for line, row in enumerate(table):
            for place, cell in enumerate(row):
                seen[line][place].add(cell)
    for line, at in enumerate(shut):
        for place, cell in enumerate(rows[at]):
            assert not is_few(cell, k) or len(seen[line][place]) >= k


@given(vectors)
def test_an_open_row_has_no_small_number(rows):
    for at in open_rows(rows, None, 3):
        assert not any(is_few(cell, 3) for cell in rows[at])


def test_the_row_that_helps_is_shut_and_not_a_smaller_one():
    """One person of the third column is left over; the row that holds the others goes with them."""
    rows = {0: (12, 12, 0), 1: (13, 11, 0), 2: (11, 12, 18)}
    assert open_rows(rows, (20, 15, 1), 10) == {0, 1}


def test_the_bounds_of_a_cell_are_those_of_its_row_and_column():
    assert bounds(40, 25, 50) == (15, 25)


def test_fewer_than_k_in_all_tell_nothing_but_that():
    people = [Group({"member": "a", "agency_type": "p", "purpose": "1"}, "female", 9, 12)]
    report = made(people)
    assert (report["people"], report["events"], report["tables"]) == (FEW, HIDDEN, [])


@given(groups)
def test_parts_and_not_recorded_make_the_total_wherever_all_are_shown(people):
    for table in made(people)["tables"]:
        for row in [*table["rows"], table["last"]]:
            *parts, total, _events = row["cells"]
            if all(isinstance(part, int) for part in parts):
                assert sum(parts) == total
