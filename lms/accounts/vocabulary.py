"""Members, kinds of agency, organisations and the editors' group: what a new database needs before the first person."""

import json
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from .models import AgencyType, Member, Organisation

CONTENT = settings.BASE_DIR / "lms" / "setup" / "content"
EDITORS = "Editors"
PAGE_PERMISSIONS = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"]
COLLECTION_PERMISSIONS = [
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
]

ORGANISATIONS = [
    {
        "code": "rso",
        "name": "Regional Support Office of the Bali Process",
        "kind": "rso",
        "member": "",
        "city": "Bangkok",
    },
    {
        "code": "jclec",
        "name": "Jakarta Centre for Law Enforcement Cooperation",
        "kind": "academy",
        "member": "ID",
        "city": "Semarang",
    },
    {"code": "ppa", "name": "People's Police Academy of Viet Nam", "kind": "academy", "member": "VN", "city": "Ha Noi"},
    {
        "code": "cifal-jeju",
        "name": "CIFAL Jeju International Training Center",
        "kind": "academy",
        "member": "KR",
        "city": "Jeju",
    },
]


@transaction.atomic
def load_members() -> int:
    """The members of the Bali Process, each labelled exactly as listed."""
    for row in _rows("members.json"):
        Member.objects.update_or_create(code=row.pop("code"), defaults=row)
    return Member.objects.count()


@transaction.atomic
def load_agency_types() -> int:
    for row in _rows("agency_types.json"):
        AgencyType.objects.update_or_create(code=row.pop("code"), defaults=row)
    return AgencyType.objects.count()


@transaction.atomic
def load_organisations() -> int:
    """The RSO and the academies it trains with; the members come first."""
    for row in ORGANISATIONS:
        member = Member.objects.get(code=row["member"]) if row["member"] else None
        facts = {"name": row["name"], "kind": row["kind"], "city": row["city"], "member": member}
        Organisation.objects.update_or_create(code=row["code"], defaults=facts)
    return Organisation.objects.count()


@transaction.atomic
def load_groups() -> None:
    """The group through which Wagtail lets editors edit. Who is in it follows from the roles."""
    editors, _ = Group.objects.get_or_create(name=EDITORS)
    root = Page.objects.filter(depth=1).first()
    for codename in PAGE_PERMISSIONS:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=editors, page=root, permission=permission)
    collection = Collection.get_first_root_node()
    found = Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=COLLECTION_PERMISSIONS
    )
    for permission in found:
        GroupCollectionPermission.objects.get_or_create(group=editors, collection=collection, permission=permission)


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((CONTENT / name).read_text())
    return rows
