"""What changed in somebody's sign-in, in one sentence for the mail that says so."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOTICES: dict[str, str | Promise] = {
    "password_changed": _("Your password was changed."),
    "password_reset": _("Your password was changed through the link in a mail."),
    "password_set": _("A password was set."),
    "email_changed": _("Your e-mail address was changed. The new one is used from now on."),
    "email_confirm": _("Your e-mail address was confirmed."),
    "email_deleted": _("An e-mail address was removed."),
    "totp_activated": _("An authenticator app was added."),
    "totp_deactivated": _("The authenticator app was removed."),
    "webauthn_added": _("A passkey was added."),
    "webauthn_removed": _("A passkey was removed."),
    "recovery_codes_generated": _("New recovery codes were made. The old ones no longer work."),
    "new_device": _("Somebody signed in on a device we had not seen before."),
}
