from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, lazy
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from lms.accounts.terms import Term

from . import actions, own_data
from .models import Policy
from .permissions import can_erase
from .personal_data import PersonalData


@hooks.register("register_audit_acts")
def audit_acts() -> dict[str, str | Promise]:
    return {
        "privacy.consent": _("Agreed"),
        "privacy.withdraw_consent": _("Agreement withdrawn"),
        "privacy.request_erasure": _("Asked to be erased"),
        "privacy.take_back_erasure_request": _("No longer asks to be erased"),
        "privacy.erase": _("Erased"),
        "privacy.export": _("Data downloaded"),
    }


def _account_label() -> str:
    words, policy = gettext("I have read how my data is used, and I agree to it."), gettext("How we use your data")
    address = reverse("wagtail_serve", args=["privacy/"])
    return format_html('{} <a href="{}" target="_blank">{}</a>', words, address, policy)


@hooks.register("register_joining_terms")
def joining_terms() -> list[Term]:
    """Nobody joins without the account policy; research is a choice that starts with no."""
    return [
        Term(
            name=Policy.Purpose.ACCOUNT,
            label=lazy(_account_label, str)(),
            missing=_("Read how your data is used and tick the box if you agree."),
            keep=lambda person, at: actions.consent(person, Policy.Purpose.ACCOUNT, at=at, by=person),
            refuse=lambda person: actions.withdraw_consent(person, Policy.Purpose.ACCOUNT, by=person),
        ),
        Term(
            name=Policy.Purpose.RESEARCH,
            label=_("My results may be used for research with figures that do not name me."),
            missing="",
            keep=lambda person, at: actions.consent(person, Policy.Purpose.RESEARCH, at=at, by=person),
            refuse=lambda person: actions.withdraw_consent(person, Policy.Purpose.RESEARCH, by=person),
            required=False,
        ),
    ]


@hooks.register("register_personal_data")
def personal_data() -> list[PersonalData]:
    return own_data.registered()


@hooks.register("register_person_panels")
def person_panels(request: HttpRequest, person: Any) -> list[dict[str, Any]]:
    """On a person's page in the office: that they asked to be erased."""
    asked = person.erasure_requests.open().first() if can_erase(request.user, person) else None
    return [{"template": "lms/privacy/erasure_panel.html", "asked": asked, "person": person}] if asked else []
