"""There is one way to sign in, and the content admin manages no people (C-25)."""

import pytest
from django.urls import get_resolver, reverse
from wagtail.models import Page

from lms.accounts.models import User
from lms.accounts.vocabulary import load_groups
from tests.factories.accounts import PersonFactory, admin, editor, focal_point, signed_in, staff, with_role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _groups(db):
    load_groups()


@pytest.mark.parametrize("make", [editor, staff, admin])
def test_the_content_admin_opens_for_those_who_work_on_content(make):
    assert signed_in(make()).get("/cms/").status_code == 200


@pytest.mark.parametrize(
    "make", [PersonFactory, focal_point, lambda: with_role("trainer"), lambda: with_role("moderator")]
)
@pytest.mark.parametrize(
    "path", ["/cms/", "/cms/pages/", "/cms/images/", "/cms/reports/site-history/", "/cms/nothing/"]
)
def test_for_everybody_else_it_is_not_there(make, path):
    assert signed_in(make()).get(path).status_code == 404


def test_a_visitor_is_led_to_the_one_sign_in(client):
    assert client.get("/cms/")["Location"] == "/accounts/login/?next=/cms/"


@pytest.mark.parametrize("path", ["/cms/login/", "/cms/password_reset/", "/cms/password_reset/done/"])
def test_the_admins_own_sign_in_leads_to_ours(client, path):
    for send in (client.get, client.post):
        response = send(path, {"username": "x", "password": "y"})
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("path", ["/cms/sprite/", "/cms/jsi18n/"])
def test_what_wagtail_leaves_open_for_its_own_sign_in_is_for_those_who_work_there(client, path):
    assert client.get(path)["Location"] == "/accounts/login/?next=/cms/"
    assert signed_in(PersonFactory()).get(path).status_code == 404
    assert signed_in(editor()).get(path).status_code == 200


def test_the_one_sign_in_needs_nothing_of_the_administration(client):
    assert "/cms/" not in client.get("/accounts/login/").content.decode()


def test_the_admins_own_sign_in_signs_nobody_in(client):
    person = editor()
    client.post("/cms/login/", {"username": person.email, "password": "a quiet river at dawn"})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("make", [editor, staff, admin])
@pytest.mark.parametrize(
    "path",
    [
        "/cms/users/",
        "/cms/users/new/",
        "/cms/groups/",
        "/cms/groups/new/",
        "/cms/bulk/accounts/user/delete/",
        "/cms/bulk/accounts/user/assign_role/",
        "/cms/bulk/auth/group/delete/",
    ],
)
def test_nobody_manages_people_there(make, path):
    browser = signed_in(make())
    assert browser.get(path).status_code == 404
    assert browser.post(path).status_code == 404


def test_a_superuser_manages_no_people_there_either():
    person = with_role("admin")
    User.objects.filter(pk=person.pk).update(is_superuser=True)
    assert signed_in(person).get("/cms/users/").status_code == 404


def test_the_menu_shows_no_people():
    page = signed_in(admin()).get("/cms/").content.decode()
    assert "/cms/users/" not in page
    assert "/cms/groups/" not in page


def test_names_are_changed_on_our_page():
    assert signed_in(editor()).get("/cms/account/")["Location"] == reverse("accounts:account")


def test_the_framework_admin_is_not_mounted(client):
    assert client.get("/admin/").status_code == 404
    assert not [pattern for pattern in get_resolver().url_patterns if getattr(pattern, "app_name", "") == "admin"]


@pytest.mark.parametrize(
    "path", ["/cms/", "/cms/pages/", "/cms/images/", "/cms/documents/", "/cms/reports/site-history/"]
)
def test_the_content_admin_works_with_people_who_have_one_name(path):
    assert signed_in(admin(full_name="Suharto")).get(path, follow=True).status_code == 200


def test_an_editor_edits_a_page():
    page = Page.objects.filter(depth=2).first()
    response = signed_in(editor(full_name="Suharto")).get(f"/cms/pages/{page.pk}/edit/")
    assert response.status_code == 200
