"""What staff type about events, and what an invitee answers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alumni.profiles.finding import Criteria
from alumni.profiles.languages import NAMES
from alumni.profiles.models import Engagement
from cms.activities.local_time import LocalDateTimeInput, exists, midnight, span, zone_names
from cms.activities.models import Activity
from cms.taxonomy.models import Programme
from lms.accounts.forms.fields import LineField
from lms.accounts.models import AgencyType, Member
from lms.accounts.names import clean_line

from .models import Event, Invitation, Tier

# Where members are and their people travel; the activity's page in the content admin offers every zone.
REGIONS = ("Asia/", "Australia/", "Pacific/", "Indian/", "Europe/", "UTC")
WHEN_AND_WHERE = Activity.WHEN_AND_WHERE
OWN = ("tier", "attendees", "capacity", "chatham")
ABOUT = ("title", "summary", "kind", "audience", "join_url")
ANY_ANSWER = [(value, label) for value, label in Invitation.Answer.choices if value]


def zones(present: str = "") -> list[tuple[str, str]]:
    """Zones of the region under today's names, and the one the event has, whatever it is called."""
    near = [name for name in zone_names() if name.startswith(REGIONS)]
    names = sorted({*near, present} - {""})
    return [(name, name.replace("_", " ")) for name in names]


class WhenForm(forms.Form):
    """When and where: what stands in people's calendars."""

    starts_local = LocalDateTimeInput(label=_("Starts"), help_text=_("By the clock where it takes place."))
    ends_local = LocalDateTimeInput(label=_("Ends"), required=False, help_text=_("Of whole days the last one."))
    all_day = forms.BooleanField(label=_("Whole days, without a time"), required=False)
    zone = forms.ChoiceField(label=_("Time zone of the place"), initial="Asia/Bangkok")
    mode = forms.ChoiceField(label=_("How people take part"), choices=Activity.Mode.choices)
    place = LineField(label=_("Place"), required=False, longest=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = zones(str(self.initial.get("zone", "")))  # type: ignore[attr-defined] # a choice

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        starts, ends, zone = (data.get(name) for name in ("starts_local", "ends_local", "zone"))
        if data.get("all_day"):
            data |= {"starts_local": starts and midnight(starts), "ends_local": ends and midnight(ends)}
        elif zone:
            for name, value in (("starts_local", starts), ("ends_local", ends)):
                if value and not exists(value, zone):
                    self.add_error(name, _("Clocks in this zone never show this time: they go forward then."))
        if data.get("starts_local") and data.get("ends_local") and data["ends_local"] < data["starts_local"]:
            self.add_error("ends_local", _("It cannot end before it starts."))
        elif data.get("starts_local") and zone and not self.errors:
            _first, last = span(data["starts_local"], data.get("ends_local"), zone, all_day=bool(data.get("all_day")))
            if last < timezone.now():
                # Nobody could be invited to it, and nothing of it be changed any more.
                self.add_error("starts_local", _("This is over already. Choose a time to come."))
        return data

    def when(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in WHEN_AND_WHERE}


class AboutForm(forms.Form):
    """What it is about, for whom, and how closed it is."""

    title = LineField(label=_("Title"), longest=160)
    summary = forms.CharField(
        label=_("What it is about"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Activity.Kind.gatherings())
    audience = forms.ChoiceField(label=_("Who may see it"), choices=Activity.Audience.choices, initial="invited")
    tier = forms.ChoiceField(
        label=_("How closed it is"),
        choices=Tier.choices,
        initial="members",
        help_text=_("Of a coordination group, mails and calendars say that there is a meeting, and no more."),
    )
    join_url = forms.URLField(
        label=_("Address of the online room"), required=False, max_length=200, assume_scheme="https"
    )
    attendees = forms.ChoiceField(label=_("Who sees who comes"), choices=Event.Attendees.choices, initial="none")
    capacity = forms.IntegerField(label=_("Places"), required=False, min_value=1, max_value=100_000)
    chatham = forms.BooleanField(label=_("The Chatham House rule applies"), required=False)

    def about(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ABOUT}

    def own(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in OWN}


class EventForm(AboutForm, WhenForm):
    """A new event."""

    field_order = ["title", "summary", "kind", *WHEN_AND_WHERE, "join_url", "audience", *OWN]

    def activity(self) -> dict[str, Any]:
        return {**self.about(), **self.when()}


def add_errors(form: forms.Form, refused: ValidationError) -> None:
    """What an action refused, beside the field it speaks of."""
    told = refused.message_dict if hasattr(refused, "error_dict") else {None: refused.messages}
    for name, texts in told.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)


class ReasonForm(forms.Form):
    """Why, for those who are told."""

    reason = LineField(
        label=_("Reason"), required=False, longest=300, help_text=_("Those who were invited read it in their mail.")
    )


class PeopleForm(forms.Form):
    """Whom to invite. What is left open does not narrow."""

    member = forms.ModelMultipleChoiceField(
        Member.objects.all(), to_field_name="code", required=False, label=_("Member"), widget=forms.SelectMultiple
    )
    agency_type = forms.ModelMultipleChoiceField(
        AgencyType.objects.all(), to_field_name="code", required=False, label=_("Kind of agency")
    )
    theme = forms.ModelMultipleChoiceField(
        Programme.objects.all(), to_field_name="code", required=False, label=_("Theme")
    )
    language = forms.MultipleChoiceField(
        choices=lambda: [(code, _(name)) for code, name in NAMES.items()], required=False, label=_("Language")
    )
    course = forms.MultipleChoiceField(choices=lambda: _courses(), required=False, label=_("Course completed"))
    workshop = forms.MultipleChoiceField(choices=lambda: _workshops(), required=False, label=_("Workshop attended"))
    alumni_only = forms.BooleanField(
        label=_("Alumni only: people who completed something"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.SelectMultiple):
                # Few lists are longer; a short window hides what is there.
                field.widget.attrs["size"] = 8

    def criteria(self) -> Criteria:
        data = self.cleaned_data
        return Criteria(
            members=[row.pk for row in data["member"]],
            agency_types=[row.pk for row in data["agency_type"]],
            themes=[row.pk for row in data["theme"]],
            languages=data["language"],
            courses=[int(key) for key in data["course"]],
            workshops=data["workshop"],
            alumni_only=data["alumni_only"],
        )

    def kept(self) -> dict[str, Any]:
        """What was looked for, as keys."""
        data = self.cleaned_data
        coded = {name: [row.code for row in data[name]] for name in ("member", "agency_type", "theme")}
        plain = {name: data[name] for name in ("language", "course", "workshop", "alumni_only")}
        return {name: value for name, value in {**coded, **plain}.items() if value}


class InvitationsFilterForm(forms.Form):
    """Staff narrow the list of invitations; kept in the address of the page."""

    q = forms.CharField(required=False, max_length=200)
    who = forms.CharField(required=False, max_length=10)
    answer = forms.CharField(required=False, max_length=10)
    delivery = forms.CharField(required=False, max_length=10)
    state = forms.CharField(required=False, max_length=10)
    after = forms.CharField(required=False, max_length=20)


class AnswerForm(forms.Form):
    """Yes, no or maybe. From a mail one says first who one is: the mail may have been passed on (case 61)."""

    answer = forms.ChoiceField(
        label=_("Will you come?"),
        choices=ANY_ANSWER,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer.")},
    )
    shows_name = forms.BooleanField(label=_("Others who are invited may see my name"), required=False)
    it_is_me = forms.BooleanField()

    def __init__(self, *args: Any, invitation: Invitation, name: str = "", **kwargs: Any) -> None:
        initial = {"answer": invitation.answer, "shows_name": invitation.shows_name}
        super().__init__(*args, **{**kwargs, "initial": initial})
        if invitation.event.attendees != Event.Attendees.NAMES:
            del self.fields["shows_name"]
        if not name:
            del self.fields["it_is_me"]
            return
        self.fields["it_is_me"].label = _("I am %(name)s") % {"name": clean_line(name)}
        self.fields["it_is_me"].error_messages["required"] = _(
            "Only the person who was invited can answer. If that is you, say so here."
        )


class StaffAnswerForm(forms.Form):
    """What somebody said by telephone or across a desk."""

    answer = forms.ChoiceField(
        label=_("What did they say?"),
        choices=ANY_ANSWER,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer.")},
    )


def _courses() -> list[tuple[str, str]]:
    found = Engagement.objects.filter(kind="course").exclude(course=None).order_by("course", "-pk")
    titles = {str(key): title for key, title in found.values_list("course", "title")[:5000]}
    return sorted(titles.items(), key=lambda pair: pair[1])


def _workshops() -> list[tuple[str, str]]:
    found = Engagement.objects.exclude(kind="course").order_by("-ended_at").values_list("ref", "title")
    return list({str(ref): title for ref, title in found[:5000]}.items())
