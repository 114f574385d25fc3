"""Signing in: B-A1, C-11 to C-16."""

import re
import statistics
import time
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from lms.accounts.second_factor import set_up_code
from tests.factories.accounts import PASSWORD, SECRET, PersonFactory
from tests.lms.accounts.mails import delivered, last_to, link_in

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
RESET = "/accounts/password/reset/"


def sign_in(client, person, password=PASSWORD, **extra):
    return client.post(
        LOGIN, {"login": person if isinstance(person, str) else person.email, "password": password, **extra}
    )


def is_signed_in(client):
    return "_auth_user_id" in client.session


def code(offset=0):
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + offset))


def words(response):
    # Without what differs on every page: tokens.
    return re.sub(r'(value|nonce|content)="[^"]*"', "", response.content.decode())


def test_somebody_signs_in(client):
    sign_in(client, PersonFactory())
    assert is_signed_in(client)


def test_a_wrong_password_and_an_unknown_address_get_the_same_words(client):
    known = sign_in(client, PersonFactory(), "wrong password here")
    unknown = sign_in(Client(), "nobody@agency.example", "wrong password here")
    assert known.status_code == unknown.status_code == 200
    assert words(known) == words(unknown)
    assert "is not right" in known.content.decode()


def test_an_unknown_address_takes_as_long_as_a_wrong_password(client, settings):
    settings.PASSWORD_HASHERS = ["lms.accounts.hashers.LeanArgon2"]
    person = PersonFactory()

    def took(address):
        started = time.process_time()
        sign_in(Client(), address, "wrong password here")
        return time.process_time() - started

    took(person.email)
    known = statistics.median(took(person.email) for _ in range(4))
    unknown = statistics.median(took(f"nobody{n}@agency.example") for n in range(4))
    # The hash alone is more than half of it: leaving it out could not hide in this span.
    assert abs(known - unknown) < max(0.02, known * 0.4)


def test_the_session_gets_a_new_id_at_sign_in(client):
    client.get(LOGIN)
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key
    sign_in(client, PersonFactory())
    assert is_signed_in(client)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_on_a_shared_computer_the_session_ends_with_the_browser(client):
    person = PersonFactory()
    shared = sign_in(client, person, shared="on")
    assert not shared.cookies[settings.SESSION_COOKIE_NAME]["max-age"]
    own = sign_in(Client(), person)
    assert own.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 30 * 24 * 3600


def test_shared_holds_after_the_second_step_too(client):
    person = PersonFactory()
    set_up_code(person, SECRET)
    sign_in(client, person, shared="on")
    response = client.post("/accounts/2fa/authenticate/", {"code": code()})
    assert is_signed_in(client)
    assert client.session.get_expire_at_browser_close()
    assert not response.cookies[settings.SESSION_COOKIE_NAME]["max-age"]


def test_whoever_set_up_a_code_is_asked_for_it(client):
    person = PersonFactory()
    set_up_code(person, SECRET)
    assert sign_in(client, person)["Location"] == "/accounts/2fa/authenticate/"
    assert not is_signed_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert not is_signed_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code()})
    assert is_signed_in(client)


def test_a_code_works_once(client):
    person = PersonFactory()
    set_up_code(person, SECRET)
    once = code()
    for browser, expected in ((client, True), (Client(), False)):
        sign_in(browser, person)
        browser.post("/accounts/2fa/authenticate/", {"code": once})
        assert is_signed_in(browser) is expected


def test_after_five_wrong_passwords_the_right_one_waits(client):
    person = PersonFactory()
    for _ in range(5):
        sign_in(client, person, "wrong password here")
    response = sign_in(client, person)
    assert not is_signed_in(client)
    assert "Too many attempts" in response.content.decode()


def test_another_host_name_gives_no_further_attempts(client):
    person = PersonFactory()
    for _ in range(5):
        client.post(LOGIN, {"login": person.email, "password": "wrong password here"}, HTTP_HOST="a.example")
    client.post(LOGIN, {"login": person.email, "password": PASSWORD}, HTTP_HOST="b.example")
    assert not is_signed_in(client)


def test_asking_for_a_new_password_says_the_same_for_everybody(db):
    person = PersonFactory()
    answers = [Client().post(RESET, {"email": who}, follow=True) for who in (person.email, "nobody@agency.example")]
    assert words(answers[0]) == words(answers[1])
    assert last_to(person.email).subject == "Choose a new password"
    assert last_to("nobody@agency.example").subject == "There is no account with this address"


def test_a_reset_changes_the_password_and_ends_every_session(client):
    person = PersonFactory()
    elsewhere = Client()
    sign_in(elsewhere, person)
    client.post(RESET, {"email": person.email})
    page = client.get(link_in(last_to(person.email)), follow=True)
    done = client.post(page.request["PATH_INFO"], {"password1": "another quiet river"})
    assert done.status_code == 302
    assert not is_signed_in(client)
    assert elsewhere.get("/me/account/").status_code == 302
    sign_in(client, person, "another quiet river")
    assert is_signed_in(client)


def test_a_reset_does_not_pass_the_second_step(client):
    person = PersonFactory()
    set_up_code(person, SECRET)
    client.post(RESET, {"email": person.email})
    page = client.get(link_in(last_to(person.email)), follow=True)
    client.post(page.request["PATH_INFO"], {"password1": "another quiet river"})
    assert not is_signed_in(client)
    sign_in(client, person, "another quiet river")
    assert not is_signed_in(client)


def test_the_link_of_a_reset_works_once(client):
    person = PersonFactory()
    client.post(RESET, {"email": person.email})
    link = link_in(last_to(person.email))
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": "another quiet river"})
    assert "does not work any more" in Client().get(link, follow=True).content.decode()


def test_links_in_mails_do_not_follow_the_host_of_the_request(client):
    person = PersonFactory()
    client.post(RESET, {"email": person.email}, HTTP_HOST="evil.example")
    assert all("evil.example" not in message.body for message in delivered())
    assert "http://testserver/" in last_to(person.email).body


def test_a_change_of_password_ends_the_other_sessions(client):
    person = PersonFactory()
    elsewhere = Client()
    sign_in(client, person)
    sign_in(elsewhere, person)
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "another quiet river"})
    assert client.get("/me/account/").status_code == 200
    assert elsewhere.get("/me/account/").status_code == 302
    assert "Your password was changed" in last_to(person.email).body


def test_a_new_second_factor_ends_the_other_sessions(client, django_capture_on_commit_callbacks):
    person = PersonFactory()
    elsewhere = Client()
    sign_in(client, person)
    sign_in(elsewhere, person)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    value = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": value})
    assert person.authenticator_set.filter(type="totp").exists()
    assert client.get("/me/account/").status_code == 200
    assert elsewhere.get("/me/account/").status_code == 302


def test_the_secret_of_an_app_is_not_readable_in_the_database():
    factor = set_up_code(PersonFactory(), SECRET)
    assert SECRET not in str(factor.data)


def test_an_address_changes_once_the_new_one_is_confirmed(client):
    person = PersonFactory(email="old@agency.example")
    sign_in(client, person)
    client.post("/accounts/email/", {"email": "new@agency.example", "action_add": ""})
    person.refresh_from_db()
    assert person.email == "old@agency.example"
    client.post(link_in(last_to("new@agency.example")))
    person.refresh_from_db()
    assert person.email == "new@agency.example"
    assert "was changed" in last_to("old@agency.example").body


def test_of_two_who_claim_one_address_the_first_to_confirm_has_it(client):
    first, second = PersonFactory(), PersonFactory()
    links = {}
    for person in (first, second):
        browser = Client()
        sign_in(browser, person)
        browser.post("/accounts/email/", {"email": "wanted@agency.example", "action_add": ""})
        links[person.pk] = browser, link_in(last_to("wanted@agency.example"))
    for person in (first, second):
        browser, path = links[person.pk]
        browser.post(path)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.email == "wanted@agency.example"
    assert second.email != "wanted@agency.example"


def test_the_page_of_sessions_ends_the_others(client):
    person = PersonFactory()
    elsewhere = Client()
    sign_in(client, person)
    sign_in(elsewhere, person)
    client.post("/accounts/sessions/")
    assert client.get("/me/account/").status_code == 200
    assert elsewhere.get("/me/account/").status_code == 302


def test_where_to_go_next_never_leads_elsewhere(client):
    person = PersonFactory()
    response = client.post(f"{LOGIN}?next=https://evil.example/", {"login": person.email, "password": PASSWORD})
    assert response["Location"] == "/me/"


def test_the_address_of_the_caller_is_read_from_the_last_trusted_hop(client, settings):
    settings.TRUSTED_PROXIES = 1
    person = PersonFactory()
    client.post(
        LOGIN, {"login": person.email, "password": PASSWORD}, headers={"x-forwarded-for": "6.6.6.6, 203.0.113.9"}
    )
    assert person.usersession_set.get().ip == "203.0.113.9"


def test_the_password_comes_first_and_passkeys_say_that_they_need_javascript(client):
    page = client.get(LOGIN).content.decode()
    assert page.index("Create an account") < page.index('name="password"') < page.index("Sign in with a passkey")
    assert "A passkey needs JavaScript" in page
    assert re.search(r'<script type="module" src="[^"]*passkey[^"]*" nonce="[^"]+"', page)


def test_a_sign_in_on_a_new_device_is_told_by_mail_once(client):
    person = PersonFactory(joined_at=timezone.now() - timedelta(days=30))
    sign_in(client, person)
    client.post("/accounts/logout/")
    sign_in(client, person)
    told = [message for message in delivered() if "not seen before" in message.body]
    assert len(told) == 1


def test_a_shared_computer_is_never_remembered(client):
    person = PersonFactory(joined_at=timezone.now() - timedelta(days=30))
    sign_in(client, person, shared="on")
    assert "known" not in client.cookies


def test_the_page_after_signing_out_is_told_whose_words_this_browser_forgets(client):
    person = PersonFactory()
    sign_in(client, person)
    page = client.post("/accounts/logout/", {"next": LOGIN}, follow=True).content.decode()
    assert f'data-signed-out="{person.public_id}"' in page
    assert "js/signed-out" in page
    # Once, and only then.
    assert "signed-out" not in client.get(LOGIN).content.decode()


def test_whoever_just_joined_is_not_told(client):
    sign_in(client, PersonFactory())
    assert not delivered()


def test_a_passkey_form_without_its_script_says_what_to_do(client):
    page = client.post("/accounts/2fa/webauthn/login/", {"credential": ""}, follow=True)
    assert page.redirect_chain[-1][0] == LOGIN
    assert "No passkey was used" in page.content.decode()
