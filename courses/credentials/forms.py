"""What people type about certificates."""

import re
from typing import Any
from urllib.parse import unquote

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.accounts.names import clean_name

from . import codes
from .glyphs import missing_glyphs
from .models import Certificate, Withdrawal

# The register's number stands on the certificate too, and is easily taken for its code.
NUMBER = re.compile(r"\s*[A-Z]{2,6}-\d{4}-\d{4,8}\s*", re.IGNORECASE)
# Holders hand on the address of the public page, and the code is in it.
ADDRESS = re.compile(r"/verify/([^/?#\s]+)")


class CodeForm(forms.Form):
    """A code read off paper, or the address in which it stands."""

    code = forms.CharField(
        label=_("Code of the certificate"), max_length=300, error_messages={"required": _("Type the code first.")}
    )

    def clean_code(self) -> str:
        address = ADDRESS.search(self.cleaned_data["code"])
        try:
            return codes.parse(unquote(address[1]) if address else self.cleaned_data["code"])
        except codes.Mistyped:
            raise forms.ValidationError(_("One of the letters or digits is not right. Check the code.")) from None
        except codes.Unreadable:
            raise forms.ValidationError(self._what_is_wrong()) from None

    def _what_is_wrong(self) -> Any:
        if NUMBER.fullmatch(self.cleaned_data["code"]):
            return _("This is the number of the certificate. The code stands beside the square pattern (QR code).")
        return _(
            "This is not a whole code. It has seventeen signs; the last one may be a sign such as ~, $ or *. Check the code."
        )


class NameForm(forms.Form):
    """The name a verifier expects, where the holder wants it typed and not shown."""

    name = forms.CharField(label=_("Name of the person"), max_length=180)


class DisplayForm(forms.Form):
    """What the public page shows of the holder's name."""

    display = forms.ChoiceField(
        label=_("What may someone see who checks your certificate?"),
        choices=Certificate.Display.choices,
        widget=forms.RadioSelect,
    )


class WithdrawForm(forms.Form):
    """Why a certificate is taken back."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=Withdrawal.Reason.choices,
        widget=forms.RadioSelect,
        help_text=_("The holder is told the reason. The public page shows the date alone."),
    )
    note = forms.CharField(
        label=_("Note for the register"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was found, and where the papers are. It can never be changed: write no names or addresses."),
    )
    typed_number = forms.CharField(
        label=_("Type the number of the certificate to confirm"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, number: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = number
        self.fields["typed_number"].help_text = _("%(number)s. A withdrawal cannot be undone.") % {"number": number}

    def clean_typed_number(self) -> str:
        typed = self.cleaned_data["typed_number"].strip().upper()
        if typed != self.number:
            raise forms.ValidationError(
                _("This is not the number of this certificate: %(number)s."), params={"number": self.number}
            )
        return str(typed)


class PrintedNameForm(forms.Form):
    """A name as it should be printed on a certificate."""

    name = forms.CharField(
        label=_("Name as printed"),
        max_length=180,
        error_messages={"required": _("Write the name as it should be printed.")},
    )
    native_name = forms.CharField(label=_("Name in own script"), max_length=180, required=False)

    def clean_name(self) -> str:
        name = _printable(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(self.fields["name"].error_messages["required"], code="required")
        return name

    def clean_native_name(self) -> str:
        return _printable(self.cleaned_data["native_name"])


class ReissueForm(PrintedNameForm):
    """A new version of a certificate. The name stands there already, so that one press alone must not issue it."""

    compared = forms.BooleanField(
        label=_("I have compared the name letter by letter. The holder is sent the new version at once."),
        error_messages={"required": _("Tick this once you have compared the name.")},
    )


class CorrectionForm(PrintedNameForm):
    """The holder says how the name should be written, and why."""

    reason = forms.CharField(
        label=_("Why should it be changed?"),
        max_length=300,
        help_text=_("For example: one letter is wrong, or my name has changed. Staff may ask you for a paper."),
        error_messages={"required": _("Say what is wrong with it.")},
    )


def _printable(name: str) -> str:
    """As every other name here: without signs nobody sees, which could turn it round or make two names look alike."""
    name = clean_name(name)
    missing = missing_glyphs(name)
    if missing:
        raise forms.ValidationError(
            _("These letters cannot be printed: %(letters)s"), params={"letters": " ".join(missing)}
        )
    return name
