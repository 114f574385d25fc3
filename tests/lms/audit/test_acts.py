"""INV-11: the list of acts that may be recorded is explicit, and is the list of those that are."""

import re
from pathlib import Path

import pytest

from lms.audit import log

ROOT = Path(__file__).resolve().parents[3]
FLOORS = ["lms", "cms", "courses", "alumni"]
WORD = re.compile(r'"([a-z_]+)"')
CALL = re.compile(r"\brecord(?:_many)?\(\s*\"([^\"]+)\"")


@pytest.fixture
def recorded() -> set[str]:
    """Every act named in a call of `record` or `record_many` anywhere in the program."""
    files = [file for floor in FLOORS for file in (ROOT / floor).rglob("*.py") if "migrations" not in file.parts]
    return {act for file in files for act in CALL.findall(file.read_text())}


@pytest.fixture
def listed(_some_acts) -> set[str]:
    return {act for act in log.acts() if not act.startswith("testing.")}


def test_every_act_the_program_records_is_listed(recorded, listed):
    assert recorded - listed == set()


def test_no_act_is_listed_that_nothing_records(recorded, listed):
    assert listed - recorded - handed_on() == set()


def handed_on() -> set[str]:
    """Acts that one function is given by another: whole, as of a profile, or as the word of a moderator's decision."""
    profiles = (ROOT / "alumni/profiles/actions/editing.py").read_text()
    words = {word for file in (ROOT / "alumni/forum").rglob("moderat*.py") for word in WORD.findall(file.read_text())}
    decided = {f"forum.{word}{tail}" for word in words for tail in ("", "_edit")}
    return set(re.findall(r'_turn\(.*"(profiles\.\w+)"', profiles)) | decided


def test_every_act_has_a_name_for_people(listed):
    assert [act for act in listed if not log.name_of(act) or log.name_of(act) == act] == []
