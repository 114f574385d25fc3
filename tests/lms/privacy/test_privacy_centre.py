"""The privacy centre: consents, own data, erasure (decision 12 of the house rules, INV-12)."""

import json

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.accounts import actions as accounts
from lms.accounts.models import User
from lms.audit.models import Entry
from lms.privacy import actions
from lms.privacy.models import Consent, ErasureRequest, Policy
from lms.privacy.personal_data import registered
from lms.privacy.policies import load_policies
from tests.factories.accounts import (
    PASSWORD,
    SECRET,
    InvitationFactory,
    PersonFactory,
    focal_point,
    freshly_signed_in,
    signed_in,
    staff,
    with_role,
)
from tests.lms.accounts.mails import delivered

pytestmark = pytest.mark.django_db


def test_the_words_are_open_to_everybody(client):
    page = client.get("/privacy/").content.decode()
    assert "Why" in page
    assert "<script" not in page.split("<main")[1].split("</main")[0]


# By what each app registers for the download: what the page calls it. A new app adds its line here and its words there.
TOLD = {
    "account": "Your account",
    "certificates": "certificates",
    "consents": "what you agreed to",
    "contact": "Messages to us",
    "events": "Events",
    "forum": "The community",
    "groups": "the groups you belong to",
    "learning": "Lessons you finished",
    "lists": "lists of names that trainers send us",
    "mails": "what became of each mail",
    "notices": "Notices on this site",
    "profile": "Your profile",
    "reporting": "Reports you froze",
    "tests": "answers in tests",
    "workshops": "Workshops",
}


def test_the_words_tell_of_everything_that_is_kept(client):
    page = client.get("/privacy/").content.decode().split("<main")[1].split("</main")[0]
    assert {data.name for data in registered()} <= set(TOLD)
    assert [words for words in [*TOLD.values(), "Backups", "cookies"] if words not in page] == []


def test_loading_the_words_again_changes_nothing():
    before = list(Policy.objects.values())
    load_policies()
    assert list(Policy.objects.values()) == before


def test_research_is_a_choice_that_can_be_taken_back():
    person = PersonFactory()
    browser = signed_in(person)
    assert not Consent.objects.exists()
    browser.post("/me/privacy/research/", {"answer": "yes"})
    assert Consent.objects.standing().get().policy.purpose == "research"
    browser.post("/me/privacy/research/", {"answer": "no"})
    assert not Consent.objects.standing().exists()
    assert Consent.objects.get().withdrawn_at
    browser.post("/me/privacy/research/", {"answer": "yes"})
    assert Consent.objects.standing().count() == 1
    assert [entry.act for entry in Entry.objects.about(person)] == [
        "privacy.consent",
        "privacy.withdraw_consent",
        "privacy.consent",
    ]


def test_agreeing_twice_is_agreeing_once():
    person = PersonFactory()
    assert actions.consent(person, "account", by=person) == actions.consent(person, "account", by=person)
    policy = Policy.objects.current("account")
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(person=person, policy=policy, given_at=timezone.now())


def test_newer_words_are_agreed_to_anew():
    person = PersonFactory()
    actions.consent(person, "account", by=person)
    older = Policy.objects.current("account").version
    Policy.objects.create(purpose="account", version=older + 1, text="Newer words.")
    actions.consent(person, "account", by=person)
    assert sorted(Consent.objects.values_list("policy__version", flat=True)) == [older, older + 1]


def test_a_person_downloads_what_we_hold_about_them_and_about_nobody_else():
    person = PersonFactory(full_name="Siti Rahmawati", native_name="سيتي")
    PersonFactory(full_name="Somebody Else")
    browser = freshly_signed_in(person)
    assert browser.get("/me/privacy/download/").status_code == 405
    response = browser.post("/me/privacy/download/")
    text = response.content.decode()
    data = json.loads(text)
    assert data["account"]["full_name"] == "Siti Rahmawati"
    assert "سيتي" in text
    assert "Immigration Bureau" in text
    assert "Somebody Else" not in text
    assert "password" not in text


def test_the_page_begins_with_ones_account_and_tells_an_officer_nothing_of_reports():
    page = signed_in(PersonFactory()).get("/me/privacy/").content.decode()
    kept = page.split("What we keep and who sees it")[1].split("</ul>")[0]
    assert kept.index("Your account:") < kept.index("Your tests") < kept.index("Your posts in the community")
    assert kept.index("Your account:") == kept.index("<b>") + 3
    assert "Reports you froze" not in kept
    assert "Seen by: whoever can read their space (posts)" in kept


def test_asking_to_be_erased_reaches_staff_and_can_be_taken_back():
    person, office = PersonFactory(), signed_in(staff())
    page = reverse("accounts:person", args=[person.public_id])
    browser = freshly_signed_in(person)
    browser.post("/me/privacy/erasure/", {"answer": "erase"})
    browser.post("/me/privacy/erasure/", {"answer": "erase"})
    assert ErasureRequest.objects.count() == 1
    assert "Asks to be erased" in office.get(page).content.decode()
    browser.post("/me/privacy/erasure/", {"answer": "back"})
    assert "Asks to be erased" not in office.get(page).content.decode()
    assert office.post(reverse("privacy:erase", args=[person.public_id])).status_code == 404


WANTED = [("/me/privacy/download/", {}), ("/me/privacy/erasure/", {"answer": "erase"})]


def current_code():
    return format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))


def done_to(person):
    """What was handed out or asked for."""
    return [entry.act for entry in Entry.objects.about(person)] + list(ErasureRequest.objects.all())


@pytest.mark.parametrize(("address", "sent"), WANTED, ids=["download", "erasure"])
def test_an_open_session_alone_neither_takes_the_data_nor_asks_for_erasure(address, sent):
    """C-10: whoever finds a browser signed in is asked for the password first."""
    person = PersonFactory()
    browser = signed_in(person)
    asked = browser.post(address, sent)
    assert asked["Location"] == "/accounts/reauthenticate/?next=%2Fme%2Fprivacy%2F"
    assert done_to(person) == []
    page = browser.get(asked["Location"]).content.decode()
    assert "Nothing is done yet." in page
    assert 'name="next" value="/me/privacy/"' in page
    wrong = browser.post("/accounts/reauthenticate/", {"password": "a guess", "next": "/me/privacy/"})
    assert "The password is not right." in wrong.content.decode()
    assert browser.post(address, sent)["Location"] == asked["Location"]
    proved = browser.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/me/privacy/"})
    assert proved["Location"] == "/me/privacy/"
    assert done_to(person) == [], "The button is pressed once more, by whoever has shown who they are."
    browser.post(address, sent)
    assert done_to(person) != []


def test_a_sign_in_of_this_moment_is_proof_enough_and_an_older_one_is_not():
    person = PersonFactory()
    browser = Client()
    with time_machine.travel("2026-03-02 08:00Z", tick=False) as clock:
        browser.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
        assert browser.post("/me/privacy/download/").status_code == 200
        clock.shift(301)
        assert browser.post("/me/privacy/download/").status_code == 302


def test_a_code_proves_who_it_is_as_a_password_does():
    person = with_role("trainer")
    browser = signed_in(person)
    way = browser.post("/me/privacy/download/")["Location"]
    assert "/accounts/2fa/reauthenticate/?next=%2Fme%2Fprivacy%2F" in browser.get(way).content.decode()
    code = {"code": current_code(), "next": "/me/privacy/"}
    assert browser.post("/accounts/2fa/reauthenticate/", code)["Location"] == "/me/privacy/"
    assert browser.post("/me/privacy/download/").status_code == 200


def test_keeping_the_account_takes_no_proof():
    person = PersonFactory()
    actions.request_erasure(person, by=person)
    assert signed_in(person).post("/me/privacy/erasure/", {"answer": "back"})["Location"] == "/me/privacy/"
    assert not ErasureRequest.objects.open().exists()


def test_a_focal_point_erases_nobody():
    person = PersonFactory()
    actions.request_erasure(person, by=person)
    assert signed_in(focal_point()).post(reverse("privacy:erase", args=[person.public_id])).status_code == 404


def test_after_erasure_nothing_on_the_ground_floor_names_the_person():
    words = ["Siti Rahmawati", "siti@polri.example", "سيتي", "siti rahmawati", "a very private reason"]
    person = PersonFactory(full_name=words[0], native_name=words[2], email=words[1], sex="female")
    InvitationFactory(email=words[1], full_name=words[0])
    accounts.confirm_certificate_name(person, words[0], by=person)
    accounts.suspend(person, words[4], by=staff())
    accounts.reinstate(person, words[4], by=staff())
    browser = signed_in(person)
    actions.request_erasure(person, by=person)
    signed_in(staff()).post(reverse("privacy:erase", args=[person.public_id]))
    after = User.objects.get(pk=person.pk)
    assert (after.state, after.is_active, after.sex) == ("erased", False, "")
    assert browser.get("/me/account/").status_code == 302
    tables = [
        model
        for model in apps.get_models()
        if model._meta.app_label in ("accounts", "account", "mfa", "usersessions", "privacy", "notifications", "audit")
    ]
    rows = str([list(model._base_manager.values()) for model in tables])
    assert not [word for word in words if word in rows]
    assert not [message for message in delivered() if words[1] in message.to and "open again" in message.subject]


def test_erasing_twice_is_erasing_once():
    person, by = PersonFactory(), staff()
    actions.erase(person, by=by)
    actions.erase(person, by=by)
    assert [entry.act for entry in Entry.objects.about(person)].count("privacy.erase") == 1


def test_the_account_is_erased_last():
    assert registered()[-1].name == "account"


def test_everything_registered_hands_out_plain_values():
    person = PersonFactory()
    for data in registered():
        json.dumps(data.export(person), default=str)
