"""Asking: for an introduction, and to open what is hidden."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.accounts.forms.fields import LineField


class AskForm(forms.Form):
    """Why one officer would like to speak to another."""

    purpose = LineField(
        label=_("What would you like to talk about?"),
        longest=600,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Two or three sentences. Do not write about a case, a victim or a suspect."),
        error_messages={"required": _("Say what you would like to talk about.")},
    )


class ReasonForm(forms.Form):
    """Why staff open a profile that is not listed."""

    reason = LineField(
        label=_("Why do you need to see this profile?"),
        longest=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Your reason is kept with the profile."),
        error_messages={"required": _("Say why you need to see it.")},
    )
