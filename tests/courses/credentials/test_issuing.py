"""C1, C2, C5, C10, INV-1: one achievement, one certificate, exact with the fact and never a second."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.credentials import actions, codes
from courses.credentials.models import Certificate, SerialCounter, Signatory
from courses.learning import actions as learning
from courses.learning.models import Achievement
from lms.accounts.models import Member, Organisation
from lms.audit.models import Entry
from lms.faults import install
from tests.factories.credentials import a_certificate, a_completion, a_course, a_member_of_staff, a_person

pytestmark = pytest.mark.django_db


def test_a_completion_brings_its_certificate_in_the_same_transaction():
    completion = a_completion()
    seen = []
    with pytest.raises(RuntimeError), install("certificate.issued", lambda: fail_after(seen)):
        learning.release(completion, by=None)
    assert seen == [1]
    assert not Certificate.objects.exists()
    assert not Achievement.objects.exists()


def fail_after(seen):
    seen.append(Certificate.objects.count())
    raise RuntimeError


def test_the_certificate_holds_everything_that_will_be_printed():
    office = Organisation.objects.create(code="rso-test", name="Regional Support Office", kind="rso", city="Bangkok")
    Signatory.objects.create(organisation=office, name="Dr Anong Srisai", role="Co-Manager", since="2020-01-01")
    member, _ = Member.objects.get_or_create(code="KH-T", defaults={"name": "Cambodia (test)", "languages": "km;en"})
    person = a_person(full_name="Sok Sovannary", native_name="សុខ សុវណ្ណារី")
    certificate = a_certificate(person, a_course(minutes=350, organisation=office), member=member)
    assert (certificate.name, certificate.native_name, certificate.name_language) == (
        "Sok Sovannary",
        "សុខ សុវណ្ណារី",
        "km",
    )
    assert certificate.title == "Trafficking in persons: first response"
    assert certificate.hours == Decimal("6.0")
    assert (certificate.issuer_name, certificate.place) == ("Regional Support Office", "Bangkok")
    assert (certificate.signatory, certificate.signatory_role) == ("Dr Anong Srisai", "Co-Manager")
    assert (certificate.rule_version, certificate.template_version) == (1, 1)
    assert certificate.completed_on == timezone.localdate(timezone=timezone.get_default_timezone())
    assert codes.parse(certificate.code) == certificate.code


def test_the_confirmed_name_is_printed_and_not_the_profile_name():
    person = a_person(full_name="sok s.", certificate_name="Sok Sovannary")
    assert a_certificate(person).name == "Sok Sovannary"


def test_a_single_name_is_a_whole_name():
    assert a_certificate(a_person(full_name="Suharto")).name == "Suharto"


def test_what_was_issued_follows_no_later_change():
    certificate = a_certificate()
    before = Certificate.objects.filter(pk=certificate.pk).values().get()
    person, course = certificate.person, certificate.achievement.completion.enrolment.course
    person.full_name, course.title = "Somebody Else", "Another title"
    person.save()
    course.save()
    assert Certificate.objects.filter(pk=certificate.pk).values().get() == before


def test_issuing_twice_gives_the_same_certificate():
    certificate = a_certificate()
    assert actions.issue(certificate.achievement) == certificate
    assert learning.release(certificate.achievement.completion, by=None).certificates.count() == 1
    assert Entry.objects.filter(act="credentials.issue").count() == 1


def test_a_rerun_never_brings_back_what_was_withdrawn():
    certificate = a_certificate()
    actions.withdraw(certificate, by=a_member_of_staff(), reason="error", note="Paper 7")
    assert actions.issue(certificate.achievement).state == Certificate.State.WITHDRAWN
    assert Certificate.objects.count() == 1


def test_the_database_refuses_a_second_valid_certificate():
    certificate = a_certificate()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin_of(certificate).save(force_insert=True)
    assert Certificate.objects.count() == 1


def twin_of(certificate):
    twin = Certificate.objects.get(pk=certificate.pk)
    twin.pk, twin.number, twin.code = None, "RSO-2026-999999", codes.new_code()
    twin.public_id = Certificate._meta.get_field("public_id").get_default()
    return twin


def test_a_workshop_led_or_spoken_at_is_not_certified_yet():
    """C18: these are other achievements, and have no certificate of attendance."""
    for kind in ("trained", "spoke"):
        other = Achievement.objects.create(
            person=a_person(), kind=kind, ref="5b7c4a48-2f5c-4f6c-9a44-3a1b1d5f0f11", achieved_at=timezone.now()
        )
        assert actions.issue(other) is None
    assert not Certificate.objects.exists()


def test_a_workshop_attended_is_certified_with_what_its_achievement_says():
    """C1: nothing is asked of the workshop itself."""
    attended = Achievement.objects.create(
        person=a_person(),
        kind="attended",
        ref="5b7c4a48-2f5c-4f6c-9a44-3a1b1d5f0f11",
        achieved_at=timezone.now(),
        title="Screening and referral",
        title_language="en",
        minutes=900,
        cohort="Banda Aceh, 4 – 6 July 2023",
        partners=["JCLEC"],
    )
    certificate = actions.issue(attended)
    assert (certificate.title, certificate.hours, certificate.partners) == ("Screening and referral", 15, ["JCLEC"])
    assert certificate.cohort == "Banda Aceh, 4 – 6 July 2023"
    assert actions.issue(attended) == certificate


def test_numbers_go_up_and_are_never_used_again():
    first, second = a_certificate(), a_certificate()
    year = timezone.localtime(first.issued_at, timezone.get_default_timezone()).year
    assert [first.number, second.number] == [f"RSO-{year}-000001", f"RSO-{year}-000002"]
    actions.withdraw(second, by=a_member_of_staff(), reason="error", note="Paper 7")
    assert actions.reissue(second, by=a_member_of_staff()).number == f"RSO-{year}-000003"
    assert SerialCounter.objects.get(year=year).last == 3


def test_a_new_year_begins_at_one():
    a_certificate()
    next_year = timezone.now() + timedelta(days=366)
    achievement = learning.release(a_completion(), by=None)
    achievement.certificates.all().delete()
    assert actions.issue(achievement, at=next_year).number.endswith("-000001")


def test_a_refresher_gets_a_certificate_of_its_own():
    certificate = a_certificate()
    again = a_certificate(certificate.person, certificate.achievement.completion.enrolment.course, period=2)
    assert again.period == 2
    assert Certificate.objects.valid().filter(person=certificate.person).count() == 2


def test_a_new_version_takes_the_place_of_the_old_one_and_says_so():
    old, staff = a_certificate(), a_member_of_staff()
    new = actions.reissue(old, by=staff, name="Sok Sovannary Chan", native_name="សុខ")
    old.refresh_from_db()
    assert old.state == Certificate.State.SUPERSEDED
    assert (new.state, new.replaces, new.name, new.native_name) == ("valid", old, "Sok Sovannary Chan", "សុខ")
    assert new.code != old.code
    assert (new.title, new.completed_on, new.achievement) == (old.title, old.completed_on, old.achievement)
    assert actions.reissue(old, by=staff) == new


def test_what_was_withdrawn_in_error_stays_withdrawn_beside_its_new_version():
    old, staff = a_certificate(), a_member_of_staff()
    actions.withdraw(old, by=staff, reason="error", note="Paper 7")
    new = actions.reissue(old, by=staff)
    old.refresh_from_db()
    assert (old.state, new.state, new.replaces) == ("withdrawn", "valid", old)
