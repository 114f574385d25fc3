"""Decision 16: retention removes whole sealed segments and keeps their signed digests."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from lms.audit import actions, guard
from lms.audit.chain import verify_chain
from lms.audit.log import record
from lms.audit.models import Entry, Segment

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed():
    for _ in range(2):
        record("testing.enrol", None)
        actions.seal()


def test_a_purge_removes_the_entries_and_the_chain_still_verifies(sealed):
    assert actions.purge(timezone.now()) == 2
    assert list(Entry.objects.values_list("act", flat=True)) == ["audit.purge", "audit.purge"]
    assert Segment.objects.exclude(purged_at=None).count() == 2
    assert verify_chain() == []
    actions.seal()
    assert verify_chain() == []


def test_a_purge_spares_what_is_younger(sealed):
    second = Segment.objects.get(number=2)
    assert actions.purge(second.sealed_at) == 1
    assert second.seals.count() == 1
    assert verify_chain() == []


def test_a_purge_spares_what_is_not_sealed(sealed):
    record("testing.withdraw", None)
    actions.purge(timezone.now() + timedelta(days=1))
    assert Entry.objects.filter(act="testing.withdraw").exists()


def test_a_purge_twice_removes_nothing_more(sealed):
    actions.purge(timezone.now())
    assert actions.purge(timezone.now()) == 0


def test_a_segment_marked_as_removed_by_someone_else_is_found(sealed):
    """Whoever writes to the database alone can mark and remove, but cannot sign for it."""
    segment = Segment.objects.get(number=1)
    Segment.objects.filter(pk=segment.pk).update(purged_at=timezone.now())
    Entry.objects.filter(seal__segment=segment).delete()
    segment.seals.all().delete()
    assert verify_chain() == ["Segment 1 is marked as removed, but not by us."]


def test_a_removed_segment_is_never_changed_again(sealed):
    actions.purge(timezone.now())
    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
        Segment.objects.filter(number=1).update(purged_at=None)
    with guard.lifted(connection):
        Segment.objects.filter(number=1).update(purged_at=timezone.now())
    assert verify_chain()
