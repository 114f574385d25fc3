"""What every answer tells the browser (C-20, C-22, C-26, B-U5), whatever the address, the status and the person."""

import re

import pytest
from django.test import Client

from lms.settings import security
from tests.security.matrix import Matrix, Visitor, own_routes

pytestmark = pytest.mark.django_db
MATRIX = Matrix()
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
}
NONE_OF_THEIRS = {"default-src", "base-uri", "object-src", "frame-ancestors"}
REFERRERS = {"same-origin", "no-referrer"}
SWITCHED_OFF = {"camera", "geolocation", "microphone", "payment", "usb"}
TELLING = {"Server", "X-Powered-By", "X-Generator", "Via"}
IN_A_TAG = re.compile(r"<[a-z][^>]*\s(?:on\w+|style)\s*=\s*[\"']", re.IGNORECASE)
BLOCK = re.compile(r"<(script|style)\b(?P<attributes>[^>]*)>(?P<text>.*?)</\1>", re.IGNORECASE | re.DOTALL)
# What a browser fetches. Where a page lies for search engines is no such thing, and names our own address.
FOREIGN = re.compile(
    r"<(?!link rel=\"(?:canonical|alternate)\")(?:script|img|link|iframe|source|video)\b[^>]*\s(?:src|href)=[\"'](?:https?:)?//[^\"']*",
    re.IGNORECASE,
)


@pytest.fixture(autouse=True)
def _as_in_production(world, settings):
    """The headers of production, over https."""
    for name in dir(security):
        if name.startswith("SECURE_"):
            setattr(settings, name, getattr(security, name))


def policy(answer):
    parts = [part.split() for part in answer.headers["Content-Security-Policy"].split(";")]
    return {part[0]: part[1:] for part in parts}


def faults(answer):
    """What is missing or wrong in the headers of one answer."""
    for name, value in ALWAYS.items():
        if answer.headers.get(name) != value:
            yield f"{name}: {answer.headers.get(name)}"
    if answer.headers.get("Referrer-Policy") not in REFERRERS:
        yield f"Referrer-Policy: {answer.headers.get('Referrer-Policy')}"
    off = {part.split("=")[0].strip() for part in answer.headers.get("Permissions-Policy", "").split(",")}
    if not off >= SWITCHED_OFF:
        yield f"Permissions-Policy: {off}"
    if TELLING & set(answer.headers):
        yield f"tells what runs here: {TELLING & set(answer.headers)}"
    yield from loose(answer)


def loose(answer):
    """What our own pages allow a browser that they need not."""
    if "Content-Security-Policy" not in answer.headers:
        yield "no Content-Security-Policy"
        return
    said = policy(answer)
    if answer.headers.get("Content-Disposition", "").startswith("attachment"):
        yield from () if said["default-src"] == ["'none'"] else ["a file that may do something"]
        return
    if any("unsafe" in value or "http" in value or value == "*" for values in said.values() for value in values):
        yield f"loose: {said}"
    if any(said.get(name) != ["'none'"] for name in NONE_OF_THEIRS) or said.get("form-action") != ["'self'"]:
        yield f"not closed: {said}"
    nonces = {value for values in said.values() for value in values if value.startswith("'nonce-")}
    for block in BLOCK.finditer(answer.body):
        nonce = re.search(r'nonce="([^"]+)"', block["attributes"])
        is_inline = bool(block["text"].strip())
        if is_inline and (nonce is None or f"'nonce-{nonce[1]}'" not in nonces):
            yield f"would be blocked: {block[0][:80]}"
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        yield from (f"inline: {found[0][:80]}" for found in IN_A_TAG.finditer(answer.body))
        yield from (f"from elsewhere: {found[0][:80]}" for found in FOREIGN.finditer(answer.body))


def everything(world, visitor):
    """Every address that can be opened, and every page."""
    for route in own_routes():
        for key, cell in MATRIX.cells(route.name).items():
            # Shown in a frame of its own in which nothing runs.
            if route.name != "mailbox:letter-html":
                yield key, visitor.ask("get", route.address(MATRIX.values(route, cell, world)), secure=True)
    for name, address in world.pages.items():
        yield name, visitor.ask("get", address, secure=True)


def kept_by_a_cache(answer):
    """What a cache between may keep of an answer for one person alone."""
    said = answer.headers.get("Cache-Control", "")
    if "no-store" not in said or "public" in said:
        yield f"may be kept: {said}"


@pytest.mark.parametrize("role", ["anonymous", "learner_enrolled", "alumnus", "rso_admin"])
def test_c22_bu5_every_answer_carries_the_headers_and_what_is_for_one_person_is_kept_by_no_cache(world, role):
    found = [
        f"{name}: {fault}"
        for name, answer in everything(world, Visitor(world, role))
        for fault in (*faults(answer), *(() if role == "anonymous" else kept_by_a_cache(answer)))
    ]
    assert "\n".join(found) == ""


def test_c20_a_nonce_is_used_once(world):
    visitor = Visitor(world, "anonymous")
    del visitor.client.cookies["css"]
    seen = [policy(visitor.ask("get", "/", secure=True))["style-src"][-1] for _ in range(5)]
    assert all(nonce.startswith("'nonce-") for nonce in seen)
    assert len(set(seen)) == len(seen)


def ask(method, address, **options):
    """An answer outside of what the matrix knows: a refusal, a fault, a file."""
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    return Visitor.read(getattr(client, method)(address, secure=True, **options))


def test_c22_refusals_carry_the_headers(world, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    refusals = {
        400: ask("get", "/", headers={"host": "evil.example"}),
        403: ask("post", "/accounts/login/", data={"login": "a@b.example"}),
        404: ask("get", "/no/such/place/"),
        405: ask("get", "/verify/file/"),
    }
    for status, answer in refusals.items():
        assert answer.status == status
        assert list(faults(answer)) == [], status


def test_c22_a_fault_of_ours_carries_the_headers_and_tells_nothing(world, monkeypatch):
    def broken(*_args, **_options):
        raise RuntimeError("a word nobody should read")

    monkeypatch.setattr("lms.privacy.views.render", broken)
    answer = ask("get", "/privacy/")
    assert answer.status == 500
    assert list(faults(answer)) == []
    assert "a word nobody should read" not in answer.body
    assert "Traceback" not in answer.body


def test_c22_static_files_carry_the_headers(world):
    answer = ask("get", "/static/css/site.css")
    assert answer.status == 200
    assert list(faults(answer)) == []


def test_the_administration_has_a_policy_of_its_own(world):
    answer = Visitor(world, "rso_admin").ask("get", "/cms/", secure=True)
    assert policy(answer)["object-src"] == ["'none'"]
    assert policy(answer)["frame-ancestors"] == ["'self'"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_control_a_looser_policy_is_found(world, settings):
    loosened = {**security.CONTENT_SECURITY_POLICY["DIRECTIVES"], "script-src": ["'self'", "'unsafe-inline'"]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": loosened}
    assert list(faults(ask("get", "/verify/")))


def test_control_an_inline_handler_is_found(world, monkeypatch):
    answer = ask("get", "/verify/")
    answer.body = answer.body.replace("<main", '<main onclick="alert(1)"')
    assert list(faults(answer))
