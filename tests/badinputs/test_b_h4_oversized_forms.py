"""B-H4: a form that is too large is refused before it is read, at every address that takes one."""

import pytest
from django.conf import settings
from django.contrib.auth import hashers
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.badinputs.asking import open_posts
from tests.security.matrix import Visitor

pytestmark = pytest.mark.django_db
REFUSED = {400, 413}
FORM = "application/x-www-form-urlencoded"
MANY_FIELDS = "&".join(f"f{number}=1" for number in range(100_001))
LARGE_FIELD = "q=" + "x" * 10_000_000
PARTS = "".join(
    f'--b\r\nContent-Disposition: form-data; name="p{n}"; filename="f{n}"\r\n\r\nx\r\n' for n in range(5_000)
)


@pytest.mark.parametrize("body", [MANY_FIELDS, LARGE_FIELD], ids=["100,001 fields", "a field of 10 MB"])
@pytest.mark.parametrize("role", ["anonymous", "learner_enrolled"])
def test_too_much_is_refused_everywhere(world, role, body):
    visitor = Visitor(world, role)
    visitor.client.handler.enforce_csrf_checks = True
    visitor.client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    for key, address in open_posts(world, role):
        # They read no body: a certificate but where its holder wants to be asked, a mail program's unsubscribing never.
        if not key.startswith(("verify:certificate", "unsubscribe:stream")):
            answer = visitor.ask("post", address, data=body, content_type=FORM)
            assert answer.status in REFUSED, f"{key}: {answer.status}"


@pytest.mark.parametrize("body", [MANY_FIELDS, LARGE_FIELD], ids=["100,001 fields", "a field of 10 MB"])
def test_a_page_with_a_token_refuses_it_with_a_page_of_ours(body):
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", data=body, content_type=FORM)
    assert answer.status_code in REFUSED | {403}
    assert "<h1" in answer.content.decode()


@pytest.mark.parametrize(
    "body",
    [
        PARTS + "--b--\r\n",
        "--b\r\nContent-Disposition: form-data\r\n\r\nnameless\r\n--b--\r\n",
        '--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n--b--\r\n',
        "--b\r\n" * 1_000,
        "no boundary at all",
        '--b\r\nContent-Disposition: form-data; name="file"; filename="../../etc/passwd"\r\n\r\nx\r\n--b--\r\n',
    ],
    ids=["5,000 parts", "nameless part", "nested boundary", "boundaries only", "none", "a path for a name"],
)
@pytest.mark.parametrize("address", ["/verify/file/", "/accounts/login/", "/-/appearance"])
def test_a_form_in_odd_parts_breaks_nothing(client, address, body):
    client.raise_request_exception = False
    answer = client.post(address, data=body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code < 500


def test_a_file_too_large_to_be_a_certificate_is_refused_in_words(client):
    answer = client.post("/verify/file/", {"file": SimpleUploadedFile("c.pdf", b"x" * (2 * 1024 * 1024 + 1))})
    assert answer.status_code == 400
    assert "Choose the PDF file of a certificate." in answer.content.decode()


def test_a_password_of_a_megabyte_is_refused_before_it_is_hashed(client, monkeypatch):
    hashed = []
    monkeypatch.setattr(hashers, "make_password", lambda *given, **_: hashed.append(given))
    client.post("/accounts/login/", {"login": "a@agency.example", "password": "x" * 1_000_000})
    assert not [given for given in hashed if given and given[0] and len(str(given[0])) > 128]


def test_control_without_the_limit_it_would_be_read(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = None
    body = "&".join(f"f{number}=1" for number in range(10_001))
    assert client.post("/accounts/login/", data=body, content_type=FORM).status_code not in REFUSED
