"""H14: attended ÷ (held − excused), future sessions not counted, and whether the rule can still be met."""

import pytest

from courses.workshops.presence import presence


@pytest.mark.parametrize(
    ("marks", "percent"),
    [
        ("present present present present present", 100),
        ("present late remote absent absent", 60),
        ("present excused excused present absent", 66),
        ("excused excused excused excused excused", None),
        ("absent absent absent absent absent", 0),
    ],
)
def test_h14_percent(marks, percent):
    taken = range(5)
    assert presence(dict(enumerate(marks.split())), taken=taken).percent == percent


def test_h14_a_session_to_come_is_not_counted():
    so_far = presence({1: "present"}, taken=[1], undecided=[2, 3])
    assert (so_far.percent, so_far.counted) == (100, 1)


def test_h14_who_has_no_mark_where_others_have_was_not_there():
    assert presence({1: "present"}, taken=[1, 2]).percent == 50


def test_h14_who_has_no_mark_yet_is_not_absent_while_the_session_runs():
    so_far = presence({}, taken=[1], running=[1])
    assert (so_far.percent, so_far.can_reach(80)) == (None, True)


def test_h14_a_mark_counts_while_the_session_runs():
    assert presence({1: "absent"}, taken=[1], running=[1]).percent == 0


def test_h14_nearly_is_not_enough():
    """Seven of nine are 77.7 percent; rounding up would give a certificate."""
    nearly = presence(dict.fromkeys(range(7), "present"), taken=range(9))
    assert (nearly.percent, nearly.meets(78), nearly.meets(77)) == (77, False, True)


@pytest.mark.parametrize(("missed", "can"), [(0, True), (1, True), (2, False)])
def test_h14_can_no_longer_reach_80_percent(missed, can):
    """Of five sessions one may be missed."""
    marks = dict.fromkeys(range(missed), "absent")
    assert presence(marks, taken=range(missed), undecided=range(missed, 5)).can_reach(80) is can


def test_who_was_excused_from_everything_attended_nothing():
    assert not presence({1: "excused"}, taken=[1]).meets(1)
