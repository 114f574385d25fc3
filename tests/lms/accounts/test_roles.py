"""Roles: who grants them, what they open, and that their end is an end (decision 9, H11)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from lms.accounts import actions
from lms.accounts.facts import RoleScope
from lms.accounts.models import RoleGrant, User
from tests.factories.accounts import MemberFactory, PersonFactory, admin, editor, focal_point, signed_in, staff

pytestmark = pytest.mark.django_db


def fresh(person):
    return User.objects.get(pk=person.pk)


def test_an_administrator_gives_and_ends_a_role_on_the_persons_page(vocabulary):
    person, browser = PersonFactory(), signed_in(admin())
    browser.post(reverse("accounts:role-grant", args=[person.public_id]), {"role": "focal_point", "member": "TH"})
    grant = person.role_grants.get()
    assert (grant.role, grant.scope_id) == ("focal_point", MemberFactory(code="TH").public_id)
    browser.post(reverse("accounts:role-end", args=[person.public_id, grant.public_id]))
    assert fresh(person).role_names() == frozenset()


@pytest.mark.parametrize("data", [{"role": "focal_point"}, {"role": "staff", "member": "TH"}, {"role": "superuser"}])
def test_a_role_that_does_not_fit_is_not_given(vocabulary, data):
    person = PersonFactory()
    response = signed_in(admin()).post(reverse("accounts:role-grant", args=[person.public_id]), data)
    assert response.status_code == 200
    assert not person.role_grants.exists()


def test_staff_and_focal_points_give_no_roles(vocabulary):
    person = PersonFactory()
    for by in (staff(), focal_point()):
        url = reverse("accounts:role-grant", args=[person.public_id])
        assert signed_in(by).post(url, {"role": "admin"}).status_code == 404
    assert not person.role_grants.exists()


def test_nobody_gives_themselves_a_role(vocabulary):
    by = admin()
    url = reverse("accounts:role-grant", args=[by.public_id])
    assert signed_in(by).post(url, {"role": "staff"}).status_code == 404


def test_giving_a_role_twice_gives_it_once():
    person = PersonFactory()
    assert actions.grant_role(person, "trainer") == actions.grant_role(person, "trainer")


def test_a_focal_point_is_always_one_of_a_member():
    with pytest.raises(actions.ScopeDoesNotFit):
        actions.grant_role(PersonFactory(), "focal_point")
    with pytest.raises(actions.ScopeDoesNotFit):
        actions.grant_role(PersonFactory(), "staff", scope=RoleScope.member(MemberFactory(code="TH")))


def test_two_open_grants_of_one_role_are_refused_by_the_database():
    grant = actions.grant_role(PersonFactory(), "trainer")
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(person=grant.person, role="trainer")


def test_a_role_that_ended_is_refused_on_the_next_request():
    by = staff()
    browser = signed_in(by)
    assert browser.get("/office/people/").status_code == 200
    actions.end_role(by.role_grants.get())
    assert browser.get("/office/people/").status_code == 404


def test_a_role_ends_by_its_date_without_anybody_acting():
    by = editor()
    browser = signed_in(by)
    assert browser.get("/cms/").status_code == 200
    by.role_grants.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert browser.get("/cms/").status_code == 404


def test_a_role_that_begins_later_opens_nothing_yet():
    person = PersonFactory()
    RoleGrant.objects.create(person=person, role="staff", starts_at=timezone.now() + timedelta(days=1))
    assert signed_in(person).get("/office/people/").status_code == 404


def test_rights_come_from_roles_and_from_no_row_in_the_database():
    person = PersonFactory()
    assert not person.has_perm("wagtailadmin.access_admin")
    grant = actions.grant_role(person, "editor")
    assert fresh(person).has_perm("wagtailadmin.access_admin")
    assert fresh(person).has_perm("sources.add_source")
    assert not fresh(person).has_perm("credentials.change_certificate")
    actions.end_role(grant)
    assert not fresh(person).has_perm("wagtailadmin.access_admin")


@pytest.mark.parametrize(
    ("make", "allowed", "refused"),
    [
        (
            staff,
            ["notifications.view_message", "credentials.view_certificate"],
            ["accounts.change_user", "auth.add_group"],
        ),
        (admin, ["notifications.view_message", "audit.view_entry"], ["accounts.change_user", "auth.change_group"]),
        (editor, ["catalogue.change_coursepage"], ["notifications.view_message", "accounts.view_user"]),
        (focal_point, ["accounts.view_user"], ["notifications.view_message", "wagtailadmin.access_admin"]),
        (PersonFactory, [], ["wagtailadmin.access_admin", "accounts.view_user"]),
    ],
)
def test_each_role_has_its_rights_and_no_more(make, allowed, refused):
    person = make()
    assert all(person.has_perm(permission) for permission in allowed)
    assert not any(person.has_perm(permission) for permission in refused)


def test_nobody_gains_rights_by_being_suspended_or_by_a_group(vocabulary):
    person = PersonFactory()
    actions.grant_role(person, "staff")
    actions.suspend(person, "For a while.", by=admin())
    assert not fresh(person).has_perm("notifications.view_message")


def test_editors_may_edit_pages_as_long_as_they_are_editors(vocabulary):
    person = PersonFactory()
    grant = actions.grant_role(person, "editor")
    assert list(person.groups.values_list("name", flat=True)) == ["Editors"]
    actions.grant_role(person, "staff")
    actions.end_role(grant)
    assert person.groups.exists()
    actions.end_role(person.role_grants.get(role="staff"))
    assert not person.groups.exists()
