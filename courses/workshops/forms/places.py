"""Adding to a cohort, taking a step, finding somebody on the roster."""

from typing import Any, cast

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lms.accounts.forms.fields import AddressField, LineField
from lms.accounts.forms.people import InviteForm
from lms.accounts.models import Member

from ..actions import Newcomer
from ..states import OFFER_ENDED, PlaceState, open_steps

REASON = 300
# Leaving or not being taken is said with a reason.
NEEDS_REASON = frozenset({PlaceState.DECLINED, PlaceState.WITHDRAWN})


class AddForm(forms.Form):
    """Whose account: the exact address."""

    email = AddressField(
        label=_("Official e-mail address"), help_text=_("Exactly as in their account, if they have one.")
    )
    over = LineField(
        label=_("Reason for a seat past the limit"),
        required=False,
        longest=REASON,
        help_text=_("Only if the workshop is full and the RSO has decided so."),
    )

    def __init__(self, *args: Any, may_go_over: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_go_over:
            del self.fields["over"]


class NewcomerForm(InviteForm):
    """Somebody without an account: who they are, so that they can be invited."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, members=Member.objects.all(), **kwargs)

    def newcomer(self) -> Newcomer:
        data = self.cleaned_data
        return Newcomer(data["email"], data["full_name"], self.post(), data["language"])


class MoveForm(forms.Form):
    """The next step of a place, and why."""

    to = forms.ChoiceField(
        label=_("Next step"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the next step."), "invalid_choice": _("Choose one of these steps.")},
    )
    reason = LineField(
        label=_("Reason"),
        required=False,
        longest=REASON,
        help_text=_("Declining and withdrawing need one; for other steps leave it empty if you like."),
        error_messages={"required": _("Say why.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"seen": state})
        super().__init__(*args, **kwargs)
        steps = [(step, PlaceState(step).label) for step in open_steps(state)]
        cast(forms.ChoiceField, self.fields["to"]).choices = steps
        reason = self.fields["reason"]
        if NEEDS_REASON.issuperset(step for step, label in steps):
            reason.required, reason.help_text = True, ""

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("to") in NEEDS_REASON and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why."))
        return data


class OverSeatsForm(forms.Form):
    """Why the RSO gives a seat past the limit or past the queue (H2)."""

    over = LineField(label=_("Reason"), longest=REASON)


# Who has not moved on in the course for so long may be asked what is in the way.
SILENT_DAYS = 7
SILENT = format_lazy(_("Only those who have not moved on in the course for {days} days"), days=SILENT_DAYS)


class RosterFilterForm(forms.Form):
    """Search and filters, kept in the address of the page."""

    q = LineField(label=_("Name"), required=False, longest=200)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *PlaceState.choices])
    unjoined = forms.BooleanField(label=_("Only those who have not joined yet"), required=False)
    silent = forms.BooleanField(label=SILENT, required=False)

    def __init__(self, *args: Any, closed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if closed:
            # In the words of the list that it filters.
            words = dict(PlaceState.choices) | {PlaceState.OFFERED: OFFER_ENDED}
            cast(forms.ChoiceField, self.fields["state"]).choices = [("", _("All")), *words.items()]
