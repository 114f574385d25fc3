"""Every page of sign-in, account and office opens, for those it is for."""

import pytest
from django.urls import reverse

from lms.accounts import tokens
from lms.accounts.letters import INVITATION
from tests.factories.accounts import InvitationFactory, PersonFactory, admin, signed_in

pytestmark = pytest.mark.django_db

OPEN = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_inactive",
    "privacy:policy",
]
OWN = [
    "accounts:account",
    "privacy:mine",
    "account_logout",
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "usersessions_list",
]
OFFICE = ["accounts:people", "accounts:invite"]
ABOUT = [
    "accounts:person",
    "accounts:suspend",
    "accounts:affiliation-change",
    "accounts:name-correct",
    "accounts:role-grant",
]


@pytest.mark.parametrize("name", OPEN)
def test_anybody_opens(client, vocabulary, name):
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", OWN)
def test_an_officer_opens(client, vocabulary, name):
    client.post("/accounts/login/", {"login": PersonFactory().email, "password": "a quiet river at dawn"})
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", OFFICE)
def test_the_office_opens(vocabulary, name):
    PersonFactory(state="unverified")
    assert signed_in(admin()).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ABOUT)
def test_the_page_about_a_person_opens(vocabulary, name):
    person = PersonFactory()
    assert signed_in(admin()).get(reverse(name, args=[person.public_id])).status_code == 200


def test_an_invitation_opens(client, vocabulary):
    link = reverse("invitations:show", args=[tokens.token(INVITATION, InvitationFactory().public_id)])
    assert "You are invited" in client.get(link).content.decode()
