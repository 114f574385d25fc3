"""Roles sign in with a second step, everywhere and from the first day (C-10, C-25, decision 8)."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in
from django.urls import reverse

from lms.accounts.actions import grant_role
from lms.accounts.facts import RoleScope
from lms.accounts.models import RoleGrant
from lms.accounts.second_factor import set_up_code
from tests.factories.accounts import PASSWORD, SECRET, MemberFactory, PersonFactory, signed_in, staff, with_role
from tests.security.matrix import Matrix, Visitor, admin_routes, own_routes

pytestmark = pytest.mark.django_db
MATRIX = Matrix()
SET_UP = "/accounts/second-step/"
# What somebody needs to set up a factor, and what every visitor may open anyway.
STILL_OPEN = {
    "account_login", "account_logout", "account_reauthenticate", "account_inactive", "account_confirm_email",
    "account_email_verification_sent", "accounts:second-factor", "page_frame:appearance", "language:choose",
}  # fmt: skip
GUARDED = {
    "trainer": "trainer",
    "group_moderator": "moderator",
    "focal_point": "focal_point",
    "editor": "editor",
    "rso_staff": "staff",
    "rso_admin": "admin",
}


def opened(world, role):
    """The addresses that somebody of this role opens without a second factor."""
    world.people[role].authenticator_set.all().delete()
    visitor, way = Visitor(world, role), SET_UP
    for route in own_routes():
        if route.name in STILL_OPEN or route.name.startswith("mfa_"):
            continue
        cell = next(iter(MATRIX.cells(route.name).values()))
        address = route.address(MATRIX.values(route, cell, world))
        for method in ("get", "post"):
            answer = visitor.ask(method, address)
            if answer.headers.get("Location") != way:
                yield f"{method.upper()} {route.name} as {role}: {answer.status}"
    for name, address in world.pages.items():
        if visitor.ask("get", address).headers.get("Location") != way:
            yield f"the page {name} as {role}"


def opened_in_the_administration(world, role):
    world.people[role].authenticator_set.all().delete()
    visitor, way = Visitor(world, role), SET_UP
    for route in admin_routes():
        answer = visitor.ask("get", route.address(dict.fromkeys(route.places, 1)))
        is_shut = answer.status == 404 or answer.headers.get("Location", "").startswith(
            (way, "/accounts/", "/me/account/")
        )
        if not is_shut and route.name != "wagtailadmin_logout":
            yield f"{route.path} as {role}: {answer.status}"


@pytest.mark.parametrize("role", GUARDED)
def test_c10_without_a_second_factor_every_address_leads_to_setting_one_up(world, role):
    assert "\n".join(opened(world, role)) == ""


def test_c10_the_administration_too(world):
    assert "\n".join(opened_in_the_administration(world, "rso_admin")) == ""


def test_control_without_the_guard_pages_open(world, monkeypatch):
    monkeypatch.setattr("lms.accounts.middleware.needs_second_factor", lambda user: False)
    assert any(opened(world, "rso_staff"))


def test_control_without_the_guard_the_administration_opens(world, monkeypatch):
    monkeypatch.setattr("lms.accounts.middleware.needs_second_factor", lambda user: False)
    assert any(opened_in_the_administration(world, "rso_admin"))


def test_every_role_there_is_needs_a_second_factor(world):
    assert set(GUARDED.values()) == set(RoleGrant.Role.values)


def holder(role, **facts):
    scope = RoleScope.member(MemberFactory(code="TH")) if role == "focal_point" else RoleScope()
    return with_role(role, scope=scope, **facts)


@pytest.mark.parametrize("role", RoleGrant.Role.values)
def test_a_role_without_a_second_step_is_led_to_set_one_up(world, role):
    browser = signed_in(holder(role, second_factor=False))
    assert browser.get("/me/account/")["Location"] == SET_UP
    page = browser.get(SET_UP).content.decode()
    assert "your role signs in with a second step" in page
    assert reverse("mfa_activate_totp") in page


def test_once_set_up_everything_opens(world):
    person = holder("staff", second_factor=False)
    browser = signed_in(person)
    assert browser.get("/office/people/")["Location"] == SET_UP
    set_up_code(person, SECRET)
    assert browser.get("/office/people/").status_code == 200


def test_an_officer_is_not_asked(world):
    assert signed_in(PersonFactory()).get("/me/account/").status_code == 200


def test_recovery_codes_alone_are_no_second_step(world):
    person = holder("staff", second_factor=False)
    Authenticator.objects.create(user=person, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"})
    assert signed_in(person).get("/office/people/")["Location"] == SET_UP


def test_a_role_given_in_mid_session_asks_on_the_next_page(world):
    person = PersonFactory()
    browser = signed_in(person)
    assert browser.get("/me/account/").status_code == 200
    grant_role(person, "staff")
    assert browser.get("/me/account/")["Location"] == SET_UP


def test_the_last_second_step_of_a_role_cannot_be_removed(world, client):
    person = holder("staff")
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    signed_in(person).post("/accounts/2fa/totp/deactivate/")
    assert person.authenticator_set.filter(type="totp").exists()
    assert not get_adapter().can_delete_authenticator(person.authenticator_set.get())


def test_an_officer_may_remove_theirs(world):
    assert get_adapter().can_delete_authenticator(set_up_code(PersonFactory(), SECRET))


class TestASecondWayIn:
    """A password alone never opens the account of somebody who has a second factor, at no address of the site (C-25)."""

    def test_the_password_alone_signs_nobody_in_anywhere(self, world):
        person = staff()
        words = {"login": person.email, "email": person.email, "username": person.email, "password": PASSWORD}
        visitor, signed = Visitor(world, "anonymous"), []
        user_logged_in.connect(lambda user, **_: signed.append(user), weak=False, dispatch_uid="second way")
        for route in [*own_routes(), *admin_routes()]:
            cell = next(iter(MATRIX.cells(route.name).values()), None)
            values = MATRIX.values(route, cell, world) if cell else dict.fromkeys(route.places, 1)
            visitor.ask("post", route.address(values), data=words)
        user_logged_in.disconnect(dispatch_uid="second way")
        assert signed == []

    def test_control_the_right_way_asks_for_the_second_step(self, world, client):
        person = staff()
        response = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
        assert response.headers["Location"] == reverse("mfa_authenticate")
        assert "_auth_user_id" not in client.session
