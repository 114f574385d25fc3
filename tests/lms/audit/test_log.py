import json
import logging
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from wagtail import hooks

from lms.audit import log
from lms.audit.log import UnfitData, UnregisteredAct, name_of, record, record_many
from lms.audit.models import Entry
from lms.middleware import JsonFormatter

pytestmark = pytest.mark.django_db


def thing() -> ContentType:
    return ContentType.objects.first()


def person(pk: int = 1):
    return get_user_model()(pk=pk)


def test_an_entry_says_who_did_what_to_what():
    entry = record("testing.enrol", thing(), by=person(), number=3)
    assert entry.act == "testing.enrol"
    assert entry.target == f"contenttypes.contenttype:{thing().pk}"
    assert len(entry.actor) == 32
    assert entry.data == {"number": 3}


def test_the_program_itself_acts_as_system_and_an_unknown_person_as_visitor():
    assert record("testing.enrol", thing()).actor == "system"
    assert record("testing.enrol", thing(), by=person(pk=None)).actor == "visitor"


def test_a_person_has_the_same_mark_as_actor_and_as_target():
    entry = record("testing.enrol", person(), by=person())
    assert entry.target == f"{get_user_model()._meta.label_lower}:{entry.actor}"


def test_two_people_have_different_marks():
    assert record("testing.enrol", person(1)).target != record("testing.enrol", person(2)).target


def test_a_timeline_survives_a_change_of_the_key(settings):
    settings.AUDIT_KEYS = ["first key"]
    first = record("testing.enrol", person(), by=person())
    settings.AUDIT_KEYS = ["second key", "first key"]
    second = record("testing.withdraw", person(), by=person())
    assert first.actor != second.actor
    assert list(Entry.objects.about(person())) == [first, second]
    assert list(Entry.objects.by(person())) == [first, second]


def test_a_thing_not_saved_yet_cannot_be_named():
    with pytest.raises(ValueError, match="not saved"):
        record("testing.enrol", ContentType())


def test_an_unregistered_act_is_refused_and_leaves_nothing():
    with pytest.raises(UnregisteredAct):
        record("testing.unheard_of", thing())
    assert not Entry.objects.exists()


@pytest.mark.parametrize("act", ["enrol", "testing.Enrol", "testing.enrol.now"])
def test_an_act_is_named_app_and_verb(act):
    log.acts.cache_clear()
    with hooks.register_temporarily("register_audit_acts", lambda: {act: "?"}), pytest.raises(ImproperlyConfigured):
        log.acts()


def test_an_act_is_listed_by_one_app_alone():
    log.acts.cache_clear()
    twice = {"testing.enrol": "Again"}
    with hooks.register_temporarily("register_audit_acts", lambda: twice), pytest.raises(ImproperlyConfigured):
        log.acts()


def test_an_act_has_a_name_for_people_and_a_forgotten_one_is_shown_as_it_is():
    assert name_of("testing.enrol") == "Enrolled"
    assert name_of("gone.forget") == "gone.forget"


@pytest.mark.parametrize(
    "unfit",
    [
        "dara@example.org",
        "x" * 201,
        ["a", "mail to dara@example.org"],
        {"to": "a@b"},
        object(),
        b"raw",
        "a\x00b",
        "a\nb",
    ],
)
def test_addresses_long_texts_and_strange_values_are_refused(unfit):
    with pytest.raises(UnfitData):
        record("testing.enrol", thing(), detail=unfit)


def test_details_read_back_as_they_were_sealed():
    entry = record(
        "testing.enrol",
        thing(),
        at=datetime(2026, 1, 2, tzinfo=UTC),
        id=UUID(int=5),
        share=Decimal("0.80"),
        score=0.5,
        states=["open", None, True],
        counts={"a": 1},
    )
    written = entry.data
    entry.refresh_from_db()
    assert entry.data == written


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        record("testing.enrol", None)


@pytest.mark.django_db(transaction=True)
def test_inv_11_an_act_that_is_rolled_back_leaves_no_entry(caplog):
    with caplog.at_level(logging.INFO, logger="audit"), transaction.atomic():
        record("testing.enrol", None)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()
    assert not caplog.records


@pytest.mark.django_db(transaction=True)
def test_inv_11_twin_an_entry_written_outside_the_act_survives_its_rollback():
    """What the rule is for: with the entry in a transaction of its own, the log tells of what never happened."""
    with transaction.atomic():
        record("testing.enrol", None)
    with transaction.atomic():
        transaction.set_rollback(True)
    assert Entry.objects.count() == 1


def test_each_entry_is_mirrored_to_the_log_stream_on_commit(caplog, django_capture_on_commit_callbacks):
    with caplog.at_level(logging.INFO, logger="audit"), django_capture_on_commit_callbacks(execute=True):
        entry = record("testing.enrol", thing(), number=3)
    (line,) = caplog.records
    assert line.getMessage() == "testing.enrol"
    said = json.loads(JsonFormatter().format(line))
    assert said["entry"] == entry.pk
    assert said["target"] == entry.target
    assert said["data"] == {"number": 3}


def test_one_act_on_many_things_is_one_entry_each_mirrored_on_commit(caplog, django_capture_on_commit_callbacks):
    things = list(ContentType.objects.order_by("pk")[:3])
    with caplog.at_level(logging.INFO, logger="audit"), django_capture_on_commit_callbacks(execute=True):
        record_many("testing.enrol", [(one, {"number": one.pk}) for one in things], by=person())
    entries = list(Entry.objects.order_by("pk"))
    assert [entry.data["number"] for entry in entries] == [one.pk for one in things]
    assert {entry.actor for entry in entries} == {record("testing.enrol", None, by=person()).actor}
    assert [line.data["entry"] for line in caplog.records] == [entry.pk for entry in entries]


def test_many_entries_are_refused_like_one():
    with pytest.raises(UnregisteredAct):
        record_many("testing.unheard", [(thing(), {})])
    with pytest.raises(UnfitData):
        record_many("testing.enrol", [(thing(), {"to": "siti@polri.example"})])
    assert not Entry.objects.exists()
