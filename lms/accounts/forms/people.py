"""The office: finding people, deciding about them, inviting them."""

from datetime import datetime, time
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..facts import EVERYWHERE, Post, RoleScope
from ..models import Affiliation, Member, RoleGrant, User
from .fields import AddressField, AskPost, LineField, NameField

ANY = [("", _("All"))]
NEW_NAME = "new_name"
STATES = [(value, label) for value, label in User.State.choices if value not in ("invited", "erased")]
STATES.append((NEW_NAME, _("New name waits")))


class PeopleFilterForm(forms.Form):
    """Search and filters, kept in the address of the page."""

    q = LineField(label=_("Name or e-mail address"), required=False, longest=200)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[*ANY, *STATES])
    member = forms.ModelChoiceField(
        Member.objects.all(), to_field_name="code", label=_("Member"), required=False, empty_label=_("All")
    )
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[*ANY, *RoleGrant.Role.choices])

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["member"]).queryset = members
        if len(members) == 1:
            del self.fields["member"]


class ReasonForm(forms.Form):
    """Why. The person reads it, or their timeline keeps it."""

    reason = LineField(label=_("Reason"), longest=500, widget=forms.Textarea(attrs={"rows": 3}))


class PostForm(AskPost):
    """A new post from now on."""

    def __init__(self, *args: Any, affiliation: Affiliation | None = None, **kwargs: Any) -> None:
        if affiliation is not None:
            post = Post.of(affiliation)
            kwargs["initial"] = {
                "member": post.member.code,
                "agency": post.agency,
                "agency_type": post.agency_type.code,
                "rank_band": post.rank_band,
            }
        super().__init__(*args, **kwargs)
        self.fields["member"].label = _("Member")


class CorrectAffiliationForm(PostForm, ReasonForm):
    """What was wrong from the start, and why it is changed."""


class CorrectNameForm(ReasonForm):
    """The right name, and why it is changed."""

    full_name = NameField(label=_("Full name"))
    native_name = NameField(label=_("Name in their own script"), required=False)
    field_order = ("full_name", "native_name", "reason")


class InviteForm(AskPost):
    """Whom to invite. A focal point invites for their own member only."""

    full_name = NameField(label=_("Full name"))
    email = AddressField(label=_("Official e-mail address"))
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=settings.LANGUAGES)
    field_order = ("full_name", "email", "member", "agency", "agency_type", "language")

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["rank_band"]
        self.fields["member"].queryset = members  # type: ignore[attr-defined] # a choice among rows
        self.fields["member"].label = _("Member")
        if len(members) == 1:
            self.fields["member"].initial = members[0].code


class RoleForm(forms.Form):
    """Which role; a focal point's is for one member."""

    role = forms.ChoiceField(label=_("Role"), choices=RoleGrant.Role.choices)
    member = forms.ModelChoiceField(
        Member.objects.all(),
        to_field_name="code",
        label=_("For which member"),
        help_text=_("Only for a national focal point."),
        required=False,
        empty_label=_("None"),
    )
    ends_at = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Open if left out."),
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        is_focal_point = data.get("role") == RoleGrant.Role.FOCAL_POINT
        if is_focal_point and not data.get("member"):
            self.add_error("member", _("Choose the member of this focal point."))
        if not is_focal_point and data.get("member"):
            self.add_error("member", _("Only a national focal point is one of a member."))
        return data

    def scope(self) -> RoleScope:
        member = self.cleaned_data["member"]
        return RoleScope.member(member) if member else EVERYWHERE

    def until(self) -> datetime | None:
        """The end of that day."""
        day = self.cleaned_data["ends_at"]
        return timezone.make_aware(datetime.combine(day, time.max)) if day else None
