import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lms import invariants
from lms.invariants import SHOWN, evaluate, invariant, registered


@pytest.fixture
def registry(monkeypatch):
    """A registry of this test's own; what apps have registered is looked for but was loaded before."""
    known = {}
    monkeypatch.setattr(invariants, "_registry", known)
    return known


def check(*options: str) -> str:
    out = StringIO()
    call_command("check_invariants", *options, stdout=out)
    return out.getvalue()


def test_an_invariant_that_holds_is_ok(registry):
    invariant("INV-99", "All is well.")(lambda: [])
    assert "INV-99  ok" in check()


def test_a_violation_is_shown_and_fails_the_command(registry):
    invariant("INV-99", "All is well.")(lambda: ["Row 5 is wrong."])
    out = StringIO()
    with pytest.raises(CommandError, match=r"Broken: INV-99\.") as refusal:
        call_command("check_invariants", stdout=out)
    assert refusal.value.returncode == 1
    assert "Row 5 is wrong." in out.getvalue()


def test_many_violations_are_counted_and_the_first_are_shown(registry):
    invariant("INV-99", "All is well.")(lambda: (f"Row {number} is wrong." for number in range(50)))
    (one,) = registered()
    finding = evaluate(one)
    assert finding.violations == 50
    assert len(finding.examples) == SHOWN


def test_one_id_may_have_several_checks_and_they_come_by_number(registry):
    for id in ["INV-10", "INV-9", "INV-10"]:
        invariant(id, "All is well.")(lambda: [])
    assert [one.id for one in registered()] == ["INV-9", "INV-10", "INV-10"]


def test_a_machine_reads_json(registry):
    invariant("INV-99", "All is well.")(lambda: [])
    (finding,) = json.loads(check("--json"))
    assert finding["id"] == "INV-99"
    assert finding["holds"] is True
    assert finding["violations"] == 0


def test_what_is_derived_is_recomputed_only_when_asked(registry):
    broken = ["The total is wrong."]

    def recount() -> int:
        broken.clear()
        return 1

    invariant("INV-99", "Totals equal a recount.", fix=recount)(lambda: broken)
    with pytest.raises(CommandError):
        check()
    assert "ok, 1 fixed" in check("--fix-derived")


@pytest.mark.django_db
def test_inv_11_and_the_others_of_the_installed_apps_are_found_and_hold():
    assert {"INV-11", "INV-15"} <= {one.id for one in registered()}
    assert "INV-11" in check("--fix-derived")
