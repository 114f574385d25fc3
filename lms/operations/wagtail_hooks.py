"""What operations add to the floors below and to the office's start."""

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .signs import unwell


@hooks.register("register_audit_acts")
def audit_acts() -> dict[str, str | Promise]:
    return {
        "operations.begin": _("Began a backup, a drill or a check"),
        "operations.end": _("Ended a backup, a drill or a check"),
        "operations.restore": _("Restored a backup"),
    }


@hooks.register("register_office_desks")
def office_desk() -> list[dict[str, Any]]:
    """On the start of the office, for staff."""
    text = gettext("Backups, versions, storage, and what to do where something is not well.")
    return [{"title": gettext("System"), "text": text, "url": reverse("operations:system"), "waiting": unwell()}]
