"""F-8: two schedulers tick at once; each entry is sealed once and the chain does not fork."""

from threading import Barrier, Thread

import pytest
from django.db import OperationalError, connection, connections, transaction

from lms.audit import actions, chain, guard
from lms.audit.chain import verify_chain
from lms.audit.log import record
from lms.audit.models import Entry, Seal, Segment

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work, times: int) -> list[object]:
    """Run the same work in threads that start together; answer what each returned or raised."""
    barrier, answers = Barrier(times), []

    def run() -> None:
        barrier.wait()
        try:
            answers.append(work())
        except Exception as refusal:  # noqa: BLE001 - the test asks what came
            answers.append(refusal)
        finally:
            connections.close_all()

    threads = [Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.fixture
def entries():
    with transaction.atomic():
        for number in range(30):
            record("testing.enrol", None, number=number)


def test_sealers_at_once_seal_each_entry_once(entries, monkeypatch):
    monkeypatch.setattr(actions, "LARGEST", 10)
    answers = at_once(actions.seal, 6)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    while actions.seal():
        pass
    assert Seal.objects.count() == Entry.objects.count() == 30
    assert list(Segment.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert verify_chain() == []


def test_twin_sealers_who_both_start_from_the_same_last_segment_are_kept_apart_by_its_number(entries):
    """The lock switched off: both take the same last segment. Without the unique number there would be a fork."""
    first = list(Entry.objects.order_by("pk")[:10])
    digests = [chain.entry_digest(entry) for entry in first]

    def unguarded():
        with transaction.atomic():
            return actions._next(None, digests)

    answers = at_once(unguarded, 3)
    assert sum(isinstance(answer, Segment) for answer in answers) == 1
    assert all(isinstance(answer, Segment | Exception) for answer in answers)
    assert not [answer for answer in answers if isinstance(answer, OperationalError)]


def test_twin_without_the_unique_number_the_chain_forks(entries):
    with guard.lifted(connection), connection.schema_editor() as editor:
        number = Segment._meta.get_field("number")
        plain = number.clone()
        plain._unique = False
        plain.set_attributes_from_name("number")
        editor.alter_field(Segment, number, plain)
    digests = [chain.entry_digest(entry) for entry in Entry.objects.order_by("pk")[:10]]

    def unguarded():
        with transaction.atomic():
            return actions._next(None, digests)

    assert sum(isinstance(answer, Segment) for answer in at_once(unguarded, 3)) == 3
    assert verify_chain()
