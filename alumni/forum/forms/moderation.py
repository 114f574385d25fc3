"""Reporting a post, and deciding about it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.accounts.forms.fields import LineField

from ..models import Case, Flag

CANNED = [
    ("", _("In my own words, below")),
    ("case", _("It holds data about a case. Please use I-24/7 or your bilateral channel for that.")),
    ("personal", _("It holds personal data of somebody.")),
    ("tone", _("Its tone hurts. Please say the same in other words.")),
    ("off_topic", _("It belongs elsewhere. Please start a topic of your own for it.")),
    ("fine", _("We looked at it, and it is fine.")),
]


class ReportForm(forms.Form):
    """What is wrong with a post."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=Flag.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    note = LineField(label=_("Anything the moderator should know"), required=False, longest=500)


class DecisionForm(forms.Form):
    """What happens to the post, and the reason its author reads."""

    decision = forms.ChoiceField(label=_("Decision"), choices=Case.Decision.choices, widget=forms.RadioSelect)
    # Either of the two is enough, so neither is required alone, and neither is called optional.
    canned = forms.ChoiceField(
        label=_("Reason for the author"),
        choices=CANNED,
        required=False,
        help_text=_("The author reads it. Choose one, write your own below, or both."),
    )
    reason = LineField(label=_("In your own words"), required=False, longest=500)
    keep_replies = forms.BooleanField(
        label=_("It is the first post: keep the replies in sight all the same"), required=False
    )

    def __init__(
        self, *args: Any, decisions: Sequence[str], is_first: bool, brings_back: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        # Without its first post a topic goes; no other post takes replies with it.
        if not is_first:
            del self.fields["keep_replies"]
        labels = dict(Case.Decision.choices)
        if brings_back:
            labels[Case.Decision.KEEP.value] = _("Bring it back")
        self.fields["decision"].choices = [(one, labels[one]) for one in decisions]  # type: ignore[attr-defined] # a choice field

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("reason") and not data.get("canned"):
            self.add_error("reason", _("Give a reason: the author reads it."))
        return data

    def reasons(self) -> list[forms.BoundField]:
        return [self["canned"], self["reason"]]

    def keeps_replies(self) -> bool:
        return bool(self.cleaned_data.get("keep_replies"))

    def words(self) -> str:
        data = self.cleaned_data
        canned = str(dict(CANNED)[data["canned"]]) if data["canned"] else ""
        return " ".join(part for part in (canned, data["reason"]) if part)[:500]


class MoveForm(forms.Form):
    """Where a topic goes: a space one moderates too, at least as closed."""

    space: Any = forms.ModelChoiceField(None, to_field_name="slug", label=_("Move to"), empty_label=None)

    def __init__(self, *args: Any, spaces: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["space"].queryset = spaces  # type: ignore[attr-defined] # a choice among rows
