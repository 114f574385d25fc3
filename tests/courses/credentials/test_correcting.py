"""C3: the holder asks for another name, staff decide, and the old certificate is never changed."""

import pytest
from django.core import mail
from django.urls import reverse

from courses.credentials import actions
from courses.credentials.models import Certificate, Correction
from lms.notifications import delivery
from tests.factories.credentials import a_certificate, a_member_of_staff, a_person

pytestmark = pytest.mark.django_db
WISH = {"name": "Sok Sovannary Chan", "native_name": "សុខ", "reason": "My name has changed."}


@pytest.fixture
def certificate():
    certificate = a_certificate()
    actions.render(certificate)
    certificate.refresh_from_db()
    return certificate


@pytest.fixture
def asked(certificate):
    return actions.ask_for_correction(certificate, by=certificate.person, **WISH)


def address(certificate, name):
    return reverse(f"credentials:{name}", args=[certificate.public_id])


def test_the_holder_asks_and_staff_see_it(client, certificate):
    client.force_login(certificate.person)
    answer = client.post(address(certificate, "certificate-correction"), WISH, follow=True)
    assert "Your request is with our staff" in answer.content.decode()
    client.force_login(a_member_of_staff())
    assert "1 holder asks for another name" in client.get(reverse("credentials:register")).content.decode()
    page = client.get(reverse("credentials:register"), {"only": "corrections"})
    assert [row.pk for row in page.context["certificates"]] == [certificate.pk]
    text = client.get(address(certificate, "register-certificate")).content.decode()
    assert "My name has changed." in text
    assert 'value="Sok Sovannary Chan"' in text


def test_asking_alone_changes_no_certificate(certificate):
    before = Certificate.objects.filter(pk=certificate.pk).values().get()
    actions.ask_for_correction(certificate, by=certificate.person, **WISH)
    assert Certificate.objects.filter(pk=certificate.pk).values().get() == before


def test_asking_twice_makes_one_request(client, certificate, asked):
    assert actions.ask_for_correction(certificate, by=certificate.person, **{**WISH, "name": "Another"}) == asked
    client.force_login(certificate.person)
    assert client.post(address(certificate, "certificate-correction"), WISH).status_code == 404
    assert Correction.objects.get().name == "Sok Sovannary Chan"


def test_staff_accept_by_issuing_a_new_version(client, certificate, asked):
    client.force_login(a_member_of_staff())
    client.post(
        address(certificate, "register-reissue"),
        {"name": WISH["name"], "native_name": WISH["native_name"], "compared": "on"},
    )
    asked.refresh_from_db()
    certificate.refresh_from_db()
    assert (asked.outcome, asked.settled_by.full_name) == ("issued", "Malee Wong")
    assert (certificate.state, certificate.replaced_by.name) == ("superseded", "Sok Sovannary Chan")


def test_staff_leave_it_as_it_is_and_the_holder_is_told_once(client, certificate, asked):
    client.force_login(a_member_of_staff())
    client.post(address(certificate, "register-refuse"))
    assert client.post(address(certificate, "register-refuse")).status_code == 404
    actions.refuse_correction(asked, by=a_member_of_staff())
    certificate.refresh_from_db()
    assert certificate.is_valid()
    delivery.deliver_due()
    assert [letter.subject for letter in mail.outbox if "stays as it is" in letter.subject] == [
        f"Your certificate stays as it is: {certificate.title}"
    ]
    client.force_login(certificate.person)
    assert "did not change the certificate" in client.get(address(certificate, "certificate")).content.decode()


def test_a_name_that_cannot_be_printed_is_refused_at_once(client, certificate):
    client.force_login(certificate.person)
    answer = client.post(address(certificate, "certificate-correction"), {**WISH, "name": "Ana 𓀀"})
    assert "cannot be printed" in answer.content.decode()
    assert not Correction.objects.exists()


def test_what_is_missing_is_asked_for_in_words(client, certificate):
    client.force_login(certificate.person)
    page = client.post(address(certificate, "certificate-correction"), {}).content.decode()
    assert "Write the name as it should be printed." in page
    assert "Say what is wrong with it." in page
    assert "This field is required" not in page


def test_nobody_asks_for_someone_else_or_for_what_is_withdrawn(client, certificate):
    client.force_login(a_person())
    assert client.post(address(certificate, "certificate-correction"), WISH).status_code == 404
    actions.withdraw(certificate, by=a_member_of_staff(), reason="error", note="Paper 7")
    client.force_login(certificate.person)
    assert client.post(address(certificate, "certificate-correction"), WISH).status_code == 404


def test_the_holder_cannot_decide_about_their_own_request(client, certificate, asked):
    client.force_login(certificate.person)
    assert client.post(address(certificate, "register-refuse")).status_code == 404


def test_erasing_the_holder_takes_their_requests_along(certificate, asked):
    actions.erase_names(certificate.person)
    assert not Correction.objects.exists()
