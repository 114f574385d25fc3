"""Who does what: the slow begins first, and what waits is done beside what computes."""

from pathlib import Path

from tests.spreading import FIRST, ON_THE_SITE, ONCE, WAITING, following, place

ROOT = Path(__file__).resolve().parents[1]
QUICK = "tests/lms/test_call_stack.py"
ALL = [QUICK, *WAITING, *FIRST]


def test_every_file_that_is_named_is_there():
    assert all((ROOT / file).exists() for file in {*ON_THE_SITE, *FIRST[1:], *WAITING})
    assert all(list(ROOT.glob(f"{start}*")) for start in ONCE if "::" not in start)


def test_every_test_that_is_named_is_there():
    for file, test in (start.split("::") for start in ONCE if "::" in start):
        assert f"def {test}(" in (ROOT / file).read_text()


def test_what_drives_the_site_comes_in_its_order_after_what_does_not():
    tests = [f"{file}::test_it[odd::name]" for file in (QUICK, *ON_THE_SITE)]
    assert sorted(set(tests), key=place) == tests


def test_the_process_beside_does_what_waits_and_then_ends():
    assert following(ALL, beside=True, spare=True) == WAITING[0]
    assert following([QUICK, *FIRST], beside=True, spare=True) is None


def test_the_others_do_what_computes_the_slow_first_and_help_with_the_rest_at_the_end():
    assert following(ALL, beside=False, spare=True) == FIRST[0]
    assert following([QUICK, *WAITING], beside=False, spare=True) == QUICK
    assert following(WAITING, beside=False, spare=True) == WAITING[0]


def test_with_nobody_beside_what_waits_comes_early():
    assert following(ALL[:-1], beside=False, spare=False) == FIRST[0]
    assert following([QUICK, *WAITING, *FIRST[1:]], beside=False, spare=False) == WAITING[0]


def test_with_nothing_left_there_is_nothing_to_do():
    assert following([], beside=False, spare=True) is None
