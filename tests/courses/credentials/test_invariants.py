"""INV-1, INV-8, INV-9: the questions find what they are asked to find."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from courses.credentials import actions, files, invariants
from courses.credentials.models import Certificate, SerialCounter
from courses.learning.models import Achievement, Completion
from lms.invariants import evaluate, registered
from tests.courses.credentials.test_issuing import twin_of
from tests.factories.credentials import a_certificate, a_completion, a_member_of_staff

pytestmark = pytest.mark.django_db

OURS = ("INV-1", "INV-9")


def violations():
    mine = [one for one in registered() if one.check.__module__ == invariants.__name__]
    return [f"{one.id}: {example}" for one in mine for example in evaluate(one).examples]


def test_all_is_well_after_a_life_of_certificates():
    staff = a_member_of_staff()
    plain, replaced, withdrawn = a_certificate(), a_certificate(), a_certificate()
    for certificate in (plain, replaced, withdrawn):
        actions.render(certificate)
    actions.render(actions.reissue(replaced, by=staff, name="Sok S. Chan"))
    actions.withdraw(withdrawn, by=staff, reason="error", note="Paper 7")
    assert violations() == []


def test_with_the_constraint_dropped_a_second_valid_certificate_is_found():
    """Twin of INV-1: without the partial unique index the row goes in, and the question finds it."""
    certificate = a_certificate()
    actions.render(certificate)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_valid_certificate_per_achievement")
    twin = twin_of(Certificate.objects.get(pk=certificate.pk))
    twin.number = certificate.number[:-1] + "0"
    twin.save(force_insert=True)
    assert violations() == [f"INV-1: Achievement {certificate.achievement_id} has 2 valid certificates."]


def test_a_certificate_of_someone_elses_achievement_is_found():
    certificate, other = a_certificate(), a_member_of_staff()
    Certificate.objects.filter(pk=certificate.pk).update(person=other)
    assert f"INV-1: Certificate {certificate.number} does not fit its achievement." in violations()


def test_a_certificate_under_another_rule_is_found():
    certificate = a_certificate()
    Completion.objects.update(rule_version=2)
    assert f"INV-1: Certificate {certificate.number} does not fit its achievement." in violations()


def test_an_achievement_without_its_certificate_is_found():
    completion = a_completion()
    achievement = Achievement.objects.create(
        person=completion.enrolment.learner,
        kind="course",
        ref=completion.enrolment.registration,
        completion=completion,
        achieved_at=timezone.now(),
    )
    assert violations() == [f"INV-1: Achievement {achievement.pk} has no certificate."]


def test_a_counter_set_back_is_found():
    a_certificate()
    SerialCounter.objects.update(last=0)
    assert "the number could be given again" in violations()[0]


def test_a_withdrawn_certificate_made_valid_again_is_found():
    certificate = actions.withdraw(a_certificate(), by=a_member_of_staff(), reason="error", note="Paper 7")
    Certificate.objects.filter(pk=certificate.pk).update(state="superseded")
    assert "disagree" in violations()[0]


def test_a_changed_file_a_missing_file_and_a_stray_file_are_found(monkeypatch):
    changed, missing = a_certificate(), a_certificate()
    for certificate in (changed, missing):
        actions.render(certificate)
        certificate.refresh_from_db()
    with Path(files.private().path(changed.pdf)).open("ab") as file:
        file.write(b"%")
    files.remove(missing.pdf)
    stray = files.put(changed.public_id, b"left behind")
    monkeypatch.setattr(invariants, "OLDEST_ORPHAN", -timedelta(hours=1))
    assert violations() == [
        f"INV-9: Certificate {changed.number}: its file was changed.",
        f"INV-9: Certificate {missing.number}: its file is missing.",
        f"INV-9: {stray} belongs to no certificate.",
    ]


def test_a_certificate_that_waits_too_long_for_its_file_is_found():
    certificate = a_certificate()
    Certificate.objects.update(issued_at=timezone.now() - timedelta(hours=1))
    assert violations() == [f"INV-8: Certificate {certificate.number} still has no file."]


def test_without_its_trigger_the_register_of_withdrawals_is_reported():
    on = " ON credentials_withdrawal" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER credentials_withdrawal_update{on}")
    assert violations() == ["INV-1: The trigger credentials_withdrawal_update is missing."]
