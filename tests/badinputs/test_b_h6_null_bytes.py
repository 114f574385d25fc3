"""B-H6: a null byte in a form, an address or a file name is a mistake to be told, never a fault of ours (on both databases)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.badinputs.asking import READERS, broken, open_posts, our_fields
from tests.security.matrix import Visitor

pytestmark = pytest.mark.django_db
ODD = ["a\x00b", "\x00", "\uffff", "‮evil", "x" * 5_000, "\r\nBcc: evil@example.org", "é" * 300]
FIELDS = [
    "q", "state", "member", "role", "list", "after", "before", "only", "course", "code", "next", "newer", "option",
    "unanswered", "again", "page", "p", "answer", "reason", "full_name", "native_name", "email", "login", "password",
    "password1", "oldpassword", "name", "display", "client_uuid", "client_seq", "go", "to", "language", "time_zone",
    "agency", "agency_type", "rank_band", "ends_at", "theme", "text_size", "sex", "file", "kind",
]  # fmt: skip


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("turn", range(3))
def test_in_a_form(world, role, turn):
    """Every field with something odd, and with something else at each turn."""
    form = {name: ODD[(place + turn * 3) % len(ODD)] for place, name in enumerate(FIELDS)}
    visitor = Visitor(world, role)
    faults = [key for key, at in open_posts(world, role) if visitor.ask("post", at, data=form).status >= 500]
    assert faults == []


@pytest.mark.parametrize("role", READERS)
def test_in_an_address(world, role):
    values = ("%00", "a%00b", "%ED%A0%80", "%FF%FE", "%")
    queries = [
        "?" + "&".join(f"{name}={values[(place + turn) % 5]}" for place, name in enumerate(FIELDS)) for turn in (0, 2)
    ]
    assert "\n".join(broken(world, role, "get", queries)) == ""


def test_in_raw_bytes(world):
    """Not UTF-8 at all, and a surrogate alone."""
    for role in READERS:
        visitor = Visitor(world, role)
        for body in (b"q=\xff\xfe&name=\xed\xa0\x80&reason=%ED%A0%80&login=%00", b"\x00\x01\x02", b"%%%=&&&==="):
            for key, at in open_posts(world, role):
                answer = visitor.ask("post", at, data=body, content_type="application/x-www-form-urlencoded")
                assert answer.status < 500, key


@pytest.mark.parametrize("path", ["/%00/", "/me/%00", "/courses/a%00b/", "/verify/%00/", "/i/%00/", "/documents/1/%00"])
def test_in_a_path(client, path):
    client.raise_request_exception = False
    assert client.get(path).status_code in {400, 404}


@pytest.mark.parametrize("name", ["a\x00.pdf", "../../../etc/passwd", "‮fdp.exe", "x" * 4_000, "", ";rm -rf"])
def test_in_a_file_name(client, name):
    client.raise_request_exception = False
    answer = client.post("/verify/file/", {"file": SimpleUploadedFile(name or "x", b"%PDF-1.7")})
    assert answer.status_code < 500


def test_the_fields_tried_are_those_there_are():
    """A form field of ours that is named after a model's is among those tried, as far as people type in it."""
    typed = {"full_name", "native_name", "email", "agency", "reason", "language", "time_zone", "rank_band", "sex"}
    assert typed <= set(FIELDS) & set(our_fields())
