"""What stands in an address, read as a question: for the page, for its files and for the worker that counts."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from cms.taxonomy.models import CooperationArea, Purpose, StrategyPeriod
from lms.accounts.models import Member

from .period import NoPeriod, Period, before, quarter_of, read
from .question import DAYS, Question, code_of, period_name

STRATEGY = "strategy-"
QUARTERS, YEARS = 12, 6


def default_period(today: date) -> Period:
    """The last quarter that is over."""
    return before(quarter_of(today))


class FiguresForm(forms.Form):
    """What stands in the address. A period by its code, or two days."""

    period = forms.CharField(label=_("Period"), max_length=20, widget=forms.Select)
    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    purpose = forms.ChoiceField(label=_("Strategic purpose"), required=False)
    area = forms.ChoiceField(label=_("Area of cooperation"), required=False)
    member = forms.ChoiceField(
        label=_("Member"), required=False, help_text=_("For the focal point of that member: smaller numbers are shown.")
    )

    def __init__(self, given: Any, **kwargs: Any) -> None:
        today = localdate()
        asked = {name: given.get(name, "") for name in self.base_fields}
        asked["period"] = asked["period"] or default_period(today).code()
        super().__init__(asked, **kwargs)
        self.strategies = {one.code: one for one in StrategyPeriod.objects.all()}
        self.chosen: dict[str, dict[str, Any]] = {
            "purpose": {code_of(one): one for one in Purpose.objects.select_related("period")},
            "area": {code_of(one): one for one in CooperationArea.objects.select_related("period")},
            "member": {one.code: one for one in Member.objects.all()},
        }
        for name, things in self.chosen.items():
            every = [("", _("All")), *((code, str(one)) for code, one in things.items())]
            cast(forms.ChoiceField, self.fields[name]).choices = every
        cast(forms.Select, self.fields["period"].widget).choices = self._periods(today, asked["period"])

    def clean_period(self) -> str | Period:
        text: str = self.cleaned_data["period"]
        if text == DAYS:
            return text
        try:
            return self._strategy(text) or read(text)
        except NoPeriod as wrong:
            raise forms.ValidationError(_("Choose a period of the list.")) from wrong

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        first, last = given.get("first"), given.get("last")
        if isinstance(given.get("period"), Period) and (first or last):
            # Which of the two was meant nobody knows, and wrong numbers may reach a donor.
            self.add_error("period", _("You have typed days too. Choose “Days I choose” here, or empty the two days."))
        elif given.get("period") == DAYS and not {"first", "last"} & self.errors.keys():
            if not first or not last:
                self.add_error("last" if first else "first", _("Say from which day to which."))
            else:
                self._days(first, last)
        return given

    def question(self) -> Question:
        given = self.cleaned_data
        chosen = {name: things.get(given[name]) for name, things in self.chosen.items()}
        return Question(given["period"], **chosen)

    def _days(self, first: date, last: date) -> None:
        try:
            self.cleaned_data["period"] = Period(first, last)
        except NoPeriod:
            self.add_error("last", _("It cannot end before it begins, nor go on for more than twelve years."))

    def _strategy(self, text: str) -> Period | None:
        known = self.strategies.get(text.removeprefix(STRATEGY)) if text.startswith(STRATEGY) else None
        if known is None:
            return None
        last = known.last_year or max(known.first_year, localdate().year)
        return Period(date(known.first_year, 1, 1), date(last, 12, 31))

    def _periods(self, today: date, asked: str) -> list[Any]:
        quarters = [quarter_of(today)]
        while len(quarters) < QUARTERS:
            quarters.append(before(quarters[-1]))
        years = [str(today.year - back) for back in range(YEARS)]
        listed: list[Any] = [
            (_("Quarters"), [(one.code(), _name(one.code())) for one in quarters]),
            (_("Years"), [(one, one) for one in years]),
            (_("Strategies"), [(f"{STRATEGY}{code}", one.title) for code, one in self.strategies.items()]),
            (DAYS, _("Days I choose")),
        ]
        there = {value for _label, group in listed[:3] for value, _words in group} | {DAYS}
        return listed if asked in there else [(asked, _name(asked)), *listed]


def _name(code: str) -> str:
    try:
        return period_name(read(code))
    except NoPeriod:
        return code
