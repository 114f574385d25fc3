"""INV-11: the chain is whole, and whoever changes a row is found out."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from lms.audit import actions, guard
from lms.audit.chain import verify_chain
from lms.audit.log import record
from lms.audit.models import Entry, Seal, Segment
from lms.invariants import evaluate, registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed():
    """Three segments of two entries."""
    for _ in range(3):
        record("testing.enrol", None, number=1)
        record("testing.withdraw", None, number=2)
        actions.seal()


def test_a_sealed_log_verifies(sealed):
    assert verify_chain() == []
    assert list(Segment.objects.order_by("number").values_list("number", "count")) == [(1, 2), (2, 2), (3, 2)]


def test_sealing_twice_changes_nothing(sealed):
    assert actions.seal() is None
    assert Segment.objects.count() == 3


def test_an_entry_that_commits_late_goes_into_the_next_segment(sealed):
    late = record("testing.enrol", None)
    Entry.objects.filter(pk=late.pk).unsealed().get()
    number = actions.seal().number
    assert late.seal.segment.number == number == 4
    assert verify_chain() == []


def test_the_tick_looks_back_a_day_and_the_night_over_everything(sealed):
    forgotten = Entry.objects.create(act="testing.enrol", target="", actor="", at=timezone.now() - timedelta(days=2))
    assert actions.seal() is None
    actions.seal(everything=True)
    assert forgotten.seal.position == 1


def test_a_segment_holds_so_many_and_no_more(monkeypatch):
    monkeypatch.setattr(actions, "LARGEST", 2)
    for _ in range(3):
        record("testing.enrol", None)
    assert [actions.seal().count, actions.seal().count, actions.seal()] == [2, 1, None]
    assert verify_chain() == []


CHANGES = {
    "an entry": lambda: Entry.objects.filter(seal__position=1).update(act="testing.withdraw"),
    "when": lambda: Entry.objects.filter(seal__position=1).update(at=timezone.now() + timedelta(days=1)),
    "the details": lambda: Entry.objects.filter(seal__position=1).update(data={"number": 9}),
    "the order": lambda: Seal.objects.filter(position=2).update(position=3),
    "a seal": lambda: Seal.objects.filter(position=1).update(digest="0" * 64),
    "a digest": lambda: Segment.objects.filter(number=2).update(digest="0" * 64),
    "a time of sealing": lambda: Segment.objects.filter(number=2).update(sealed_at=timezone.now() + timedelta(1)),
    "a signature": lambda: Segment.objects.filter(number=3).update(signature="0" * 64),
    "a key": lambda: Segment.objects.filter(number=3).update(key_id="0" * 16),
    "the link": lambda: Segment.objects.filter(number=2).update(previous_digest=""),
    "a count": lambda: Segment.objects.filter(number=2).update(count=1),
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_database_refuses_to_change(sealed, what):
    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
        CHANGES[what]()
    assert verify_chain() == []


@pytest.mark.parametrize("what", CHANGES)
def test_twin_without_the_trigger_the_change_is_found_in_the_chain(sealed, what):
    with guard.lifted(connection):
        CHANGES[what]()
    assert verify_chain()


REMOVALS = {
    "an entry": lambda: Entry.objects.order_by("pk").first(),
    "a seal": lambda: Seal.objects.order_by("pk").first(),
    "a segment": lambda: Segment.objects.get(number=2),
}


@pytest.mark.parametrize("what", REMOVALS)
def test_the_database_refuses_to_remove(sealed, what):
    row = REMOVALS[what]()
    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
        type(row).objects.filter(pk=row.pk)._raw_delete("default")


@pytest.mark.parametrize("what", REMOVALS)
def test_twin_without_the_trigger_the_gap_is_found_in_the_chain(sealed, what):
    row = REMOVALS[what]()
    with guard.lifted(connection):
        if what == "an entry":
            row.seal.delete()
        if what == "a segment":
            Entry.objects.filter(seal__segment=row).delete()
            row.seals.all().delete()
        row.delete()
    assert verify_chain()


def test_the_database_refuses_to_replace_an_entry(sealed):
    entry = Entry.objects.first()
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    again = "" if connection.vendor == "sqlite" else " ON CONFLICT (id) DO UPDATE SET act = 'testing.no'"
    statement = (
        f"{verb} INTO audit_entry (id, at, act, target, actor, data) VALUES (%s, %s, 'x.y', '', '', '{{}}'){again}"
    )
    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [entry.pk, entry.at])


def test_a_forged_segment_at_the_end_has_no_valid_signature(sealed):
    last = Segment.objects.get(number=3)
    forged = Segment(number=4, sealed_at=timezone.now(), count=0, previous_digest=last.digest, key_id=last.key_id)
    forged.digest = forged.signature = "1" * 64
    forged.save()
    assert verify_chain()


def test_an_old_key_still_verifies_and_a_lost_one_is_named(sealed, settings):
    old = settings.SECRET_KEY
    settings.AUDIT_KEYS = ["new key", old]
    record("testing.enrol", None)
    actions.seal()
    assert verify_chain() == []
    settings.AUDIT_KEYS = ["new key"]
    assert len([fault for fault in verify_chain() if "AUDIT_KEYS" in fault]) == 3


def test_inv_11_is_checked_with_the_others(sealed):
    mine = [one for one in registered() if one.id == "INV-11"]
    assert len(mine) == 3
    assert all(evaluate(one).holds for one in mine)


def test_inv_11_an_entry_not_sealed_for_an_hour_is_reported():
    Entry.objects.create(act="testing.enrol", target="", actor="", at=timezone.now() - timedelta(minutes=61))
    assert [evaluate(one).violations for one in registered() if one.id == "INV-11"] == [0, 1, 0]


def test_inv_11_a_missing_trigger_is_reported():
    guard.remove(connection)
    assert guard.missing(connection)
    assert any(not evaluate(one).holds for one in registered() if one.id == "INV-11")
    guard.install(connection)
    assert guard.missing(connection) == []
