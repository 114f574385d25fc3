"""The top of the page shows each person what they may open."""

import re

import pytest
from django.urls import reverse

from lms.accounts.models import RoleGrant
from lms.accounts.second_factor import set_up_code
from tests.factories.accounts import signed_in, staff
from tests.factories.contact import enquire
from tests.factories.learning import make_officer

pytestmark = pytest.mark.django_db


def test_an_officer_sees_neither_office_nor_editing(client):
    client.force_login(make_officer())
    page = client.get("/me/").content.decode()
    assert "Edit courses" not in page
    assert "/office/" not in page


def test_an_editor_finds_the_way_to_the_pages(client):
    editor = make_officer()
    RoleGrant.objects.create(person=editor, role=RoleGrant.Role.EDITOR)
    set_up_code(editor, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    page = signed_in(editor).get("/me/").content.decode()
    assert "Edit courses" in page


def comes_back_to(answer):
    return re.search(r'name="next" value="([^"]*)"', answer.content.decode())[1]


def test_what_a_button_made_leads_back_to_the_page_it_was_pressed_on():
    """Whoever chooses a language there would else be told that no page is there."""
    asked, by = enquire(), signed_in(staff())
    page, button = (
        reverse("contact:enquiry", args=[asked.public_id]),
        reverse("contact:enquiry-note", args=[asked.public_id]),
    )
    refused = by.post(button, {}, headers={"referer": f"http://testserver{page}?from=list"})
    assert refused.status_code == 422
    assert comes_back_to(refused) == f"{page}?from=list"
    assert comes_back_to(by.get(page)) == page


@pytest.mark.parametrize("referer", ["http://evil.example/phish/", "", "nonsense"])
def test_no_other_site_is_come_back_to(referer):
    asked, by = enquire(), signed_in(staff())
    button = reverse("contact:enquiry-note", args=[asked.public_id])
    assert comes_back_to(by.post(button, {}, headers={"referer": referer})) == button
