"""What profiles add to the floors below: auditable acts, and the list of sensitive courses."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_audit_acts")
def audit_acts() -> dict[str, str | Promise]:
    return {
        "profiles.begin": _("Profile begun"),
        "profiles.engage": _("Put on the profile"),
        "profiles.edit": _("Profile changed"),
        "profiles.list": _("Listed in the directory"),
        "profiles.hide": _("Taken out of the directory"),
        "profiles.open_hidden": _("Opened a profile that is not listed"),
        "profiles.ask": _("Asked for an introduction"),
        "profiles.answer": _("Answered an introduction"),
        "profiles.erase": _("Profile erased"),
    }
