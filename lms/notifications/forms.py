from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Frequency, Message
from .streams import streams


class DecisionForm(forms.Form):
    """What to do with a mail of which nobody knows whether it arrived."""

    to = forms.ChoiceField(choices=[(Message.State.QUEUED, _("Send it again")), (Message.State.CLOSED, _("Close it"))])


class SearchForm(forms.Form):
    """Whose mail the office looks for: words of a name, or an address as a whole."""

    q = forms.CharField(required=False, max_length=200)


class PreferencesForm(forms.Form):
    """One field for each stream there is, with the frequencies it comes in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for stream in streams().values():
            offered = [(value, Frequency(value).label) for value in stream.frequencies]
            self.fields[stream.name] = forms.ChoiceField(
                label=str(stream.label), help_text=str(stream.text), choices=offered, widget=forms.RadioSelect
            )
