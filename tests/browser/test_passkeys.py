"""Passkeys in a real browser with an authenticator of its own, under the site's content policy (C-11, C-20)."""

import pytest

from lms.accounts.actions import grant_role
from tests.factories.accounts import PASSWORD, PersonFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
BUTTON = "form[data-passkey] button"


@pytest.fixture
def page(window):
    page = window().new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return page


def type_password(page, site, person):
    page.goto(f"{site}/accounts/login/")
    page.fill("#id_login", person.email)
    page.fill("#id_password", PASSWORD)
    page.click("form#form button:not([type])")


def sign_out(page):
    page.click(".mast-tools button")
    page.wait_for_load_state()


def test_a_passkey_is_added_signs_in_and_is_the_second_step(page, live_server):
    site, person = live_server.url, PersonFactory()
    grant_role(person, "staff")
    type_password(page, site, person)
    page.wait_for_url("**/accounts/second-step/")
    page.click("text=Add a passkey")
    page.wait_for_url("**/webauthn/add/")
    page.click(BUTTON)
    page.wait_for_url("**/recovery-codes/")
    assert person.authenticator_set.filter(type="webauthn").count() == 1
    sign_out(page)

    page.goto(f"{site}/accounts/login/")
    page.check("#id_shared")
    page.click(BUTTON)
    page.wait_for_url("**/me/")
    assert [cookie["expires"] for cookie in page.context.cookies() if cookie["name"] == "session"] == [-1]
    sign_out(page)

    type_password(page, site, person)
    page.wait_for_url("**/2fa/authenticate/")
    page.click(BUTTON)
    page.wait_for_url("**/me/")
    assert not page.complaints


def test_without_scripts_no_button_is_shown_that_cannot_work(page, phone, live_server):
    """The sentence that says why stands clear of the heading above it."""
    plain = phone(scripts=False)
    plain.goto(f"{live_server.url}/accounts/login/")
    heading, why = plain.get_by_role("heading", name="passkey"), plain.locator("form[data-passkey] + p")
    assert not plain.locator(BUTTON).is_visible()
    assert "A passkey needs JavaScript." in why.inner_text()
    above = heading.bounding_box()
    assert why.bounding_box()["y"] >= above["y"] + above["height"] + 8
    page.goto(f"{live_server.url}/accounts/login/")
    assert page.locator(BUTTON).is_visible()
