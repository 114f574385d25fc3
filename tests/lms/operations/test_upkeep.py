"""Upkeep by the clock: once for each slot, again where it failed, never twice at once. Ids: F-8, F-9, O-20."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.utils import timezone

from lms.audit.models import Entry
from lms.celery import app
from lms.invariants import Invariant
from lms.operations import actions, backing_up, tasks, upkeep
from lms.operations.models import Upkeep

pytestmark = pytest.mark.django_db(transaction=True)
SLOT = datetime(2026, 11, 28, 19, 45, tzinfo=UTC)
BACKUP = Upkeep.Kind.BACKUP


def files(site: Path) -> list[Path]:
    return list((site.parent / "backups").glob("rso-*"))


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        (SLOT, SLOT),
        (SLOT - timedelta(seconds=1), SLOT - timedelta(days=1)),
        (SLOT + timedelta(hours=23), SLOT),
        (SLOT.astimezone(timezone.get_default_timezone()), SLOT),
    ],
)
def test_the_slot_is_the_last_time_it_was_due(now, slot):
    assert tasks.slot_of(now) == slot


def test_f8_ticks_however_many_make_one_backup(site):
    for _ in range(3):
        tasks.backup_if_due()
    assert Upkeep.objects.get().state == Upkeep.State.GOOD
    assert len(files(site)) == 1


def test_f8_twin_without_the_slot_each_tick_makes_one(site, monkeypatch):
    monkeypatch.setattr(actions, "take_slot", lambda kind, slot: actions.begin(kind))
    # Two within one second would want the same name.
    monkeypatch.setattr(backing_up, "STAMP", "%Y%m%dT%H%M%S%fZ")
    tasks.backup_if_due()
    tasks.backup_if_due()
    assert len(files(site)) == 2


def test_f8_of_two_schedulers_one_has_the_slot():
    assert actions.take_slot(BACKUP, SLOT) is not None
    assert actions.take_slot(BACKUP, SLOT) is None


def test_a_failed_one_is_tried_again_but_not_for_ever():
    for tries in range(1, actions.MOST_TRIES + 1):
        taken = actions.take_slot(BACKUP, SLOT)
        assert taken.tries == tries
        actions.end(taken, facts={}, fault="The disk is full.")
    assert actions.take_slot(BACKUP, SLOT) is None


def test_one_whose_process_was_killed_is_taken_up_after_a_while():
    now = timezone.now()
    first = actions.take_slot(BACKUP, SLOT, now=now)
    assert actions.take_slot(BACKUP, SLOT, now=now + timedelta(hours=1)) is None
    second = actions.take_slot(BACKUP, SLOT, now=now + timedelta(hours=3))
    assert second.tries == 2
    # The first, should it come back from the dead, has no say any more.
    actions.end(first, facts={"file": "late"})
    assert Upkeep.objects.get().state == Upkeep.State.RUNNING


def test_the_next_night_is_a_slot_of_its_own():
    assert actions.take_slot(BACKUP, SLOT)
    assert actions.take_slot(BACKUP, SLOT + timedelta(days=1))


def test_the_first_word_of_how_it_ended_stands_and_is_recorded_once():
    begun = actions.begin(BACKUP)
    actions.end(begun, facts={"files": 3})
    actions.end(begun, facts={}, fault="No.")
    begun.refresh_from_db()
    assert (begun.state, begun.facts) == ("good", {"files": 3})
    assert list(Entry.objects.order_by("pk").values_list("act", flat=True)) == ["operations.begin", "operations.end"]


def test_without_a_folder_nothing_is_made(site, settings):
    settings.BACKUP_DIR = ""
    tasks.backup_if_due()
    assert not Upkeep.objects.exists()


def test_c61_without_a_passphrase_none_is_made_and_the_office_sees_why(site, settings):
    settings.BACKUP_KEY = ""
    tasks.backup_if_due()
    assert files(site) == []
    assert "BACKUP_KEY is not set" in Upkeep.objects.get().fault


def test_c45_the_nightly_one_removes_what_is_too_old(site, settings):
    folder = Path(settings.BACKUP_DIR)
    folder.mkdir(parents=True)
    (folder / "rso-20200101T000000Z.backup").write_text("")
    tasks.backup_if_due()
    assert [path.name[:8] for path in files(site)] == [f"rso-{timezone.now().astimezone(UTC):%Y}"]
    assert Upkeep.objects.get().facts["removed"] == 1


def test_the_nightly_check_says_what_is_broken(monkeypatch):
    monkeypatch.setattr(upkeep, "registered", lambda: [Invariant("INV-99", "All is well.", lambda: ["It is not."])])
    tasks.check_invariants()
    found = Upkeep.objects.get()
    assert (found.kind, found.state, found.fault) == ("invariants", "failed", "Broken: INV-99.")
    assert found.facts == {"checks": 1, "broken": ["INV-99"], "violations": 1}


def test_a_backup_may_take_longer_than_a_task_somebody_waits_for():
    app.loader.import_default_modules()
    assert app.tasks["lms.operations.tasks.backup_if_due"].time_limit == 7200


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, set()),
        ({"BACKUP_KEY": ""}, {"lms.E010"}),
        ({"BACKUP_KEY": "short"}, {"lms.E010"}),
        ({"BACKUP_DIR": "DATA"}, {"lms.E011"}),
        ({"METRICS_TOKEN": "short"}, {"lms.E012"}),
        ({"BACKUP_DIR": "", "BACKUP_KEY": ""}, set()),
    ],
)
def test_c23_settings_that_would_fail_when_they_are_needed_are_found(site, settings, changes, found):
    for name, value in changes.items():
        setattr(settings, name, str(site / "backups") if value == "DATA" else value)
    told = {message.id for message in run_checks(tags=["security"], include_deployment_checks=True)}
    assert {id for id in told if id in {"lms.E010", "lms.E011", "lms.E012"}} == found
