"""C6, C16, INV-13: the holder's page and file are the holder's alone."""

import re

import pytest
from django.urls import reverse

from courses.credentials import actions, files
from tests.factories.credentials import a_certificate, a_member_of_staff, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    certificate = a_certificate(a_person(full_name="Sok Sovannary", native_name="សុខ សុវណ្ណារី"))
    actions.render(certificate)
    certificate.refresh_from_db()
    return certificate


@pytest.fixture
def holder(client, certificate):
    client.force_login(certificate.person)
    return client


def address(certificate, name="certificate"):
    return reverse(f"credentials:{name}", args=[certificate.public_id])


def test_the_page_says_all_that_the_file_says(holder, certificate):
    text = holder.get(address(certificate)).content.decode()
    facts = [
        certificate.name, certificate.native_name, certificate.title, certificate.number, certificate.shown_code(),
        certificate.issuer_name, certificate.place, certificate.signatory, certificate.verify_url(),
    ]  # fmt: skip
    assert [fact for fact in facts if fact not in text] == []


def test_the_file_is_the_stored_one_and_is_kept_in_no_shared_cache(holder, certificate):
    response = holder.get(address(certificate, "certificate-file"))
    assert files.digest(b"".join(response.streaming_content)) == certificate.pdf_sha256
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{certificate.number}.pdf"'
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_bytes_stay_the_same_whatever_is_changed_afterwards(holder, certificate):
    """C4: name, course and key may change; the file does not."""
    person, course = certificate.person, certificate.achievement.completion.enrolment.course
    person.full_name, course.title = "Somebody Else", "Another title"
    person.save()
    course.save()
    actions.render(certificate)
    response = holder.get(address(certificate, "certificate-file"))
    assert files.digest(b"".join(response.streaming_content)) == certificate.pdf_sha256


@pytest.mark.parametrize("name", ["certificate", "certificate-file"])
def test_someone_else_finds_nothing(client, certificate, name):
    client.force_login(a_person())
    missing = client.get(reverse(f"credentials:{name}", args=["5b7c4a48-2f5c-4f6c-9a44-3a1b1d5f0f11"]))
    foreign = client.get(address(certificate, name))
    assert foreign.status_code == missing.status_code == 404
    assert shape(foreign) == shape(missing)


def shape(response):
    """The page without what differs on every answer: nonce, token, reference, and the address that was asked for."""
    differs = rb' nonce="[^"]*"|[0-9a-f-]{36}|value="[A-Za-z0-9]{64}"|<code>[0-9a-f]{16}</code>'
    return re.sub(differs, b"", response.content)


def test_a_stranger_is_asked_to_sign_in(client, certificate):
    assert client.get(address(certificate)).status_code == 302
    assert client.get(address(certificate, "certificate-file")).status_code == 302


def test_a_withdrawn_certificate_can_be_read_but_not_downloaded(holder, certificate):
    actions.withdraw(certificate, by=a_member_of_staff(), reason="error", note="Paper 7")
    text = holder.get(address(certificate)).content.decode()
    assert "Withdrawn on" in text
    assert "you may object" in text
    assert "Paper 7" not in text
    assert address(certificate, "certificate-file") not in text
    assert holder.get(address(certificate, "certificate-file")).status_code == 404


def test_before_there_is_a_file_the_page_says_so(client):
    certificate = a_certificate()
    client.force_login(certificate.person)
    assert "The file is being made" in client.get(address(certificate)).content.decode()
    assert client.get(address(certificate, "certificate-file")).status_code == 404


def test_the_holder_chooses_what_others_see(holder, certificate):
    answer = holder.post(address(certificate, "certificate-display"), {"display": "ask"}, follow=True)
    certificate.refresh_from_db()
    assert certificate.display == "ask"
    assert "Your choice is saved" in answer.content.decode()


@pytest.mark.parametrize("wish", ["everything", ""])
def test_a_choice_that_does_not_exist_changes_nothing(holder, certificate, wish):
    holder.post(address(certificate, "certificate-display"), {"display": wish})
    certificate.refresh_from_db()
    assert certificate.display == "initials"


def test_looking_changes_nothing(holder, certificate):
    assert holder.get(address(certificate, "certificate-display")).status_code == 405


def test_nobody_chooses_for_someone_else(client, certificate):
    client.force_login(a_person())
    assert client.post(address(certificate, "certificate-display"), {"display": "full"}).status_code == 404
    certificate.refresh_from_db()
    assert certificate.display == "initials"


def test_the_page_asks_the_database_little(holder, certificate, django_assert_max_num_queries):
    holder.get(address(certificate))
    with django_assert_max_num_queries(8):
        holder.get(address(certificate))
