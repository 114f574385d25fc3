"""What figures add to the floors below and to the office's start."""

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from lms.privacy.personal_data import PersonalData

from . import own_data


@hooks.register("register_audit_acts")
def audit_acts() -> dict[str, str | Promise]:
    return {
        "reporting.freeze": _("Froze a report"),
        "reporting.hand_out": _("Downloaded figures"),
        "reporting.hand_out_frozen": _("Downloaded a frozen report"),
    }


@hooks.register("register_personal_data")
def personal_data() -> list[PersonalData]:
    return own_data.registered()


@hooks.register("register_office_desks")
def office_desk() -> list[dict[str, Any]]:
    """On the start of the office, for staff."""
    text = gettext("Enrolments, completions and workshops of a period, and reports for donors.")
    return [{"title": gettext("Figures"), "text": text, "url": reverse("reporting:figures"), "waiting": 0}]
