"""Invitations: H7, decision 21. Opening shows, sending accepts, nothing leaks."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.accounts import actions, tokens
from lms.accounts.facts import Guest, Post
from lms.accounts.letters import INVITATION
from lms.accounts.models import Invitation, User
from lms.notifications.models import Message
from tests.factories.accounts import (
    PASSWORD,
    AgencyTypeFactory,
    InvitationFactory,
    MemberFactory,
    PersonFactory,
    focal_point,
    signed_in,
    staff,
)
from tests.lms.accounts.mails import delivered, last_to, link_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]
INVITE = "/office/people/invite/"


def link(invitation):
    return reverse("invitations:show", args=[tokens.token(INVITATION, invitation.public_id)])


def answers(**changes):
    return {
        "full_name": "Siti Rahmawati",
        "native_name": "",
        "password": PASSWORD,
        "sex": "",
        "agree_account": "on",
    } | changes


def details(**changes):
    return {
        "full_name": "Siti Rahmawati",
        "email": "siti@polri.example",
        "member": "ID",
        "agency": "Polri",
        "agency_type": "police_general",
        "language": "en",
    } | changes


def test_from_the_office_through_the_mail_into_the_account():
    host, guest = staff(full_name="Maria Santos"), Client()
    signed_in(host).post(INVITE, details())
    path = link_in(last_to("siti@polri.example"))
    page = guest.get(path).content.decode()
    for said in ("Maria Santos", "Indonesia", "Good until", "Who will see what", "A certificate would say"):
        assert said in page
    guest.post(path, answers())
    person = User.objects.get(email="siti@polri.example")
    assert (person.state, person.verified_by) == ("verified", host)
    assert person.emailaddress_set.get().verified
    assert guest.session["_auth_user_id"] == str(person.pk)
    assert {one.policy.purpose for one in person.consents.all()} == {"account"}


def test_opening_the_link_spends_nothing():
    invitation = InvitationFactory()
    for _ in range(5):
        Client().get(link(invitation))
        Client().head(link(invitation))
    invitation.refresh_from_db()
    assert invitation.state == "open"
    assert not User.objects.filter(email=invitation.email).exists()


def test_an_invitation_is_accepted_once():
    invitation = InvitationFactory(invited_by=staff())
    Client().post(link(invitation), answers())
    again = Client().post(link(invitation), answers(full_name="Somebody Else"))
    assert "not open any more" in again.content.decode()
    assert User.objects.get(email=invitation.email).full_name == "Siti Rahmawati"


@pytest.mark.parametrize("spoilt", [lambda t: t[:-1], lambda t: t[::-1], lambda t: "x", lambda t: t.replace(".", "~")])
def test_a_wrong_link_leads_nowhere(client, spoilt):
    token = tokens.token(INVITATION, InvitationFactory().public_id)
    assert client.get(f"/i/{spoilt(token)}/").status_code == 404
    assert client.post(f"/i/{spoilt(token)}/", answers()).status_code == 404


def test_a_token_for_another_purpose_is_none_here(client):
    token = tokens.token("unsubscribe", InvitationFactory().public_id)
    assert client.get(f"/i/{token}/").status_code == 404


def test_a_link_too_old_is_renewed_to_the_invited_address_alone(client):
    invitation = InvitationFactory(expires_at=timezone.now() - timedelta(hours=1))
    page = client.get(link(invitation)).content.decode()
    assert "too old" in page
    assert invitation.email not in page
    assert client.post(link(invitation), answers()).status_code == 200
    assert not User.objects.exists()
    again = f"{link(invitation)}again/"
    client.post(again, {"email": "attacker@evil.example"})
    client.post(again)
    assert [message.to for message in delivered()] == [[invitation.email]]
    assert "You are invited" in client.get(link_in(last_to(invitation.email))).content.decode()


def test_somebody_else_who_is_signed_in_learns_nothing():
    invitation = InvitationFactory(full_name="Siti Rahmawati")
    response = signed_in(PersonFactory()).get(link(invitation))
    page = response.content.decode()
    assert "for somebody else" in page
    assert "Siti" not in page
    assert invitation.email not in page
    assert signed_in(PersonFactory()).post(link(invitation), answers()).status_code == 200
    assert not User.objects.filter(email=invitation.email).exists()


def test_whoever_has_an_account_signs_in_and_accepts():
    person = PersonFactory(state="unverified")
    invitation = InvitationFactory(email=person.email, invited_by=staff())
    assert "Sign in to accept" in Client().get(link(invitation)).content.decode()
    signed_in(person).post(link(invitation))
    person.refresh_from_db()
    assert person.state == "verified"
    assert User.objects.filter(email=invitation.email).count() == 1


def test_an_invitation_of_another_member_verifies_nobody():
    person = PersonFactory(state="unverified", affiliation__member=MemberFactory(code="NP", name="Nepal"))
    invitation = InvitationFactory(email=person.email, invited_by=staff())
    signed_in(person).post(link(invitation))
    person.refresh_from_db()
    assert person.state == "unverified"


def test_who_lost_the_role_since_vouches_for_nobody():
    host = focal_point()
    invitation = InvitationFactory(invited_by=host)
    actions.end_role(host.role_grants.get())
    Client().post(link(invitation), answers())
    assert User.objects.get(email=invitation.email).state == "unverified"


def test_a_focal_point_invites_for_the_own_member_alone():
    browser = signed_in(focal_point(MemberFactory(code="TH", name="Thailand")))
    assert browser.post(INVITE, details(member="ID")).context["form"].errors["member"]
    browser.post(INVITE, details(member="TH"))
    assert Invitation.objects.get().member.code == "TH"


def test_a_focal_point_handles_invitations_of_the_own_member_alone():
    other = InvitationFactory(member=MemberFactory(code="NP", name="Nepal"))
    browser = signed_in(focal_point())
    assert other.full_name not in browser.get(INVITE).content.decode()
    for verb in ("withdraw", "resend"):
        assert browser.post(reverse(f"accounts:invitation-{verb}", args=[other.public_id])).status_code == 404


def test_a_withdrawn_invitation_is_closed():
    invitation = InvitationFactory()
    signed_in(staff()).post(reverse("accounts:invitation-withdraw", args=[invitation.public_id]))
    assert "not open any more" in Client().post(link(invitation), answers()).content.decode()


def test_inviting_twice_sends_one_mail():
    browser = signed_in(staff())
    for _ in range(2):
        browser.post(INVITE, details())
    assert Invitation.objects.count() == 1
    assert len(delivered()) == 1


def test_two_members_cannot_both_invite_one_address():
    InvitationFactory(email="siti@polri.example")
    response = signed_in(staff()).post(INVITE, details())
    assert "invited already" in str(response.context["form"].errors["email"])


def test_a_weak_password_is_refused_and_what_was_typed_is_kept():
    response = Client().post(link(InvitationFactory()), answers(password="siti rahmawati"))
    assert response.context["form"].errors["password"]
    assert 'value="Siti Rahmawati"' in response.content.decode()
    assert "siti rahmawati" not in response.content.decode()


def test_the_names_of_mails_hold_no_new_lines():
    signed_in(staff()).post(INVITE, details(full_name="Siti\r\nBcc: all@agency.example"))
    assert Invitation.objects.get().full_name == "Siti Bcc: all@agency.example"
    assert last_to("siti@polri.example").subject == "You are invited to RSO Learning"


def test_an_address_with_an_account_is_not_invited_and_staff_are_told_why():
    PersonFactory(email="siti@polri.example")
    response = signed_in(staff()).post(INVITE, details(email="Siti@polri.example"))
    assert "has an account already" in str(response.context["form"].errors["email"])
    assert 'value="Siti Rahmawati"' in response.content.decode()
    assert not Invitation.objects.exists()
    assert not delivered()


def test_a_focal_point_learns_nothing_of_an_account_of_another_member():
    PersonFactory(email="siti@polri.example", affiliation__member=MemberFactory(code="NP", name="Nepal"))
    browser = signed_in(focal_point(MemberFactory(code="TH", name="Thailand")))
    assert browser.post(INVITE, details(member="TH")).status_code == 302


def test_an_invitation_taken_back_before_its_mail_left_is_not_mailed():
    invitation = actions.invite("siti@polri.example", "Siti", _post(), by=staff())
    assert Message.objects.get().sealed_context == ""
    assert Message.objects.get().context == {"invitation": invitation.pk}
    actions.withdraw_invitation(invitation, by=staff())
    assert not delivered()
    assert (Message.objects.get().state, Message.objects.get().reason) == ("suppressed", "invitation-over")


def test_many_are_invited_once_each_and_mailed_when_it_is_said():
    host, guests = staff(), [Guest(f"{name}@polri.example", name, _post()) for name in ("siti", "budi")]
    made = actions.invite_many(guests, by=host)
    assert actions.invite_many(guests, by=host) == []
    assert {one.email for one in made} == {"siti@polri.example", "budi@polri.example"}
    assert not Message.objects.exists()
    Invitation.objects.update(expires_at=timezone.now())
    actions.mail_invitations(made)
    assert sorted(message.to[0] for message in delivered()) == ["budi@polri.example", "siti@polri.example"]
    assert min(Invitation.objects.values_list("expires_at", flat=True)) > timezone.now() + timedelta(days=13)


def _post():
    return Post(MemberFactory(code="ID"), AgencyTypeFactory(), "Polri")
