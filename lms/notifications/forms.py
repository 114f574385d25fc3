from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .models import Frequency, Message
from .outcomes import IN_DIGEST
from .streams import DIGEST, streams


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
            offered = [(value, _label(stream.name, value)) for value in stream.frequencies]
            self.fields[stream.name] = forms.ChoiceField(
                label=str(stream.label), help_text=str(stream.text), choices=offered, widget=forms.RadioSelect
            )


def _label(stream: str, frequency: str) -> str:
    """Once a day and once a week are ways to come in the digest, and say so."""
    if stream != DIGEST and frequency in IN_DIGEST:
        return gettext("%(often)s, in the digest") % {"often": Frequency(frequency).label}
    return str(Frequency(frequency).label)
