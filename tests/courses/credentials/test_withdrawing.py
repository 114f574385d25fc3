"""C6, C7: what is withdrawn is withdrawn for good, with a reason, and its holder is told how to object."""

import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from courses.credentials import actions
from courses.credentials.models import Certificate, Withdrawal
from lms.audit.models import Entry
from lms.notifications import delivery
from tests.factories.credentials import a_certificate, a_member_of_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def withdrawn():
    return actions.withdraw(a_certificate(), by=a_member_of_staff(), reason="identity", note="Paper 7")


def test_reason_note_person_and_moment_are_kept(withdrawn):
    kept = withdrawn.withdrawal
    assert withdrawn.state == Certificate.State.WITHDRAWN
    assert (kept.reason, kept.note, kept.by.full_name) == ("identity", "Paper 7", "Malee Wong")
    assert kept.at is not None
    assert Entry.objects.filter(act="credentials.withdraw").count() == 1


def test_withdrawing_twice_keeps_the_first_reason_and_sends_one_mail(withdrawn):
    actions.withdraw(withdrawn, by=a_member_of_staff(), reason="request", note="Paper 8")
    assert Withdrawal.objects.get().reason == "identity"
    delivery.deliver_due()
    assert len(mail.outbox) == 1


def test_the_holder_is_told_the_reason_and_how_to_object(withdrawn):
    delivery.deliver_due()
    [letter] = mail.outbox
    assert letter.to == [withdrawn.person.email]
    assert "Wrong person" in letter.body
    assert "you may object" in letter.body
    assert "Paper 7" not in letter.body


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_a_withdrawal(withdrawn, act):
    rows = Withdrawal.objects.filter(certificate=withdrawn)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(reason="request") if act == "update" else rows._raw_delete(rows.db)
    assert Withdrawal.objects.get().reason == "identity"


def test_an_unknown_reason_is_refused():
    certificate = a_certificate()
    with pytest.raises(ValueError):
        actions.withdraw(certificate, by=a_member_of_staff(), reason="whim", note="")
    certificate.refresh_from_db()
    assert certificate.is_valid()
