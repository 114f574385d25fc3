"""Joining by oneself: C-11, decision 7, B-T1."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from lms.accounts.models import User
from lms.privacy.models import Consent
from tests.factories.accounts import PASSWORD, PersonFactory, signed_in, staff
from tests.lms.accounts.mails import last_to, link_in

pytestmark = pytest.mark.django_db
URL = "/accounts/signup/"


def answers(**changes):
    return {
        "full_name": "Suharto",
        "native_name": "",
        "email": "Suharto@Polri.example",
        "password1": PASSWORD,
        "member": "ID",
        "agency": "Polri",
        "agency_type": "police_general",
        "rank_band": "",
        "sex": "",
        "agree_account": "on",
    } | changes


def test_somebody_joins_confirms_the_address_and_waits_to_be_verified(client, vocabulary):
    response = client.post(URL, answers())
    assert response.status_code == 302, response.context["form"].errors
    person = User.objects.get(email="suharto@polri.example")
    assert person.state == "unverified"
    assert person.affiliation().member.code == "ID"
    # Opening the link changes nothing; mail scanners open links too.
    path = link_in(last_to("suharto@polri.example"))
    client.get(path)
    assert not person.emailaddress_set.get().verified
    client.post(path)
    assert person.emailaddress_set.get().verified
    assert User.objects.awaiting_verification().get() == person


def test_confirming_signs_in_where_the_person_just_joined_and_nowhere_else(client, vocabulary):
    client.post(URL, answers())
    elsewhere = Client()
    path = link_in(last_to("suharto@polri.example"))
    elsewhere.get(path)
    assert client.post(path)["Location"] == "/me/"
    assert "_auth_user_id" in client.session
    client.post("/accounts/logout/")
    elsewhere.post(path)
    assert "_auth_user_id" not in elsewhere.session


def test_who_has_not_confirmed_the_address_does_not_await_verification(client, vocabulary):
    client.post(URL, answers())
    assert User.objects.exists()
    assert not User.objects.awaiting_verification().exists()


def test_the_page_of_the_link_says_in_whose_name_the_account_is(client, vocabulary):
    """Whoever owns the address sees that somebody else made an account with it, before they confirm it."""
    client.post(URL, answers(full_name="Somebody Else"))
    page = Client().get(link_in(last_to("suharto@polri.example"))).content.decode()
    assert "Somebody Else" in page
    assert "join yourself" in page


def test_nobody_signs_in_before_the_address_is_confirmed(client, vocabulary):
    client.post(URL, answers())
    client.post("/accounts/login/", {"login": "suharto@polri.example", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_the_consent_is_kept_with_its_version(client, vocabulary):
    client.post(URL, answers(agree_research="on"))
    kept = Consent.objects.filter(person__email="suharto@polri.example")
    assert {(one.policy.purpose, one.policy.version) for one in kept} == {("account", 2), ("research", 1)}


def test_nobody_joins_without_agreeing(client, vocabulary):
    response = client.post(URL, answers(agree_account=""))
    assert "tick the box" in response.content.decode()
    assert not User.objects.exists()


def test_the_answer_is_the_same_for_an_address_that_has_an_account(client, vocabulary):
    known = PersonFactory(email="known@agency.example")
    answers_to = [client.post(URL, answers(email=email)) for email in ("new@agency.example", known.email)]
    assert len({(answer.status_code, answer["Location"]) for answer in answers_to}) == 1
    assert User.objects.filter(email=known.email).count() == 1
    assert last_to(known.email).subject == "You already have an account"


def test_an_address_is_one_whatever_its_case(client, vocabulary):
    PersonFactory(email="known@agency.example")
    client.post(URL, answers(email="KNOWN@Agency.Example"))
    assert User.objects.filter(email__iexact="known@agency.example").count() == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("full_name", "Ana 😀", "emoji"),
        ("full_name", "x" * 181, "at most 180"),
        ("password1", "short", "at least 12"),
        ("password1", "suharto suharto", "your name"),
        ("email", "not an address", "name@agency.example"),
        ("email", "officer@demo.example", "another e-mail address"),
        ("member", "ZZ", "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(client, vocabulary, field, value, words):
    response = client.post(URL, answers(**{field: value}))
    assert words in " ".join(response.context["form"].errors[field])
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "name", ["Suharto", "O’Neil", "Tu‘i", "X", "สมชาย ใจดี", "ศ" * 180, "de la Cruz-Reyes", "မောင်မောင်"]
)
def test_a_name_of_any_shape_is_kept_as_typed(client, vocabulary, name):
    client.post(URL, answers(full_name=name))
    assert User.objects.get().full_name == name


def test_the_form_says_why_it_asks_for_the_sex(client, vocabulary):
    page = client.get(URL).content.decode()
    assert "never shown on your profile" in page
    assert "Prefer not to say" in page


def test_the_person_is_told_on_the_page_and_by_mail(client, vocabulary):
    person = PersonFactory(state="unverified")
    assert "not verified yet" in signed_in(person).get(reverse("accounts:account")).content.decode()
    signed_in(staff()).post(reverse("accounts:verify", args=[person.public_id]))
    assert last_to(person.email).subject == "Your account is verified"
    assert "not verified yet" not in signed_in(person).get(reverse("accounts:account")).content.decode()
    assert not [message for message in mail.outbox if "demo" in message.body]


def test_joining_twice_at_the_same_moment_makes_one_account(client, vocabulary, monkeypatch):
    first = PersonFactory(email="suharto@polri.example")
    # The second request looked before the first had committed.
    monkeypatch.setattr(
        "allauth.account.internal.flows.manage_email.email_already_exists", lambda email: (email, False)
    )
    response = client.post(URL, answers())
    assert response["Location"] == "/accounts/confirm-email/"
    assert User.objects.get() == first


def test_an_empty_sign_up_says_what_to_do_field_by_field(client, db):
    page = client.post("/accounts/signup/", {}).content.decode()
    for words in ("Write your full name.", "Choose your member.", "Choose the kind of agency.", "Choose a password."):
        assert words in page
    assert "Type your password again." in page
    summary = page.partition('<div class="error-summary"')[2].partition("</ul>")[0]
    assert summary.count("<a ") == summary.count("<li>")


def test_the_page_after_joining_shows_the_address_typed_whether_it_has_an_account_or_not(client, vocabulary):
    for _ in range(2):
        page = client.post(URL, answers(), follow=True).content.decode()
        assert "suharto@polri.example" in page
    assert "suharto@polri.example" not in Client().get("/accounts/confirm-email/").content.decode()


def test_signing_in_right_after_joining_tells_nobody_whether_there_was_an_account_before(client, vocabulary):
    """C-11: the password one has just chosen is right for a new account alone; each answer is the same, the sixth too."""
    known, chosen = PersonFactory(), "quiet otter of the harbour"
    told = {}
    # From two places, or the first one's failures would be counted with the second one's.
    for place, address in {"192.0.2.1": known.email, "192.0.2.2": "suharto@polri.example"}.items():
        browser = Client(REMOTE_ADDR=place)
        browser.post(URL, answers(email=address, password1=chosen))
        tries = [browser.post("/accounts/login/", {"login": address, "password": chosen}) for _ in range(6)]
        pages = [answer.content.decode() for answer in tries]
        said = [("look into your mail first" in page, "Too many attempts" in page) for page in pages]
        told[address] = ([answer.status_code for answer in tries], said, sorted(browser.session.keys()))
    assert told[known.email] == told["suharto@polri.example"]
    assert told[known.email][1] == [(True, False)] * 5 + [(False, True)]
