"""What a learner says before the final test: the name their certificate will carry."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.accounts.names import LONGEST, clean_name


class StartForm(forms.Form):
    """Starting the test. The name is asked once, before the first final attempt (C2)."""

    name = forms.CharField(
        label=_("Name on your certificate"),
        max_length=LONGEST,
        error_messages={"required": _("Write the name that your certificate will carry.")},
        help_text=_("Write it as in your passport, in the script you want printed. You can confirm it only once."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )

    def __init__(self, person: User, data: Any = None) -> None:
        super().__init__(data, initial={"name": person.full_name})
        if person.certificate_name_confirmed_at:
            del self.fields["name"]

    def clean_name(self) -> str:
        name = clean_name(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(self.fields["name"].error_messages["required"], code="required")
        # It counts once and for good: what the page did not show in full yet is shown before it counts.
        if clean_name(self.data.get("shown", name)) != name:
            raise forms.ValidationError(_("You changed the name. Read it once more below, then confirm it."))
        return name
