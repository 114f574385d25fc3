"""B-H11: a form from another site does nothing, at any address; a form of ours that came too late loses no words."""

import pytest
from django.conf import settings

from tests.badinputs.asking import everything, open_posts
from tests.security.matrix import Visitor, undone

pytestmark = pytest.mark.django_db
# They change nothing that is anybody's: how pages look in this browser, and what a certificate says. A mail program that
# unsubscribes has neither page nor cookie: the token in the address is the key, and ends one stream (RFC 8058).
WITHOUT_TOKEN = {
    "page_frame:appearance",
    "language:choose",
    "pages:banner-close",
    "verify:file",
    "verify:certificate",
    "unsubscribe:stream",
}
LONG = "A long reason that took somebody a quarter of an hour to write."


def forged(world, role, **cookies):
    """A browser with a session, made to send forms by another site."""
    visitor = Visitor(world, role)
    visitor.client.handler.enforce_csrf_checks = True
    for name, value in cookies.items():
        visitor.client.cookies[name] = value
    return visitor


def taken(world, visitor, role, headers=None, **form):
    """The addresses that took the form all the same."""
    for key, address in open_posts(world, role):
        if key.split(" @")[0] not in WITHOUT_TOKEN:
            answer = visitor.ask("post", address, data=form, headers=headers or {})
            if answer.status != 403:
                yield f"{key}: {answer.status}"


@pytest.mark.parametrize("role", ["anonymous", "learner_enrolled", "alumnus", "rso_admin"])
def test_a_form_without_a_token_is_refused_everywhere(world, role):
    assert list(taken(world, forged(world, role), role)) == []


def test_another_persons_token_is_refused(world):
    """A token that fits a cookie of somebody else's browser."""
    mine, theirs = "a" * 32, "b" * 32
    visitor = forged(world, "learner_enrolled", **{settings.CSRF_COOKIE_NAME: mine})
    assert list(taken(world, visitor, "learner_enrolled", csrfmiddlewaretoken=theirs)) == []


def test_a_token_in_the_address_is_none(world):
    token = "a" * 32
    visitor = forged(world, "learner_enrolled", **{settings.CSRF_COOKIE_NAME: token})
    answer = visitor.ask("post", f"/me/privacy/erasure/?csrfmiddlewaretoken={token}")
    assert answer.status == 403


@pytest.mark.parametrize("origin", ["null", "https://evil.example", "http://testserver.evil.example"])
def test_a_form_from_another_origin_is_refused_whatever_its_token(world, origin):
    token = "a" * 32
    visitor = forged(world, "learner_enrolled", **{settings.CSRF_COOKIE_NAME: token})
    sent = {"headers": {"origin": origin}, "csrfmiddlewaretoken": token}
    assert list(taken(world, visitor, "learner_enrolled", **sent)) == []


def test_json_dressed_as_text_is_refused(world):
    visitor = forged(world, "learner_enrolled")
    answer = visitor.ask("post", "/me/privacy/erasure/", data='{"answer": "yes"}', content_type="text/plain")
    assert answer.status == 403


def test_nothing_is_stored_by_a_refused_form(world):
    visitor = forged(world, "rso_admin")
    with undone():
        visitor.client.get("/me/")
        before = everything()
        for key, address in open_posts(world, "rso_admin"):
            if key.split(" @")[0] not in WITHOUT_TOKEN:
                visitor.client.post(address, {"reason": LONG, "role": "admin"})
        assert everything() == before


def test_what_was_typed_is_shown_again(world):
    visitor = forged(world, "rso_staff")
    answer = visitor.ask("post", f"/office/people/{world.things['officer']}/suspend/", data={"reason": LONG})
    assert answer.status == 403
    assert LONG in answer.body


def test_what_another_site_wrote_is_not_shown_on_our_page(world):
    visitor = forged(world, "rso_staff")
    answer = visitor.ask(
        "post", "/me/account/", data={"reason": LONG, "x": "<script>alert(1)</script>" * 3},
        headers={"sec-fetch-site": "cross-site"},
    )  # fmt: skip
    assert LONG not in answer.body
    assert "<script>alert" not in answer.body


def test_passwords_and_codes_are_not_shown_again(world):
    secret = "a password of quite some length"
    form = dict.fromkeys(["password", "password1", "oldpassword", "code", "csrfmiddlewaretoken"], secret)
    answer = forged(world, "anonymous").ask("post", "/accounts/login/", data=form)
    assert answer.status == 403
    assert secret not in answer.body


def test_what_is_typed_is_written_as_text(world):
    visitor = forged(world, "rso_staff")
    answer = visitor.ask("post", "/me/account/", data={"reason": "<img src=x onerror=alert(1)> and more words"})
    assert "<img src=x" not in answer.body


def test_control_with_the_right_token_it_is_taken(world):
    token = "a" * 32
    visitor = forged(world, "learner_enrolled", **{settings.CSRF_COOKIE_NAME: token})
    assert visitor.ask("post", "/me/privacy/research/", data={"csrfmiddlewaretoken": token}).status == 302


def test_control_without_the_guard_it_is_taken(world):
    assert any(taken(world, Visitor(world, "learner_enrolled"), "learner_enrolled"))
