"""What happened to a person, in words: the act, and which of their details it changed."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.audit.log import name_of
from lms.audit.models import Entry

from .models import Affiliation, RoleGrant, User

WORDS: dict[str, str | Promise] = {
    "sex": _("sex"),
    "agency": _("agency"),
    "agency_type": _("kind of agency"),
    "member": _("member"),
    "rank_band": _("rank"),
    "valid_from": _("since when"),
    "valid_to": _("until when"),
}


def timeline(someone: User, most: int) -> list[dict[str, Any]]:
    """The latest first."""
    entries = Entry.objects.about(someone).reverse()[:most]
    return [
        {"at": entry.at, "name": name_of(entry.act), "details": ", ".join(_details(entry.data))} for entry in entries
    ]


def _details(data: dict[str, Any]) -> Iterable[str]:
    yield from (_field_in_words(name) for name in data.get("fields", ()))
    if "role" in data:
        yield str(dict(RoleGrant.Role.choices).get(data["role"], data["role"]))


def _field_in_words(name: str) -> str:
    """The label people read on the form; a field that is gone keeps its own name."""
    if name in WORDS:
        return str(WORDS[name])
    labels = {
        field.name: str(field.verbose_name)
        for model in (User, Affiliation)
        for field in model._meta.get_fields()
        if hasattr(field, "verbose_name")
    }
    return labels.get(name, name.replace("_", " "))
