"""An activity as it is edited in Wagtail's admin: what is typed goes through the same actions as everywhere."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm

from lms.accounts.models import Member

from . import actions, local_time
from .models import Activity

State = Activity.State
# TH: venue   or, of a country that is no member,   CA (Canada): partner
PART = re.compile(r"([A-Z]{2,12})\s*(?:\(([^()]{1,100})\))?\s*(?::\s*(.{0,120}))?")
MOST_PARTS = 60
# From which state which may follow, and the action that brings it there.
TURNS: dict[tuple[str, str], Any] = {
    (State.PLANNED, State.CONFIRMED): actions.confirm,
    (State.PLANNED, State.DONE): actions.finish,
    (State.CONFIRMED, State.DONE): actions.finish,
    (State.CONFIRMED, State.PLANNED): actions.take_back,
    (State.DONE, State.PLANNED): actions.take_back,
    (State.PLANNED, State.CANCELLED): actions.cancel,
    (State.CONFIRMED, State.CANCELLED): actions.cancel,
    (State.CANCELLED, State.CONFIRMED): actions.reinstate,
}
CHANGED_THERE: str | Promise = gettext_lazy("Changed on the page of the event or workshop.")


class ActivityForm(WagtailAdminModelForm):
    """Times of an activity that an event or a workshop owns are changed there, where one sees who will be told."""

    instance: Activity
    zone = forms.ChoiceField()
    countries = forms.CharField(
        label=gettext_lazy("Members and countries with a part"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One on each line: TH: venue. Of a country that is no member: CA (Canada): partner."),
    )
    state_now = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=State.choices,
        required=False,
        help_text=gettext_lazy("From “took place” it goes back to “planned”, from “cancelled” to “confirmed”."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An older name of a zone stays with the activity that has it; nobody is offered it anew.
        names = dict.fromkeys([*local_time.zone_names(), self.instance.zone])
        if "zone" in self.fields:
            self.fields["zone"].choices = [(name, name.replace("_", " ")) for name in names if name]
            self.fields["zone"].initial = self.instance.zone
        is_owned = bool(self.instance.link) or (bool(self.instance.pk) and not self.instance.is_open())
        for name in Activity.WHEN_AND_WHERE:
            if is_owned:
                self._close(name)
        if self.instance.pk and any(owns(self.instance) for owns in hooks.get_hooks("owns_activity")):
            self._close("state_now")
        if self.instance.code:
            self._close("code", _("Given once; it never changes."))
        self._fill()

    def clean_countries(self) -> list[actions.Part]:
        """Each line a part; a code that is no member's needs the name of the country."""
        lines = [line.strip() for line in self.cleaned_data["countries"].splitlines() if line.strip()]
        members = set(Member.objects.values_list("code", flat=True))
        parts: dict[str, actions.Part] = {}
        for line in lines[: MOST_PARTS + 1]:
            found = PART.fullmatch(line)
            if found is None or len(parts) == MOST_PARTS:
                raise ValidationError(_("“%(line)s” is not written as TH: venue."), params={"line": line[:60]})
            code, name, role = found[1], (found[2] or "").strip(), (found[3] or "").strip()
            if code not in members and not name:
                raise ValidationError(
                    _("%(code)s is no member. Write its name: %(code)s (Name): role."), params={"code": code}
                )
            if code in parts:
                raise ValidationError(_("%(code)s stands there twice."), params={"code": code})
            parts[code] = actions.Part(code, role, name)
        return list(parts.values())

    def clean_state_now(self) -> str:
        chosen = str(self.cleaned_data["state_now"] or self.instance.state)
        if chosen != self.instance.state and (self.instance.state, chosen) not in TURNS:
            raise ValidationError(_("It cannot go there from the state it is in."))
        return chosen

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("starts_local", "ends_local"):
            if data.get(name) and data.get("zone") and not local_time.exists(data[name], data["zone"]):
                self.add_error(name, ValidationError(_("Clocks in this zone never show this time.")))
        for name in ("purposes", "areas"):
            period = data.get("strategy_period")
            if any(tag.period != period for tag in data.get(name) or []):
                self.add_error(name, ValidationError(_("Choose those of the strategy period of this activity.")))
        return data

    def save(self, commit: bool = True) -> Activity:
        facts = {name: value for name, value in self.cleaned_data.items() if name in self.fields}
        state = facts.pop("state_now", self.instance.state)
        if not self.instance.pk:
            self.instance = self._turned(actions.plan(by=self.for_user, **facts), state)
            return self.instance
        facts.pop("code", None)
        when = {name: facts.pop(name) for name in Activity.WHEN_AND_WHERE if name in facts}
        given = Activity.objects.get(pk=self.instance.pk)
        activity = actions.describe(given, by=self.for_user, **facts)
        if activity.is_open() and not activity.link:
            activity = actions.move(activity, by=self.for_user, **when)
        if not given.code and self.cleaned_data.get("code"):
            activity = actions.give_code(activity, self.cleaned_data["code"], by=self.for_user)
        self.instance = self._turned(activity, state)
        return self.instance

    def _turned(self, activity: Activity, state: str) -> Activity:
        turn = TURNS.get((activity.state, state))
        turned: Activity = turn(activity, by=self.for_user) if turn else activity
        return turned

    def _close(self, name: str, why: str | Promise = CHANGED_THERE) -> None:
        if name in self.fields:
            self.fields[name].disabled = True
            self.fields[name].help_text = why

    def _fill(self) -> None:
        """What stands in fields of our own, and choices that name their period without a question for each."""
        for name in ("purposes", "areas"):
            if name in self.fields:
                self.fields[name].queryset = self.fields[name].queryset.select_related("period")
        if "repeats" in self.fields:
            public = Activity.objects.visible_to(self.for_user).exclude(code=None).exclude(pk=self.instance.pk)
            self.fields["repeats"].queryset = public.order_by("code")
            self.fields["related"].queryset = public.order_by("code")
        if self.instance.pk:
            parts = self.instance.involvements.select_related("member")
            self.initial["countries"] = "\n".join(
                f"{part.code}: {part.role}" if part.member else f"{part.code} ({part.name}): {part.role}"
                for part in parts
            )
        self.initial["state_now"] = self.instance.state
