"""An address that was typed is nobody's until its owner shows that mail reaches them. C-11, B-A1, H7."""

from urllib.parse import quote

import pytest
from django.core import mail
from django.test import Client

from lms.accounts import actions
from lms.accounts.models import User
from lms.audit.models import Entry
from lms.privacy.models import Consent
from tests.factories.accounts import PASSWORD, InvitationFactory, PersonFactory, signed_in
from tests.lms.accounts.mails import delivered, last_to, link_in
from tests.lms.accounts.test_invitations import link as invitation_link
from tests.lms.accounts.test_joining import URL, answers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]
OFFICER = "suharto@polri.example"
OWN, ANOTHER, CHOSEN = PASSWORD, "a stranger by the harbour", "the third lamp of the pier"
RESET = "/accounts/password/reset/"


def join(browser, **changes):
    browser.post(URL, answers(email=OFFICER, **changes))
    return link_in(last_to(OFFICER))


def changing_to(address, person=None):
    """The browser of somebody who asked for their address to be changed to this one."""
    browser, person = Client(), person or PersonFactory()
    browser.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    browser.post("/accounts/email/", {"email": address, "action_add": ""})
    return browser


def can_sign_in(password, address=OFFICER):
    return Client().post("/accounts/login/", {"login": address, "password": password})["Location"] == "/me/"


def is_refused(password, address=OFFICER):
    return Client().post("/accounts/login/", {"login": address, "password": password}).status_code == 200


def test_who_joined_first_with_the_address_of_another_gets_nothing_by_their_click():
    stranger, officer = Client(), Client()
    join(stranger, full_name="Dara Phan", password1=ANOTHER)
    path = join(officer, password1=OWN)
    assert officer.get(path).context["form"] is None
    officer.post(path)
    assert "_auth_user_id" in officer.session
    assert User.objects.get().full_name == "Suharto"
    assert can_sign_in(OWN)
    assert is_refused(ANOTHER)
    # What the stranger's browser still remembers opens nothing.
    assert stranger.post(path).status_code == 404
    assert "_auth_user_id" not in stranger.session


def test_an_owner_who_never_joined_chooses_the_password_themselves():
    path = join(Client(), full_name="Dara Phan", password1=ANOTHER)
    officer = Client()
    page = officer.get(path).content.decode()
    assert "Dara Phan" in page
    assert "Choose its password here" in page
    # The button alone, as it was before, confirms nothing any more.
    refused = officer.post(path)
    assert "Choose a password." in refused.content.decode()
    assert not User.objects.get().emailaddress_set.get().verified
    officer.post(path, {"password1": CHOSEN})
    assert User.objects.get().emailaddress_set.get().verified
    assert can_sign_in(CHOSEN)
    assert is_refused(ANOTHER)
    again = officer.post(path, {"password1": CHOSEN})
    assert "the address is confirmed already" in again.content.decode()
    assert again.status_code == 404
    assert Entry.objects.filter(act="accounts.claim").count() == 1


def test_who_joins_after_the_owner_does_not_change_what_the_owners_click_gives():
    officer = Client()
    path = join(officer, password1=OWN)
    join(Client(), full_name="Dara Phan", password1=ANOTHER)
    assert "Choose its password here" in officer.get(path).content.decode()
    officer.post(path)
    assert not User.objects.get().emailaddress_set.get().verified
    officer.post(path, {"password1": CHOSEN})
    assert can_sign_in(CHOSEN)
    assert is_refused(ANOTHER)


@pytest.mark.parametrize(
    ("password", "words"), [("", "Choose a password."), ("short", "at least 12"), (OFFICER, "your")]
)
def test_a_password_that_will_not_do_confirms_nothing_and_says_why(password, words):
    path = join(Client(), password1=ANOTHER)
    page = Client().post(path, {"password1": password})
    assert words in " ".join(page.context["form"].errors["password1"])
    assert not User.objects.get().emailaddress_set.get().verified
    assert User.objects.get().check_password(ANOTHER)


def test_joining_again_leaves_nothing_of_what_was_said_before():
    join(Client(), full_name="Dara Phan", native_name="ดารา", agency="Elsewhere", agree_research="on", sex="male")
    was = User.objects.get()
    join(Client())
    person = User.objects.get()
    assert person == was
    assert (person.full_name, person.native_name, person.sex) == ("Suharto", "", "")
    assert person.name_key == "suharto"
    assert [one.agency for one in person.affiliations.all()] == ["Polri"]
    standing = Consent.objects.standing().filter(person=person)
    assert [one.policy.purpose for one in standing] == ["account"]
    assert person.emailaddress_set.count() == 1


def test_an_account_that_was_claimed_begins_no_more():
    officer = Client()
    officer.post(join(officer))
    Client().post(URL, answers(email=OFFICER, full_name="Dara Phan", password1=ANOTHER))
    assert last_to(OFFICER).subject == "You already have an account"
    assert User.objects.get().full_name == "Suharto"
    assert can_sign_in(OWN)


def test_an_account_that_has_an_owner_keeps_its_password():
    """Two browsers press the button at once: whoever comes second finds an account that has its owner."""
    person = PersonFactory()
    actions.claim(person, ANOTHER)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert not Entry.objects.filter(act="accounts.claim").exists()


def test_a_new_password_by_mail_claims_the_account_too():
    join(Client(), password1=ANOTHER)
    officer = Client()
    officer.post(RESET, {"email": OFFICER})
    form = officer.get(link_in(last_to(OFFICER)))["Location"]
    officer.post(form, {"password1": CHOSEN})
    assert can_sign_in(CHOSEN)
    assert is_refused(ANOTHER)


def test_an_address_still_to_be_confirmed_opens_no_way_to_a_new_password():
    """A slip of the pen in the new address: whoever reads mail there is a stranger to the account."""
    person = PersonFactory(email="old@agency.example")
    changing_to(OFFICER, person)
    delivered()
    Client().post(RESET, {"email": OFFICER})
    assert last_to(OFFICER).subject == "There is no account with this address"
    Client().post(RESET, {"email": person.email})
    assert "/accounts/password/reset/key/" in link_in(last_to(person.email))


def test_only_who_is_signed_in_changes_the_address_of_their_account():
    person = PersonFactory(email="old@agency.example")
    browser, stranger, colleague = changing_to(OFFICER, person), Client(), signed_in(PersonFactory())
    path = link_in(last_to(OFFICER))
    assert stranger.get(path)["Location"] == f"/accounts/login/?next={quote(path)}"
    assert stranger.post(path).status_code == 302
    assert "another account" in colleague.get(path).content.decode()
    assert colleague.post(path).status_code == 403
    assert colleague.get("/me/account/").status_code == 200
    person.refresh_from_db()
    assert person.email == "old@agency.example"
    assert "Is <b><bdi>suharto@polri.example" in browser.get(path).content.decode()
    browser.post(path)
    person.refresh_from_db()
    assert person.email == OFFICER


def test_an_address_that_somebody_else_wants_keeps_nobody_from_joining_with_it():
    changing_to(OFFICER)
    delivered()
    officer = Client()
    path = join(officer)
    officer.post(path)
    assert can_sign_in(OWN)
    assert User.objects.get(email=OFFICER).full_name == "Suharto"


def test_an_invitation_is_accepted_whoever_joined_with_its_address_before():
    join(Client(), full_name="Dara Phan", password1=ANOTHER)
    invitation = InvitationFactory(email=OFFICER)
    guest = Client()
    assert "Choose a password" in guest.get(invitation_link(invitation)).content.decode()
    accepted = {"full_name": "Suharto", "native_name": "", "password": CHOSEN, "sex": "", "agree_account": "on"}
    guest.post(invitation_link(invitation), accepted)
    assert "_auth_user_id" in guest.session
    person = User.objects.get(email=OFFICER)
    assert (person.full_name, person.affiliation().member) == ("Suharto", invitation.member)
    assert can_sign_in(CHOSEN)
    assert is_refused(ANOTHER)


def test_who_wants_the_address_of_a_colleague_sends_them_a_mail_that_confirms_nothing():
    colleague = PersonFactory(language="th")
    changing_to(colleague.email)
    delivered()
    sent = [message for message in mail.outbox if message.to == [colleague.email]]
    assert len(sent) == 1
    assert "/accounts/password/reset/" in sent[0].body
    assert "confirm-email" not in sent[0].body
    assert "บัญชี" in sent[0].subject


@pytest.mark.parametrize("typed", ["before", "after"])
def test_an_address_that_somebody_only_typed_keeps_nobody_from_changing_to_it(typed):
    person = PersonFactory(email="old@agency.example")
    stranger = {"full_name": "Dara Phan", "password1": ANOTHER}
    if typed == "before":
        join(Client(), **stranger)
        mail.outbox.clear()
    browser = changing_to(OFFICER, person)
    path = link_in(last_to(OFFICER))
    if typed == "after":
        join(Client(), **stranger)
    assert browser.post(path).status_code == 302
    person.refresh_from_db()
    assert person.email == OFFICER
    assert "was changed" in last_to("old@agency.example").body
    assert can_sign_in(PASSWORD)
    assert is_refused(ANOTHER)
    assert User.objects.filter(email=OFFICER).get() == person
    assert not User.objects.filter(full_name="Dara Phan").exists()
    assert Entry.objects.filter(act="accounts.give_way").count() == 1


def test_a_link_that_confirms_the_address_of_another_signs_nobody_out():
    path = join(Client(), password1=ANOTHER)
    browser = signed_in(PersonFactory())
    browser.get(path)
    assert browser.get("/me/account/").status_code == 200
