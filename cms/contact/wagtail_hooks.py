"""What contact adds to the floors below: acts, kinds of mail, what is kept about people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from lms.notifications.kinds import Kind
from lms.privacy.personal_data import PersonalData

from . import mails, own_data


@hooks.register("register_audit_acts")
def audit_acts() -> dict[str, str | Promise]:
    return {
        "contact.receive": _("Wrote to the office"),
        "contact.answer": _("Answered an enquiry"),
        "contact.note": _("Noted something about an enquiry"),
        "contact.assign": _("Handed an enquiry on"),
        "contact.turn": _("Changed the state of an enquiry"),
        "contact.forget": _("A person's enquiries blanked"),
        "contact.clear": _("Old enquiries deleted"),
    }


@hooks.register("register_message_kinds")
def message_kinds() -> list[Kind]:
    return mails.kinds()


@hooks.register("register_personal_data")
def personal_data() -> list[PersonalData]:
    return own_data.registered()
