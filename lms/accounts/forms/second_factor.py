"""Codes and passkeys."""

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.translation import gettext_lazy as _

from .fields import plain

CODE = (_("Code"), "")
# Without its script, or before the script has come over a slow line, the form has nothing to send.
NO_PASSKEY = _("No passkey was used. The page may not have been ready: try again, or use another way.")


class CodeForm(base.AuthenticateForm):
    """The second step of signing in: six digits, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self, {"code": CODE})


class CodeAgainForm(base.ReauthenticateForm):
    """A code once more, before a sensitive change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self, {"code": CODE})


class SetUpCodeForm(totp.ActivateTOTPForm):
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self, {"code": CODE})


class PasskeySignInForm(webauthn.LoginWebAuthnForm):
    """Signing in with a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].error_messages["required"] = NO_PASSKEY


class PasskeyAgainForm(webauthn.ReauthenticateWebAuthnForm):
    """The passkey once more, before a sensitive change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].error_messages["required"] = NO_PASSKEY


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """A new passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].error_messages["required"] = NO_PASSKEY
