"""What somebody may try in order to become more than they are, or to act on people who are not theirs to act on."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone

from lms.accounts import actions
from lms.accounts.facts import Post, RoleScope
from lms.accounts.letters import INVITATION
from lms.accounts.models import Affiliation, AgencyType, Invitation, Member, RoleGrant, User
from lms.accounts.permissions import PERMISSIONS, is_granted
from lms.accounts.tokens import token
from lms.accounts.vocabulary import load_agency_types, load_groups, load_members
from lms.privacy.policies import load_policies
from tests.factories.accounts import (
    PASSWORD,
    PersonFactory,
    admin,
    editor,
    focal_point,
    set_up_code,
    signed_in,
    staff,
    with_role,
)
from tests.scenes import scene

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]
# Every field of a person that opens something.
WISHES = {
    "state": "verified", "verified_at": "2026-01-01", "verified_by": "1", "is_active": "on", "is_superuser": "on",
    "is_staff": "on", "role": "admin", "roles": "admin", "role_grants": "1", "groups": "1", "user_permissions": "1",
    "scope_kind": "", "certificate_name_confirmed_at": "", "public_id": "00000000-0000-0000-0000-000000000000",
}  # fmt: skip


@scene
def vocabulary():
    load_members()
    load_agency_types()
    load_groups()
    load_policies()


@pytest.fixture
def thailand(vocabulary):
    return Member.objects.get(code="TH")


@pytest.fixture
def indonesia(vocabulary):
    return Member.objects.get(code="ID")


def place(name, person, *more):
    return reverse(f"accounts:{name}", args=[person.public_id, *more])


def powers(person):
    """All that makes somebody more than a person with an account."""
    person = User.objects.get(pk=person.pk)
    return (
        person.state,
        person.is_superuser,
        sorted(person.role_names()),
        sorted(person.groups.values_list("name", flat=True)),
        person.user_permissions.count(),
    )


class TestMakingOneselfMore:
    """Nobody gives themselves a state, a role or a right, by whatever form they send."""

    @pytest.mark.parametrize("state", ["unverified", "verified"])
    def test_a_persons_own_forms_take_no_state_role_or_right(self, state):
        person = PersonFactory(state=state)
        before, browser = powers(person), signed_in(person)
        details = {"full_name": "A Name", "language": "en", "time_zone": "Asia/Bangkok", "rank_band": "senior"}
        for address in ("/me/account/", "/me/privacy/research/", "/accounts/password/change/", "/accounts/email/"):
            browser.post(address, {**details, **WISHES})
        assert powers(person) == before

    def test_joining_takes_no_state_role_or_right(self, client):
        form = {
            "full_name": "Eve", "email": "eve@agency.example", "password1": PASSWORD, "member": "TH",
            "agency": "Police", "agency_type": AgencyType.objects.first().code, "agree_account": "on",
        }  # fmt: skip
        client.post("/accounts/signup/", {**WISHES, **form})
        eve = User.objects.get(email="eve@agency.example")
        assert powers(eve) == ("unverified", False, [], [], 0)
        assert eve.verified_at is None

    def test_an_invitation_is_accepted_for_its_own_address_and_member_alone(self, client, thailand):
        invitation = actions.invite("siti@police.example", "Siti", _post(thailand), by=staff())
        address = reverse("invitations:show", args=[token(INVITATION, invitation.public_id)])
        form = {"full_name": "Siti", "password": PASSWORD, "agree_account": "on", "email": "eve@agency.example"}
        client.post(address, {**WISHES, **form, "member": "ID"})
        siti = User.objects.get(email="siti@police.example")
        assert powers(siti) == ("verified", False, [], [], 0)
        assert siti.affiliation().member == thailand
        assert not User.objects.filter(email="eve@agency.example").exists()

    def test_somebody_else_cannot_take_an_invitation_that_was_passed_on(self, thailand):
        invitation = actions.invite("siti@police.example", "Siti", _post(thailand), by=staff())
        eve = PersonFactory(state="unverified")
        signed_in(eve).post(reverse("invitations:show", args=[token(INVITATION, invitation.public_id)]))
        assert powers(eve)[0] == "unverified"
        assert Invitation.objects.get(pk=invitation.pk).state == Invitation.State.OPEN

    @pytest.mark.parametrize("role", ["staff", "editor", "focal_point", "trainer", "moderator"])
    def test_only_an_administrator_gives_roles(self, role, thailand):
        scope = RoleScope.member(thailand) if role == "focal_point" else RoleScope()
        person, other = with_role(role, scope=scope), PersonFactory()
        browser = signed_in(person)
        for somebody in (person, other):
            before = powers(somebody)
            assert browser.post(place("role-grant", somebody), {"role": "admin"}).status_code == 404
            assert powers(somebody) == before

    def test_an_administrator_neither_widens_nor_ends_their_own_rights(self):
        person = admin()
        browser, before = signed_in(person), powers(person)
        assert browser.post(place("role-grant", person), {"role": "staff"}).status_code == 404
        grant = person.role_grants.get()
        assert browser.post(place("role-end", person, grant.public_id)).status_code == 404
        assert powers(person) == before

    def test_an_administrator_gives_a_role_to_another(self):
        other = PersonFactory()
        signed_in(admin()).post(place("role-grant", other), {"role": "editor"})
        assert "editor" in powers(other)[2]

    def test_rows_of_rights_in_the_database_open_nothing(self):
        person = PersonFactory()
        person.user_permissions.set(Permission.objects.all())
        person.groups.set(Group.objects.all())
        browser = signed_in(person)
        assert {browser.get(address).status_code for address in ("/cms/", "/office/", "/office/people/")} == {404}


class TestVerifying:
    """Only staff and the focal point of a person's own member say who is an officer, and nobody of themselves."""

    def test_a_focal_point_does_not_verify_a_person_of_another_member(self, thailand, indonesia):
        person = PersonFactory(state="unverified", affiliation__member=indonesia)
        browser = signed_in(focal_point(thailand))
        for name in ("person", "verify", "decline", "confirmation-resend"):
            assert browser.post(place(name, person), {"reason": "No"}).status_code == 404
        assert powers(person)[0] == "unverified"

    def test_a_focal_point_verifies_a_person_of_their_own(self, thailand):
        person = PersonFactory(state="unverified", affiliation__member=thailand)
        signed_in(focal_point(thailand)).post(place("verify", person))
        assert powers(person)[0] == "verified"

    def test_a_focal_point_does_not_verify_themselves(self, thailand):
        person = focal_point(thailand)
        User.objects.filter(pk=person.pk).update(state="unverified")
        assert signed_in(person).post(place("verify", person)).status_code == 404
        assert powers(person)[0] == "unverified"

    def test_a_person_who_moved_on_is_out_of_reach(self, thailand, indonesia):
        person = PersonFactory(state="unverified", affiliation__member=thailand)
        present = Affiliation.objects.get(person=person)
        actions.correct_affiliation(present, _post(indonesia), "Wrong from the start.", by=staff())
        assert signed_in(focal_point(thailand)).post(place("verify", person)).status_code == 404

    def test_a_focal_point_whose_role_ended_verifies_nobody(self, thailand):
        point = focal_point(thailand)
        browser = signed_in(point)
        actions.end_role(point.role_grants.get())
        person = PersonFactory(state="unverified", affiliation__member=thailand)
        assert browser.post(place("verify", person)).status_code == 404

    def test_a_focal_point_does_not_invite_for_another_member(self, thailand):
        form = {"full_name": "A", "email": "a@police.example", "agency": "Police", "language": "en", "member": "ID"}
        browser = signed_in(focal_point(thailand))
        browser.post("/office/people/invite/", {**form, "agency_type": AgencyType.objects.first().code})
        assert not Invitation.objects.exists()

    def test_a_focal_point_manages_nobody(self, thailand):
        person = PersonFactory(affiliation__member=thailand)
        browser = signed_in(focal_point(thailand))
        for name in ("suspend", "reinstate", "name-correct", "affiliation-change", "role-grant"):
            assert browser.post(place(name, person), {"reason": "x", "full_name": "x"}).status_code == 404
        assert browser.post(reverse("privacy:erase", args=[person.public_id])).status_code == 404

    def test_filters_tell_a_focal_point_nothing_of_others(self, thailand, indonesia):
        hidden = PersonFactory(full_name="Wayan Surya", affiliation__member=indonesia)
        browser = signed_in(focal_point(thailand))
        for query in ("?q=Wayan", "?member=ID", f"?after={hidden.public_id}", "?state=verified", "?q=" + hidden.email):
            assert "Wayan Surya" not in browser.get(f"/office/people/{query}").content.decode()


class TestPuttingOutAnotherOfTheOffice:
    """Whoever holds a role is managed by an administrator; staff do not put each other out."""

    def test_staff_neither_suspend_nor_rename_nor_erase_whoever_holds_a_role(self, thailand):
        browser = signed_in(staff())
        for person in (admin(), staff(), editor(), focal_point(thailand)):
            before = powers(person)
            for name in ("suspend", "name-correct", "affiliation-change"):
                assert browser.post(place(name, person), {"reason": "x"}).status_code == 404
            assert browser.post(reverse("privacy:erase", args=[person.public_id])).status_code == 404
            assert powers(person) == before

    def test_nobody_is_erased_who_did_not_ask(self):
        person = PersonFactory()
        assert signed_in(admin()).post(reverse("privacy:erase", args=[person.public_id])).status_code == 404
        assert User.objects.get(pk=person.pk).full_name


class TestTheWayThroughWagtail:
    """Whoever edits content cannot make themselves an administrator by way of Wagtail's users and groups (C-25)."""

    USERS = ("users/", "users/new/", "users/1/", "users/1/delete/", "groups/", "groups/new/", "groups/edit/1/")
    BULK = ("bulk/accounts/user/assign_role/", "bulk/accounts/user/delete/", "bulk/accounts/user/set_active_state/")

    @pytest.mark.parametrize("make", [editor, staff, admin])
    def test_users_and_groups_are_not_there(self, make):
        person = make()
        before, browser = powers(person), signed_in(person)
        for address in self.USERS + self.BULK:
            form = {"is_superuser": "on", "groups": [1, 2], "email": person.email, "id": person.pk, "role": 1}
            assert browser.get(f"/cms/{address}?id={person.pk}").status_code == 404
            assert browser.post(f"/cms/{address}?id={person.pk}", form).status_code == 404
        assert powers(person) == before

    @pytest.mark.parametrize("role", PERMISSIONS)
    def test_no_role_grants_rights_over_accounts(self, role, thailand):
        person = with_role(role, scope=RoleScope.member(thailand) if role == "focal_point" else RoleScope())
        for right in ("accounts.change_user", "accounts.add_user", "accounts.delete_user", "auth.change_group"):
            assert not is_granted(person, right)
            assert not person.has_perm(right)

    def test_an_editor_reaches_no_page_of_the_office(self):
        browser = signed_in(editor())
        for address in ("/office/", "/office/people/", "/office/certificates/", "/office/deliveries/"):
            assert browser.get(address).status_code == 404


class TestKeepingASession:
    """A session ends with what it rested on: the account, the role, the password."""

    def test_a_suspended_account_is_out_on_the_next_page(self):
        person = PersonFactory()
        browser = signed_in(person)
        assert browser.get("/me/").status_code == 200
        actions.suspend(person, "Left the service.", by=staff())
        assert browser.get("/me/").status_code == 302

    def test_a_role_that_ended_is_closed_on_the_next_page(self):
        person = staff()
        browser = signed_in(person)
        assert browser.get("/office/deliveries/").status_code == 200
        actions.end_role(person.role_grants.get())
        assert browser.get("/office/deliveries/").status_code == 404

    def test_a_role_that_is_not_yet_or_no_more_opens_nothing(self):
        person = PersonFactory()
        set_up_code(person, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
        now = timezone.now()
        spans = [(now + timedelta(days=1), None), (now - timedelta(days=2), now - timedelta(days=1))]
        for starts_at, ends_at in spans:
            RoleGrant.objects.create(person=person, role="staff", starts_at=starts_at, ends_at=ends_at)
        assert signed_in(person).get("/office/deliveries/").status_code == 404


def _post(member):
    return Post(member, AgencyType.objects.first(), "Police")
