from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from . import digest_mail, notice_mail
from .kinds import Kind


@hooks.register("register_audit_acts")
def audit_acts() -> dict[str, str | Promise]:
    return {
        "notifications.notify": _("Sent a message"),
        "notifications.resolve": _("Decided about an uncertain message"),
        "notifications.cancel": _("Took back a message"),
        "notifications.pause": _("Paused outgoing mail"),
        "notifications.release": _("Released outgoing mail"),
        "notifications.prefer": _("Chose how often a mail comes"),
    }


@hooks.register("register_message_kinds")
def message_kinds() -> list[Kind]:
    return [*notice_mail.kinds(), digest_mail.kind()]
