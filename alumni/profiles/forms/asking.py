"""Asking: for an introduction, and to open what is hidden."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.accounts.forms.fields import LineField
from lms.privacy import checking

# A sentence, not a letter: only five may be asked a week.
SHORTEST = 15


class AskForm(forms.Form):
    """Why one officer would like to speak to another."""

    purpose = LineField(
        label=_("What would you like to talk about?"),
        longest=600,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Two or three sentences. Do not write about a case, a victim or a suspect."),
        error_messages={"required": _("Say what you would like to talk about.")},
    )

    def clean_purpose(self) -> str:
        """The same look as before a post: a question to a colleague is no place for a case either."""
        purpose: str = self.cleaned_data["purpose"]
        if found := checking.look(purpose):
            raise forms.ValidationError(
                _("This may point to a person: %(what)s. Take it out, and write nothing about a case."),
                params={"what": ", ".join(dict.fromkeys(one.name for one in found))},
            )
        if len(purpose) < SHORTEST:
            raise forms.ValidationError(_("Write a sentence or two, so that your colleague can decide."))
        return purpose


class ReasonForm(forms.Form):
    """Why staff open a profile that is not listed."""

    reason = LineField(
        label=_("Why do you need to see this profile?"),
        longest=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Your reason is kept with the profile."),
        error_messages={"required": _("Say why you need to see it.")},
    )
