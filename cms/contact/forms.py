"""Writing to the office, and what the office does."""

import re
import uuid
from typing import Any, cast

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from lms.accounts.addresses import WRONG, clean_address

from .models import Enquiry

LONGEST = 4000
MOST_LINKS = 3
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
# They turn the direction of what stands around them, or are not seen at all; joiners stay, for scripts need them.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class KeyedForm(forms.Form):
    """Carries the key of the page it was typed on, so that a second press does nothing."""

    client_key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": _("Open the page again.")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"client_key": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class TextForm(KeyedForm):
    """Some words of staff."""

    text = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        validators=[MaxLengthValidator(LONGEST, _("Use at most %(limit_value)d characters."))],
        error_messages={"required": _("Write something first.")},
    )

    def clean_text(self) -> str:
        return _legible(self.cleaned_data["text"])


class ReplyForm(TextForm):
    """An answer, sent by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Your answer")


class NoteForm(TextForm):
    """Words for colleagues."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Your note")


class EnquiryForm(KeyedForm):
    """A message to the office. Who is not signed in says where the answer goes."""

    topic = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[("", _("Choose")), *Enquiry.Topic.choices],
        error_messages={"required": _("Choose what it is about.")},
    )
    message = forms.CharField(
        label=_("Your message"),
        help_text=_("Write no names, numbers or details of a case. If you met an error page, quote its reference."),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        validators=[MaxLengthValidator(LONGEST, _("Use at most %(limit_value)d characters."))],
        error_messages={"required": _("Write your message.")},
    )
    address = forms.CharField(
        label=_("Your e-mail address"),
        help_text=_("Our answer goes there."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages={"required": WRONG},
    )
    field_order = ("topic", "message", "address")

    def __init__(self, *args: Any, is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_known:
            del self.fields["address"]

    def clean_message(self) -> str:
        text = _legible(self.cleaned_data["message"])
        if len(LINK.findall(text)) > MOST_LINKS:
            raise forms.ValidationError(_("Use at most %(most)d links."), params={"most": MOST_LINKS}, code="links")
        return text

    def clean_address(self) -> str:
        return clean_address(self.cleaned_data["address"])


class TurnForm(forms.Form):
    """Where an enquiry stands."""

    state = forms.ChoiceField(label=_("State"), choices=Enquiry.State.choices)


class AssignForm(forms.Form):
    """Who looks after it."""

    to = forms.ChoiceField(label=_("Who looks after it"), required=False)

    def __init__(self, *args: Any, colleagues: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.public_id): one for one in colleagues}
        names = [(key, str(one)) for key, one in self.people.items()]
        cast(forms.ChoiceField, self.fields["to"]).choices = [("", _("Nobody yet")), *names]

    def person(self) -> Any:
        return self.people.get(self.cleaned_data["to"])


class FilterForm(forms.Form):
    """Which enquiries: by state, one's own, by number. It stands in the address."""

    state = forms.CharField(required=False, max_length=10)
    topic = forms.ChoiceField(label=_("About"), required=False, choices=[("", _("Everything")), *Enquiry.Topic.choices])
    mine = forms.BooleanField(label=_("Those I look after"), required=False)
    q = forms.CharField(label=_("Number, such as 4K7M-9Q2D"), required=False, max_length=40)


def _legible(text: str) -> str:
    text = UNSEEN.sub("", text.replace("\r\n", "\n")).strip()
    if not text:
        raise forms.ValidationError(_("Write something first."), code="required")
    return text
