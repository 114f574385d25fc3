from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from lms.notifications.kinds import Kind

from . import letters

CLOSED = {"users", "groups"}


@hooks.register("register_audit_acts")
def audit_acts() -> dict[str, str | Promise]:
    return {
        "accounts.sign_up": _("Joined"),
        "accounts.verify": _("Verified"),
        "accounts.decline": _("Not verified"),
        "accounts.suspend": _("Suspended"),
        "accounts.reinstate": _("Let back in"),
        "accounts.invite": _("Invited"),
        "accounts.resend_invitation": _("Invitation sent again"),
        "accounts.withdraw_invitation": _("Invitation taken back"),
        "accounts.accept_invitation": _("Accepted an invitation"),
        "accounts.grant_role": _("Role given"),
        "accounts.end_role": _("Role ended"),
        "accounts.change_affiliation": _("New post"),
        "accounts.correct_affiliation": _("Post corrected"),
        "accounts.change_details": _("Details changed"),
        "accounts.correct_name": _("Name corrected"),
        "accounts.ask_for_name": _("Asked for another name"),
        "accounts.take_back_name": _("New name taken back"),
        "accounts.accept_name": _("New name accepted"),
        "accounts.refuse_name": _("New name refused"),
        "accounts.confirm_certificate_name": _("Name for certificates confirmed"),
        "accounts.give_way": _("Unclaimed account given up for the owner of its address"),
        "accounts.claim": _("Account taken by the owner of its address"),
        "accounts.change_address": _("E-mail address changed"),
        "accounts.change_password": _("Password changed"),
        "accounts.change_second_factor": _("Second sign-in step changed"),
        "accounts.resend_confirmation": _("Confirmation of the address sent again"),
    }


@hooks.register("register_message_kinds")
def message_kinds() -> list[Kind]:
    return letters.kinds()


@hooks.register("construct_settings_menu")
def hide_people(request: HttpRequest, items: list[MenuItem]) -> None:
    """People are managed on our own pages; the addresses behind these links are closed too (C-25)."""
    items[:] = [item for item in items if item.name not in CLOSED]
