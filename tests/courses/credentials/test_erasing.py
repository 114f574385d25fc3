"""C13, INV-12: the name goes, the record stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.credentials import actions, files, own_data
from courses.credentials.models import Certificate
from lms.invariants import evaluate, registered
from tests.factories.credentials import a_certificate, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    certificate = a_certificate(a_person(full_name="Sok Sovannary", native_name="សុខ សុវណ្ណារី"))
    actions.render(certificate)
    certificate.refresh_from_db()
    return certificate


def test_no_column_and_no_file_holds_the_name_any_more(certificate, django_capture_on_commit_callbacks):
    stored = certificate.pdf
    with django_capture_on_commit_callbacks(execute=True):
        actions.erase_names(certificate.person)
    assert not files.exists(stored)
    row = Certificate.objects.filter(pk=certificate.pk).values().get()
    assert not [field for field, value in row.items() if "sovann" in str(value).lower() or "សុវណ្ណារី" in str(value)]


def test_number_code_date_and_state_stay_as_they_were(certificate):
    kept = ("number", "code", "title", "completed_on", "state", "pdf_sha256", "name_mark")
    before = {field: getattr(certificate, field) for field in kept}
    actions.erase_names(certificate.person)
    certificate.refresh_from_db()
    assert {field: getattr(certificate, field) for field in kept} == before


def test_nothing_is_printed_again_without_a_name(certificate):
    waiting = a_certificate(certificate.person)
    actions.erase_names(certificate.person)
    assert actions.render_missed(timezone.now() + timedelta(minutes=5)) == 0
    assert not actions.render(waiting)
    assert not actions.render(certificate)


def test_all_invariants_hold_after_erasure(certificate):
    actions.erase_names(certificate.person)
    ours = [one for one in registered() if "credentials" in one.check.__module__]
    assert [example for one in ours for example in evaluate(one).examples] == []


def test_erasing_twice_changes_nothing(certificate):
    actions.erase_names(certificate.person)
    before = Certificate.objects.filter(pk=certificate.pk).values().get()
    actions.erase_names(certificate.person)
    assert Certificate.objects.filter(pk=certificate.pk).values().get() == before


def test_a_person_is_handed_what_is_kept_about_them(certificate):
    a_certificate()
    [handed] = own_data.export(certificate.person)["certificates"]
    assert (handed["number"], handed["name"], handed["native_name"]) == (
        certificate.number,
        "Sok Sovannary",
        "សុខ សុវណ្ណារី",
    )
    assert handed["public_page"] == certificate.verify_url()
