"""An activity as it is edited in Wagtail's admin: what is typed goes through the same actions as everywhere."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from . import actions, local_time
from .models import Activity


class ActivityForm(WagtailAdminModelForm):
    """Times of an activity that an event or a workshop owns are changed there, where one sees who will be told."""

    instance: Activity
    zone = forms.ChoiceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An older name of a zone stays with the activity that has it; nobody is offered it anew.
        names = dict.fromkeys([*local_time.zone_names(), self.instance.zone])
        if "zone" in self.fields:
            self.fields["zone"].choices = [(name, name.replace("_", " ")) for name in names if name]
        is_owned = bool(self.instance.link) or (bool(self.instance.pk) and not self.instance.is_open())
        for name in Activity.WHEN_AND_WHERE:
            if name in self.fields and is_owned:
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Changed on the page of the event or workshop.")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("starts_local", "ends_local"):
            if data.get(name) and data.get("zone") and not local_time.exists(data[name], data["zone"]):
                self.add_error(name, ValidationError(_("Clocks in this zone never show this time.")))
        return data

    def save(self, commit: bool = True) -> Activity:
        facts = {name: value for name, value in self.cleaned_data.items() if name in self.fields}
        if not self.instance.pk:
            self.instance = actions.plan(by=self.for_user, **facts)
            return self.instance
        when = {name: facts.pop(name) for name in Activity.WHEN_AND_WHERE if name in facts}
        activity = actions.describe(Activity.objects.only("pk").get(pk=self.instance.pk), by=self.for_user, **facts)
        if activity.is_open() and not activity.link:
            activity = actions.move(activity, by=self.for_user, **when)
        self.instance = activity
        return activity
