"""For whom figures are frozen."""

import re
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .actions import For

# They turn the direction of what stands around them, or are not seen at all.
UNSEEN = re.compile("[\x00-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class FreezeForm(forms.Form):
    """For whom, and what for."""

    client_key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": _("Open the page again.")})
    name = forms.CharField(label=_("Name of the report"), max_length=120)
    recipient = forms.CharField(label=_("For whom"), max_length=160, help_text=_("The donor or the meeting."))
    purpose = forms.CharField(label=_("What for"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"client_key": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        for name in ("name", "recipient", "purpose"):
            if name in self.cleaned_data:
                self.cleaned_data[name] = UNSEEN.sub("", self.cleaned_data[name])
        return self.cleaned_data

    def told(self) -> For:
        return For(**{name: self.cleaned_data[name] for name in ("name", "recipient", "purpose")})
