"""A session: its title, time, zone and place."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.activities import local_time
from lms.accounts.forms.fields import LineField

from ..actions import Sitting
from ..models import CohortSession

LONGEST = timedelta(hours=24)
# Where members meet; every zone of the world would be half of what a page may weigh.
NEAR = ("Asia/", "Pacific/", "Australia/", "Indian/", "Europe/", "UTC")


class SessionForm(forms.Form):
    """Times are those of the clock on the wall over there."""

    title = LineField(label=_("Title"))
    starts_local = local_time.LocalDateTimeInput(label=_("Begins"), help_text=_("Local time of the place."))
    ends_local = local_time.LocalDateTimeInput(label=_("Ends"))
    zone = forms.ChoiceField(label=_("Time zone"))
    place = LineField(label=_("Room or address"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = [name for name in local_time.zone_names() if name.startswith(NEAR)]
        names = sorted({*near, self.initial.get("zone") or "UTC"})
        self.fields["zone"].choices = [(name, name.replace("_", " ")) for name in names]  # type: ignore[attr-defined]

    @classmethod
    def of(cls, session: CohortSession, data: Any = None) -> "SessionForm":
        names = ("title", "starts_local", "ends_local", "zone", "place")
        return cls(data, initial={name: getattr(session, name) for name in names})

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        starts, ends, zone = data.get("starts_local"), data.get("ends_local"), data.get("zone")
        if not (starts and ends and zone):
            return data
        for name in ("starts_local", "ends_local"):
            if not local_time.exists(data[name], zone):
                self.add_error(name, _("Clocks in this zone never show this time."))
        length = local_time.instant(ends, zone) - local_time.instant(starts, zone)
        if length <= timedelta():
            self.add_error("ends_local", _("It must end after it begins."))
        elif length > LONGEST:
            self.add_error("ends_local", _("A session lasts a day at most. Add one for each day."))
        return data

    def sitting(self) -> Sitting:
        return Sitting(**self.cleaned_data)
