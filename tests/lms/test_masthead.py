"""The top of the page shows each person what they may open."""

import pytest

from lms.accounts.models import RoleGrant
from lms.accounts.second_factor import set_up_code
from tests.factories.accounts import signed_in
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
