from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_audit_acts")
def audit_acts() -> dict[str, str | Promise]:
    return {
        "notifications.notify": _("Sent a message"),
        "notifications.resolve": _("Decided about an uncertain message"),
        "notifications.cancel": _("Took back a message"),
        "notifications.pause": _("Paused outgoing mail"),
        "notifications.release": _("Released outgoing mail"),
    }
