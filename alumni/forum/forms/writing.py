"""The composer: a new topic, a reply, other words for a post."""

import re
import uuid
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from cms.taxonomy.models import Programme
from lms.accounts.forms.fields import LineField

from .. import markup, mentions

# They turn the direction of what stands around them, or are not seen at all; joiners stay, for scripts need them.
UNSEEN = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _legible(text: str) -> str:
    return UNSEEN.sub("", CONTROL.sub("", text.replace("\r\n", "\n")))


class WordsForm(forms.Form):
    """What is said, and the key of the page it was typed on."""

    source = forms.CharField(
        label=_("Your text"),
        help_text=_(
            "Plain text. **bold**, *italic*, lists with a dash, > for a quotation, @ and a name to call somebody."
        ),
        widget=forms.Textarea(attrs={"rows": 9, "dir": "auto", "data-draft": ""}),
        validators=[
            MaxLengthValidator(markup.LONGEST, _("Use at most %(limit_value)d characters; split a long text."))
        ],
        error_messages={"required": _("Write something first.")},
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": _("Open the page again.")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"client_key": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def typed(self, name: str = "source") -> str:
        """What was typed, also where it cannot be posted as it is: too long, with too many links."""
        return _legible(str(self.data.get(name, "")))

    def clean_source(self) -> str:
        source = _legible(self.cleaned_data["source"])
        if not source.strip():
            raise forms.ValidationError(_("Write something first."), code="required")
        if markup.links(source) > markup.MOST_LINKS:
            raise forms.ValidationError(_("Use at most %(most)d links.") % {"most": markup.MOST_LINKS}, code="links")
        if mentions.count(source) > mentions.MOST:
            raise forms.ValidationError(_("Name at most %(most)d people.") % {"most": mentions.MOST}, code="mentions")
        return source


class ReplyForm(WordsForm):
    """An answer, perhaps to one post."""

    reply_to_no = forms.IntegerField(required=False, min_value=1, max_value=10**9, widget=forms.HiddenInput)


class EditForm(WordsForm):
    """Other words for the version one was looking at."""

    edit_no = forms.IntegerField(min_value=0, max_value=10_000, widget=forms.HiddenInput)


class StartForm(WordsForm):
    """A new topic."""

    title = LineField(
        label=_("Title"),
        help_text=_("A question or a subject in a few words. No names, no case."),
        longest=160,
        error_messages={"required": _("Give it a title first.")},
    )
    question = forms.BooleanField(label=_("This is a question: show me as waiting for an answer"), required=False)
    theme = forms.ModelChoiceField(
        Programme.objects.all(), to_field_name="code", label=_("Theme"), required=False, empty_label=_("None")
    )
    field_order = ("title", "source", "question", "theme")


class RulesForm(forms.Form):
    """Agreeing to the rules of a space."""

    agree = forms.BooleanField(
        label=_("I have read these rules and will keep to them"),
        error_messages={"required": _("Tick the box to write in this space.")},
    )
