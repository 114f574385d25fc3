"""C6, C8, C13, B-V1, INV-10: anyone may check a certificate and learns no more than its holder allows."""

import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.urls import reverse
from django.utils.encoding import escape_uri_path

from courses.credentials import actions, codes, files, limits, signing
from lms import limits as shared
from tests.factories.credentials import a_certificate, a_member_of_staff, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_count():
    cache.clear()
    limits._alone.clear()
    shared._alone.clear()


@pytest.fixture
def certificate():
    return a_certificate(a_person(full_name="Sok Sovannary", native_name="សុខ សុវណ្ណារី"))


def page(client, code, **more):
    return client.get(reverse("verify:certificate", args=[code]), **more)


def words(response):
    """The page without what differs on every answer."""
    return re.sub(r' nonce="[^"]*"', "", response.content.decode())


def test_a_valid_certificate_is_confirmed_with_initials_only(client, certificate):
    response = page(client, certificate.code)
    assert response.status_code == 200
    text = words(response)
    for fact in ["This certificate is valid", "S. S.", certificate.title, certificate.number, certificate.issuer_name]:
        assert fact in text
    assert "6" in text
    assert "Sovannary" not in text
    assert "សុវណ្ណារី" not in text
    assert certificate.person.email not in text


def test_the_holder_may_show_the_whole_name(client, certificate):
    actions.choose_display(certificate, "full", by=certificate.person)
    text = words(page(client, certificate.code))
    assert "Sok Sovannary" in text
    assert "សុខ សុវណ្ណារី" in text


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("sok  SOVANNARY", "Yes, this certificate was issued"),
        ("សុខ សុវណ្ណារី", "Yes, this certificate was issued"),
        ("Sok Sovann", "No. The name you typed"),
        ("Sok", "No. The name you typed"),
    ],
)
def test_the_holder_may_have_the_name_typed(client, certificate, typed, answer):
    actions.choose_display(certificate, "ask", by=certificate.person)
    address = reverse("verify:certificate", args=[certificate.code])
    asked = words(client.get(address))
    assert "Sovannary" not in asked
    assert "S. S." not in asked
    assert answer in words(client.post(address, {"name": typed}))


def test_after_erasure_the_typed_name_is_still_confirmed(client, certificate):
    actions.erase_names(certificate.person)
    address = reverse("verify:certificate", args=[certificate.code])
    assert certificate.number in words(client.get(address))
    assert "Yes, this certificate" in words(client.post(address, {"name": "Sok Sovannary"}))
    assert "No. The name" in words(client.post(address, {"name": "Sok Sovanna"}))


@pytest.mark.parametrize("form", ["lower", "dashes", "spaces", "lookalikes", "address", "address in Thai"])
def test_the_code_may_be_typed_as_people_type(client, certificate, form):
    shown = certificate.shown_code()
    typed = {
        "lower": shown.lower(),
        "dashes": shown,
        "spaces": shown.replace("-", " "),
        "lookalikes": shown.replace("0", "O").replace("1", "l"),
        "address": certificate.verify_url(),
        "address in Thai": f"See https://learning.example/th/verify/{escape_uri_path(certificate.code)}/?by=mail",
    }[form]
    answer = client.get(reverse("verify:form"), {"code": typed}, follow=True)
    assert "This certificate is valid" in words(answer)


def test_a_slip_of_the_fingers_is_told_and_nothing_is_looked_up(client, certificate):
    other = "A" if certificate.code[0] != "A" else "B"
    wrong = other + certificate.code[1:]
    response = client.get(reverse("verify:form"), {"code": wrong})
    assert "Check the code" in words(response)
    assert page(client, wrong).status_code == 404


def test_an_unknown_code_gets_the_same_answer_whatever_it_is(client, certificate):
    # One of them ends with the sign of the check that an address writes as %3D.
    asked = [codes.new_code(), next(code for code in iter(codes.new_code, "") if code.endswith("="))]
    # The page names its own address where one chooses a language; all else is the same.
    answers = {words(page(client, code)).replace(escape_uri_path(code), "") for code in asked}
    assert len(answers) == 1
    assert "We have no certificate with this code" in answers.pop()
    assert page(client, codes.new_code()).status_code == 404


@pytest.mark.parametrize("typed", ["%", "*", "RSO-2026-000001", "' OR 1=1 --", "..", "<script>alert(1)</script>"])
def test_numbers_and_wildcards_find_nothing(client, certificate, typed):
    response = client.get(reverse("verify:form"), {"code": typed})
    assert "This certificate is valid" not in words(response)
    assert "<script>alert(1)" not in words(response)
    assert certificate.title not in words(response)


def test_a_withdrawn_certificate_says_when_and_never_why(client, certificate):
    actions.withdraw(certificate, by=a_member_of_staff(), reason="conduct", note="Paper 7")
    text = words(page(client, certificate.code))
    assert "This certificate was withdrawn on" in text
    assert "This certificate is valid" not in text
    for secret in ["rules were broken", "Paper 7", "Malee Wong"]:
        assert secret not in text


def test_a_replaced_certificate_says_so_and_does_not_lead_to_the_new_one(client, certificate):
    new = actions.reissue(certificate, by=a_member_of_staff(), name="Sok S. Chan")
    text = words(page(client, certificate.code))
    assert "Superseded by a newer certificate" in text
    assert new.code not in text
    assert new.number not in text


def test_the_page_is_kept_nowhere(client, certificate):
    response = page(client, certificate.code)
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_no_page_lists_certificates(client, certificate):
    assert certificate.number not in words(client.get(reverse("verify:form")))


def test_the_whole_page_comes_in_ten_kilobytes_without_a_script(client, certificate):
    response = page(client, certificate.code, headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < 10_000
    assert b"<script" not in page(client, certificate.code).content


def test_the_very_file_is_recognised(client, certificate):
    actions.render(certificate)
    certificate.refresh_from_db()
    response = check_file(client, files.read(certificate.pdf))
    assert response.redirect_chain[-1][0] == reverse("verify:certificate", args=[certificate.code])


@pytest.mark.parametrize("place", [0, 30_000, -2])
def test_a_file_with_one_changed_byte_is_not_our_document(client, certificate, place):
    actions.render(certificate)
    certificate.refresh_from_db()
    changed = bytearray(files.read(certificate.pdf))
    changed[place] ^= 1
    assert "This file is not our document" in words(check_file(client, bytes(changed)))


@pytest.mark.parametrize("content", [b"", b"x" * 3_000_000])
def test_an_empty_or_huge_file_is_not_read(client, content):
    assert check_file(client, content).status_code == 400


def check_file(client, content):
    given = SimpleUploadedFile("certificate.pdf", content, "application/pdf")
    return client.post(reverse("verify:file"), {"file": given}, follow=True)


def test_the_thirty_first_check_in_a_minute_waits(client, certificate, time_machine_at_a_minute):
    answers = [page(client, certificate.code).status_code for _ in range(limits.PER_MINUTE + 1)]
    assert answers == [200] * limits.PER_MINUTE + [429]
    assert page(client, certificate.code)["Retry-After"] == "60"
    other = page(client, certificate.code, REMOTE_ADDR="203.0.113.9")
    assert other.status_code == 200


def test_without_the_count_the_thirty_first_would_pass(client, certificate, monkeypatch, time_machine_at_a_minute):
    """Twin: it is the count that stops the thirty-first."""
    monkeypatch.setattr("courses.credentials.views.verify.is_too_often", lambda request: False)
    assert {page(client, certificate.code).status_code for _ in range(limits.PER_MINUTE + 1)} == {200}


def test_with_the_cache_gone_a_slower_count_stands_in(client, certificate, monkeypatch, time_machine_at_a_minute):
    def gone(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(cache, "add", gone)
    answers = [page(client, certificate.code).status_code for _ in range(limits.ALONE_PER_MINUTE + 1)]
    assert answers == [200] * limits.ALONE_PER_MINUTE + [429]


def guess(client, certificate, number, name="Sok Sovann"):
    """A name tried from one of many addresses."""
    address = reverse("verify:certificate", args=[certificate.code])
    return client.post(address, {"name": name}, REMOTE_ADDR=f"203.0.113.{number}")


@pytest.fixture
def asked_for(certificate):
    actions.choose_display(certificate, "ask", by=certificate.person)
    return certificate


def test_with_one_certificate_thirty_names_are_compared_in_an_hour(client, asked_for, time_machine_at_a_minute):
    most = limits.NAMES.most
    assert {guess(client, asked_for, number).status_code for number in range(most)} == {200}
    refused = guess(client, asked_for, most, "Sok Sovannary")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "3600"
    text = words(refused)
    assert "This name was not compared" in text
    assert "Please try again in an hour." in text
    assert "ask the holder for the certificate as a PDF file" in text
    assert "Yes, this certificate" not in text
    assert asked_for.number in text


def test_what_is_not_a_name_is_not_counted_and_the_page_stays_open(client, asked_for, time_machine_at_a_minute):
    for number in range(limits.NAMES.most + 1):
        assert guess(client, asked_for, number, " ").status_code == 200
    assert "Yes, this certificate" in words(guess(client, asked_for, 99, "Sok Sovannary"))
    for number in range(limits.NAMES.most):
        guess(client, asked_for, number)
    assert page(client, asked_for.code, REMOTE_ADDR="203.0.113.250").status_code == 200


def test_names_tried_with_one_certificate_do_not_close_another(client, asked_for, time_machine_at_a_minute):
    other = a_certificate(a_person(full_name="Dewi Anggraini", email="dewi@police.example"))
    actions.choose_display(other, "ask", by=other.person)
    for number in range(limits.NAMES.most + 1):
        guess(client, asked_for, number)
    assert "Yes, this certificate" in words(guess(client, other, 99, "Dewi Anggraini"))


def test_after_an_hour_names_are_compared_again(client, asked_for, monkeypatch, time_machine_at_a_minute):
    for number in range(limits.NAMES.most + 1):
        guess(client, asked_for, number)
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_000.0 + limits.NAMES.seconds)
    assert "Yes, this certificate" in words(guess(client, asked_for, 99, "Sok Sovannary"))


def test_with_the_cache_gone_fewer_names_are_compared(client, asked_for, monkeypatch, time_machine_at_a_minute):
    def gone(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(cache, "add", gone)
    answers = [guess(client, asked_for, number).status_code for number in range(limits.NAMES.alone + 1)]
    assert answers == [200] * limits.NAMES.alone + [429]


@pytest.fixture
def time_machine_at_a_minute(monkeypatch):
    """The tests of the count all happen within one minute."""
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_000.0)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "198.51.100.1", "203.0.113.9"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "10.9.9.9, 198.51.100.1", "198.51.100.1"),
        (2, "198.51.100.1", "203.0.113.9"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "nonsense", "unknown"),
    ],
)
def test_the_caller_cannot_choose_their_own_address(rf, settings, proxies, forwarded, seen):
    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/verify/", headers={"x-forwarded-for": forwarded}, REMOTE_ADDR="203.0.113.9")
    assert limits.address_of(request) == seen


def test_all_keys_are_published_and_a_retired_one_still_verifies(client, certificate):
    actions.render(certificate)
    certificate.refresh_from_db()
    ring = signing.key_ring()
    old, new = ring.current()[0], ring.rotate()
    text = words(client.get(reverse("verify:keys")))
    assert old in text
    assert new in text
    assert words(client.get(reverse("verify:keys-pem"))).count("BEGIN CERTIFICATE") == 2
    assert "PRIVATE" not in words(client.get(reverse("verify:keys-pem")))
    assert signing.verify(files.read(certificate.pdf)).is_genuine


def test_who_types_the_number_is_told_where_the_code_stands(client):
    answer = client.get(reverse("verify:form"), {"code": "rso-2026-000123"})
    assert "This is the number of the certificate." in answer.content.decode()
