from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Message


class DecisionForm(forms.Form):
    """What to do with a mail of which nobody knows whether it arrived."""

    to = forms.ChoiceField(choices=[(Message.State.QUEUED, _("Send it again")), (Message.State.CLOSED, _("Close it"))])
